/** Making, changing and deleting a team. */

import { teamPath, TEAMS_PATH } from '../../shared/organizer-protocol.js';
import { Form, SelectField, SubmitButton, TextField, useForm } from '../../ui/forms.js';
import { usePage } from '../../ui/page.js';
import { html, useState } from '../../vendor/htm-preact/standalone.module.js';
import { DeleteDialog, EditDialog, useEdit } from '../edits.js';
import { namesOf } from '../judge-names.js';

const HIGHEST_NUMBER = 999_999_999;

function check(values, text) {
  const number = String(values.number).trim();
  const isNumber = /^\d+$/.test(number) && Number(number) <= HIGHEST_NUMBER;
  return {
    number: isNumber ? null : text('form.wholeNumber'),
    name: values.name.trim() ? null : text('form.required'),
  };
}

/** The form's values as the API takes them; only those that are given. */
function bodyOf(values) {
  const body = { ...values };
  if ('number' in body) body.number = Number(body.number);
  for (const name of ['name', 'category']) if (name in body) body[name] = body[name].trim();
  if ('judge_id' in body) body.judge_id = body.judge_id === '' ? null : Number(body.judge_id);
  return body;
}

/** The number after the highest. */
const nextNumber = (teams) => Math.max(0, ...teams.map((team) => team.number)) + 1;

const categoriesOf = (teams) => [...new Set(teams.map((team) => team.category))].filter(Boolean);

/**
 * One line for many teams: the number is proposed, Enter saves and goes on with the next one.
 *
 * The category stays, because teams come in groups of one.
 */
export function QuickTeam({ race, teams, onSaved }) {
  const { session, text } = usePage();
  const [added, setAdded] = useState(null);
  // What the list did not show yet when the next one was begun.
  const [highest, setHighest] = useState(0);
  const proposed = Math.max(nextNumber(teams), highest + 1);
  const send = async ({ number, ...values }) => {
    const body = { ...bodyOf({ ...values, number: number === '' ? proposed : number }) };
    body.competition_id = race.id;
    const team = await session.request(TEAMS_PATH, { method: 'POST', body });
    setAdded(team);
    setHighest(Math.max(team.number, highest));
    form.setValues((now) => ({ ...now, number: '', name: '' }));
    form.element.current?.elements.namedItem('name')?.focus();
    onSaved();
  };
  const initial = { number: '', name: '', category: '' };
  const form = useForm(initial, send, {
    id: 'new-team',
    check: (values) => check({ ...values, number: values.number || proposed }, text),
  });
  const hasErrors = Object.keys(form.errors).length > 0;
  const isFresh = added !== null && !hasErrors && form.problem === null;
  return html`
    <section class="card quick" aria-label=${text('teams.add')}>
      <${Form} form=${form} label=${text('teams.add')}>
        <div class=${hasErrors ? 'quick-fields has-errors' : 'quick-fields'}>
          <${TextField} form=${form} name="number" label=${text('standings.bib')}
            placeholder=${String(proposed)} inputmode="numeric" autocomplete="off" />
          <${TextField} form=${form} name="name" label=${text('teams.name')} maxlength="200"
            autocomplete="off" autofocus=${teams.length === 0} />
          <${TextField} form=${form} name="category" label=${text('standings.category')}
            maxlength="200" list="categories" autocomplete="off" />
          <${SubmitButton} form=${form}>${text('teams.add')}<//>
        </div>
        <datalist id="categories">
          ${categoriesOf(teams).map((name) => html`<option key=${name} value=${name} />`)}
        </datalist>
      <//>
      <p class="below" role="status">
        ${isFresh
          ? text('teams.added', { number: added.number, name: added.name })
          : text('teams.add.hint')}
      </p>
    </section>
  `;
}

const valuesOf = (team) => ({
  number: String(team.number),
  name: team.name,
  category: team.category,
  judge_id: team.judge_id === null ? '' : String(team.judge_id),
});

export function EditTeam({ team, judges, onSaved, onClose }) {
  const { text } = usePage();
  const form = useEdit(team, {
    path: teamPath(team.id), valuesOf, bodyOf, check, onSaved, onClose, id: 'team',
  });
  const nameOf = namesOf(judges);
  const options = [
    ['', text('teams.nobody')],
    ...judges.map((judge) => [String(judge.id), nameOf(judge.id)]),
  ];
  return html`
    <${EditDialog} form=${form} name=${team.name}>
      <div class="field-pair narrow-first">
        <${TextField} form=${form} name="number" label=${text('standings.bib')}
          inputmode="numeric" autocomplete="off" />
        <${TextField} form=${form} name="name" label=${text('teams.name')} maxlength="200"
          autocomplete="off" />
      </div>
      <${TextField} form=${form} name="category" label=${text('standings.category')}
        maxlength="200" autocomplete="off" />
      <${SelectField} form=${form} name="judge_id" label=${text('teams.judge')}
        options=${options} />
    <//>
  `;
}

/** Says what goes with the team; one with times has to be named, and goes to the bin. */
export function DeleteTeam({ team, onDone, onClose }) {
  const { text, translator } = usePage();
  const hasTimes = team.record_count > 0;
  const count = translator.number(team.record_count);
  return html`
    <${DeleteDialog} resource=${team} path=${teamPath(team.id)} name=${team.name}
      typed=${hasTimes ? team.name : null} onDone=${onDone} onClose=${onClose}>
      <p>${text(hasTimes ? 'teams.delete.withTimes' : 'teams.delete.withoutTimes', { count })}</p>
    <//>
  `;
}
