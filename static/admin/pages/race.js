/** One competition: making it, changing it, and what belongs to it. */

import {
  competitionPath, COMPETITIONS_PATH, screenPagePath,
} from '../../shared/organizer-protocol.js';
import { competitionPagePath } from '../../shared/protocol.js';
import {
  CheckField, Form, SelectField, SubmitButton, TextField, useForm,
} from '../../ui/forms.js';
import { usePage } from '../../ui/page.js';
import { html, useState } from '../../vendor/htm-preact/standalone.module.js';
import { phaseOfResource } from '../competition-order.js';
import { ConfirmDialog, Dialog } from '../dialogs.js';
import { ChangedMeanwhile, useEdit } from '../edits.js';
import { Loaded, PageHead } from '../loading.js';
import { instantOf, localInputOf, nextFullHour } from '../local-time.js';
import { useLive, useRoom } from '../panel.js';
import { isIndividual, stepsOf } from '../race-kind.js';
import { hrefOf } from '../routes.js';
import { PhaseMark } from './races.js';
import { WalkSteps } from './walk-steps.js';

const MOST_RECORDS = 100_000;
const KINDS = ['teams', 'individual'];
/** How an individual race shows times; they are ranked to the millisecond in any case. */
const SHOWN = ['seconds', 'tenths'];

const valuesOf = (race) => ({
  name: race.name,
  datetime: localInputOf(race.datetime),
  kind: race.kind,
  shown: race.shown,
  is_active: race.is_active,
  records_per_team: race.records_per_team === null ? '' : String(race.records_per_team),
});

/** The form's values as the API takes them; only those that are given. */
function bodyOf(values) {
  const body = { ...values };
  if ('name' in body) body.name = body.name.trim();
  if ('datetime' in body) body.datetime = instantOf(body.datetime);
  if ('records_per_team' in body) {
    const limit = String(body.records_per_team).trim();
    body.records_per_team = limit === '' ? null : Number(limit);
  }
  return body;
}

function check(values, text) {
  const limit = String(values.records_per_team).trim();
  const isLimit = isIndividual(values) || limit === '' || (/^\d+$/.test(limit) && +limit >= 1 && +limit <= MOST_RECORDS);
  return {
    name: values.name.trim() ? null : text('form.required'),
    datetime: instantOf(values.datetime) ? null : text('race.datetime.missing'),
    records_per_team: isLimit ? null : text('form.wholeNumber'),
  };
}

function RaceFields({ form, isNew = false }) {
  const { text, translator } = usePage();
  const showInstant = (local) => translator.dayAndTime(Date.parse(local));
  return html`
    <${TextField} form=${form} name="name" label=${text('race.name')} maxlength="200"
      placeholder=${text('race.name.example')} autocomplete="off" autofocus=${isNew} />
    <div class="field-pair">
      <${TextField} form=${form} name="datetime" label=${text('race.datetime')}
        type="datetime-local" show=${showInstant} />
      <${SelectField} form=${form} name="kind" label=${text('race.kind')}
        hint=${text(`race.kind.${form.values.kind}.hint`)}
        options=${KINDS.map((kind) => [kind, text(`race.kind.${kind}`)])} />
    </div>
    ${isIndividual(form.values)
      ? html`<${SelectField} form=${form} name="shown" label=${text('race.shown')}
          hint=${text('race.shown.hint')}
          options=${SHOWN.map((shown) => [shown, text(`race.shown.${shown}`)])} />`
      : html`<${TextField} form=${form} name="records_per_team" label=${text('race.limit')}
          hint=${text('race.limit.hint')} inputmode="numeric" autocomplete="off" />`}
    <${CheckField} form=${form} name="is_active" label=${text('race.published')}
      hint=${text('race.published.hint')} />
  `;
}

/** The first step of the walk: a name, and the race is there. */
export function NewRacePage() {
  const { session, text, go } = usePage();
  const send = async (values) => {
    const { records_per_team: limit, ...others } = bodyOf(values);
    // A limit that was typed before the race became individual is not its own.
    const body = isIndividual(values) ? others : { ...others, records_per_team: limit };
    const options = { method: 'POST', body };
    const race = await session.request(COMPETITIONS_PATH, options);
    go('walkStep', race.id, stepsOf(race)[1]);
  };
  const initial = {
    name: '', datetime: nextFullHour(Date.now()), kind: 'teams', shown: 'seconds',
    is_active: true, records_per_team: '',
  };
  const form = useForm(initial, send, { check });
  return html`
    <${PageHead} title=${text('race.new')} below=${text('race.new.hint')} />
    <${WalkSteps} here="race" race=${{ kind: form.values.kind }} />
    <div class="card narrow">
      <${Form} form=${form} label=${text('race.new')}>
        <${RaceFields} form=${form} isNew=${true} />
        <div class="buttons">
          <${SubmitButton} form=${form}>${text('race.create')}<//>
          <a role="button" class="secondary outline" href=${hrefOf('races')}>
            ${text('dialog.cancel')}</a>
        </div>
      <//>
    </div>
  `;
}

export function RacePage({ argument }) {
  const { session } = usePage();
  const race = useLive(() => session.request(competitionPath(argument)), [session, argument]);
  return html`<${Loaded} from=${race}>
    ${(resource) => html`<${Race} race=${resource} reload=${race.reload} />`}
  <//>`;
}

function Race({ race, reload }) {
  const { text, translator } = usePage();
  const [isDeleting, setDeleting] = useState(false);
  const below = html`<${PhaseMark} phase=${phaseOfResource(race)} />${' '}
    ${translator.dayAndTime(Date.parse(race.datetime))}`;
  return html`
    <${PageHead} title=${race.name} below=${below}>
      <a role="button" href=${hrefOf('control', race.id)}>${text('races.control')}</a>
      ${isIndividual(race)
        ? html`<a role="button" class="secondary" href=${hrefOf('runners', race.id)}>
            ${text('race.toRunners', { count: translator.number(race.runner_count) })}</a>`
        : html`<a role="button" class="secondary" href=${hrefOf('teams', race.id)}>
            ${text('race.toTeams', { count: translator.number(race.team_count) })}</a>`}
    <//>
    <div class="two-columns">
      <section class="card" aria-label=${text('race.data')}>
        <h2>${text('race.data')}</h2>
        <${RaceEdit} race=${race} reload=${reload} />
      </section>
      <${Places} race=${race} onDelete=${() => setDeleting(true)} />
    </div>
    ${isDeleting && html`<${DeleteRace} race=${race} reload=${reload}
      onClose=${() => setDeleting(false)} />`}
  `;
}

/** The form of a competition that is there. */
export function RaceEdit({ race, reload, onDone = null }) {
  const { text } = usePage();
  const [isSaved, setSaved] = useState(false);
  const onSaved = () => {
    setSaved(true);
    reload();
    onDone?.();
  };
  const label = text(onDone ? 'walk.next' : 'form.save');
  const form = useEdit(race, { path: competitionPath(race.id), valuesOf, bodyOf, check, onSaved });
  return html`
    <${Form} form=${form} label=${text('race.data')}>
      <${ChangedMeanwhile} form=${form} />
      <${RaceFields} form=${form} />
      <div class="buttons">
        <${SubmitButton} form=${form}>${label}<//>
        <p class="saved" role="status">${isSaved && !form.isDirty && text('form.saved')}</p>
      </div>
    <//>
  `;
}

/** Where one goes from here. */
function Places({ race, onDelete }) {
  const { text } = usePage();
  const place = (href, key, isOutside = false) => html`<li>
    <a href=${href} target=${isOutside ? '_blank' : null} rel=${isOutside ? 'noopener' : null}>
      <strong>${text(key)}</strong><span>${text(`${key}.hint`)}</span>
    </a>
  </li>`;
  return html`
    <nav class="card places" aria-label=${text('race.places')}>
      <h2>${text('race.places')}</h2>
      <ul>
        ${place(hrefOf('walk', race.id), 'race.walk')}
        ${isIndividual(race)
          ? [
              place(hrefOf('runners', race.id), 'race.runners'),
              place(hrefOf('importRunners', race.id), 'race.importRunners'),
              place(hrefOf('ageBands', race.id), 'race.ageBands'),
              place(hrefOf('lines', race.id), 'race.lines'),
              place(hrefOf('marks', race.id), 'race.marks'),
              html`<${LinePlaces} race=${race} />`,
              place(hrefOf('publish', race.id), 'race.publish'),
              place(hrefOf('scoring', race.id), 'race.scoring'),
              place(hrefOf('handOut', race.id), 'race.handOut'),
            ]
          : [
              place(hrefOf('teams', race.id), 'race.teams'),
              place(hrefOf('importTeams', race.id), 'race.import'),
            ]}
        ${place(competitionPagePath(race.id), 'race.board', true)}
        ${place(screenPagePath(race.id), 'race.screen', true)}
      </ul>
      <button class="danger outline" onClick=${onDelete}>${text('race.delete')}</button>
    </nav>
  `;
}

/** Each line of an individual race, to put its times and bibs together. */
function LinePlaces({ race }) {
  const { text } = usePage();
  const { room } = useRoom();
  const marked = room.markedRaces.find(({ competitionId }) => competitionId === race.id);
  return (marked?.lines ?? []).map((line) => html`<li key=${line.id}>
    <a href=${hrefOf('reconcile', line.id)}>
      <strong>${text('reconcile.titleOf', { line: line.name })}</strong>
      <span>${text('reconcile.open.hint')}</span></a>
  </li>`);
}

/** What is in progress is not deleted, and nobody is made to type its name first. */
function StopFirst({ race, onClose }) {
  const { text } = usePage();
  return html`
    <${Dialog} title=${text('race.delete.title', { name: race.name })} onClose=${onClose}>
      <p class="banner banner-warn">${text('error.competition_running')}</p>
      <footer>
        <button type="button" class="secondary" onClick=${onClose}>${text('dialog.cancel')}</button>
        <a role="button" href=${hrefOf('control', race.id)}>${text('races.control')}</a>
      </footer>
    <//>
  `;
}

function DeleteRace({ race, reload, onClose }) {
  const { session, text, translator, go } = usePage();
  const hasTimes = race.record_count + race.mark_count > 0;
  if (race.is_running) return html`<${StopFirst} race=${race} onClose=${onClose} />`;
  const remove = async () => {
    const headers = { 'If-Match': race.etag };
    try {
      await session.request(competitionPath(race.id), { method: 'DELETE', headers });
    } catch (error) {
      reload();
      throw error;
    }
    go('races');
  };
  const counts = {
    teams: translator.number(race.team_count), times: translator.number(race.record_count),
    runners: translator.number(race.runner_count), marks: translator.number(race.mark_count),
  };
  const ofTeams = hasTimes ? 'race.delete.withTimes' : 'race.delete.withoutTimes';
  return html`
    <${ConfirmDialog} title=${text('race.delete.title', { name: race.name })}
      confirmLabel=${text('race.delete')} typed=${hasTimes ? race.name : null}
      onConfirm=${remove} onClose=${onClose}>
      <p>${text(isIndividual(race) ? 'race.delete.individual' : ofTeams, counts)}</p>
      <p>${text('race.delete.bin')}</p>
    <//>
  `;
}
