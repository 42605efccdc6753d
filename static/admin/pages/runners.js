/** The runners of an individual race: late entries, the list, and what is done to many at once. */

import { wavesOfPath } from '../../shared/lines-protocol.js';
import { ageBandsPath, competitionPath, runnersOfPath } from '../../shared/organizer-protocol.js';
import { usePage } from '../../ui/page.js';
import {
  html, useCallback, useEffect, useMemo, useRef, useState,
} from '../../vendor/htm-preact/standalone.module.js';
import { categoriesOf, nameOfRunner } from '../entry-list.js';
import { Loaded, PageHead } from '../loading.js';
import { useLive, useRoom } from '../panel.js';
import { hrefOf } from '../routes.js';
import { ListTable } from '../tables.js';
import { PickedRunners } from './runner-actions.js';
import { EditRunner } from './runner-forms.js';
import { QuickRunner } from './runner-quick.js';
import { StatusDialog } from './runner-status.js';

/** As the server names them, in the order of a race. */
const STATUSES = ['registered', 'started', 'arrived', 'finished', 'dnf', 'dsq', 'dns'];
const MARKS = { finished: 'mark mark-good', dns: 'mark mark-warn', dnf: 'mark mark-warn',
  dsq: 'mark mark-warn' };

/**
 * What the page is about: the competition, its runners, its waves and its categories.
 *
 * While it is held with `hold(true)` the list stays as it is: hundreds of changes in a row are one
 * reason to load thousands of runners again, not hundreds.
 */
export function useRunnersOf(competitionId) {
  const { session } = usePage();
  const isHeld = useRef(false);
  const last = useRef(null);
  const load = async () => {
    if (isHeld.current && last.current !== null) return last.current;
    const [race, runners, waves, bands] = await Promise.all([
      session.request(competitionPath(competitionId)),
      session.request(runnersOfPath(competitionId)),
      session.request(wavesOfPath(competitionId)),
      session.request(ageBandsPath(competitionId)),
    ]);
    last.current = { race, runners, waves, bands };
    return last.current;
  };
  const loaded = useLive(load, [session, competitionId]);
  useMarks(competitionId, loaded.reload);
  const hold = useCallback((isOn) => {
    isHeld.current = isOn;
  }, []);
  return { ...loaded, hold };
}

/** With marks runners finish, which is no change on record: the list follows now and then. */
const FOLLOW_MS = 5000;

function useMarks(competitionId, reload) {
  const { room } = useRoom();
  const count = room.competitions.find(({ id }) => id === Number(competitionId))?.markCount;
  const last = useRef(count);
  const timer = useRef(null);
  useEffect(() => {
    const isChanged = last.current !== undefined && last.current !== count;
    last.current = count;
    if (!isChanged) return;
    timer.current ??= setTimeout(() => {
      timer.current = null;
      reload();
    }, FOLLOW_MS);
  }, [count, reload]);
  useEffect(() => () => {
    clearTimeout(timer.current);
    timer.current = null;
  }, [reload]);
}

export function RunnersPage({ argument }) {
  const loaded = useRunnersOf(argument);
  return html`<${Loaded} from=${loaded}>
    ${(known) => html`<${Runners} ...${known} reload=${loaded.reload} hold=${loaded.hold} />`}
  <//>`;
}

function Runners({ race, runners, waves, bands, reload, hold }) {
  const { text } = usePage();
  // Not drawn anew with every frame of the control room: it may be thousands.
  const list = useMemo(
    () => html`<${RunnerList} race=${race} runners=${runners} waves=${waves} bands=${bands}
      reload=${reload} hold=${hold} />`,
    [race, runners, waves, bands, reload, hold],
  );
  return html`
    <${PageHead} title=${text('runners.title')}
      below=${html`<a href=${hrefOf('race', race.id)}>${race.name}</a> · ${' '}
        <a href=${hrefOf('walkStep', race.id, 'runners')}>${text('race.walk')}</a>`}>
      <a role="button" href=${hrefOf('importRunners', race.id)}>${text('race.importRunners')}</a>
      <a role="button" class="secondary" href=${hrefOf('ageBands', race.id)}>
        ${text('bands.title')}</a>
    <//>
    <${QuickRunner} race=${race} runners=${runners} waves=${waves} onSaved=${reload} />
    ${list}
  `;
}

/** The list with what can be done to one runner, or to those that were picked. */
export function RunnerList({ race, runners, waves, bands, reload, hold = () => {} }) {
  const { text } = usePage();
  const [picked, setPicked] = useState(new Set());
  const [filter, setFilter] = useState({ status: '', wave: '', category: '' });
  const [edited, setEdited] = useState(null);
  const [asked, setAsked] = useState(null);
  const [done, setDone] = useState(null);
  const columns = useColumns(waves);
  const shown = useMemo(() => runners.filter((one) => isShown(one, filter)), [runners, filter]);
  const there = runners.filter((runner) => picked.has(runner.id));
  const meant = asked === null ? [] : runners.filter((runner) => asked.has(runner.id));
  const pick = (ids) => {
    setPicked(ids);
    setDone(null);
  };
  const finish = (sentence) => {
    setPicked(new Set());
    setDone(sentence);
  };
  const actions = (runner) => html`
    <button class="secondary outline" onClick=${() => setEdited(runner)}
      aria-label=${text('teams.editNamed', { name: nameOfRunner(runner) })}>
      ${text('list.edit')}</button>${' '}
    <button class="secondary outline" onClick=${() => setAsked(new Set([runner.id]))}
      aria-label=${text('runners.statusOf', { name: nameOfRunner(runner) })}>
      ${text('runners.status')}</button>
  `;
  return html`
    ${runners.length > 0 && html`<${Filters} race=${race} runners=${runners} waves=${waves}
      bands=${bands} filter=${filter} setFilter=${setFilter} pick=${pick} />`}
    <p class="done" role="status">${done}</p>
    <${PickedRunners} runners=${there} reload=${reload} hold=${hold} onStatus=${() => setAsked(picked)}
      onDone=${finish} />
    <${ListTable} caption=${text('runners.title')} rows=${shown} columns=${columns}
      actions=${actions} picked=${new Set(there.map((runner) => runner.id))} onPick=${pick}
      empty=${text(runners.length === 0 ? 'runners.empty' : 'runners.noneShown')} />
    ${edited && html`<${EditRunner} runner=${edited} runners=${runners} waves=${waves}
      bands=${bands} onSaved=${reload} onClose=${() => setEdited(null)} />`}
    ${meant.length > 0 && html`<${StatusDialog} runners=${meant} reload=${reload} hold=${hold}
      onDone=${finish} onClose=${() => setAsked(null)} />`}
  `;
}

const isShown = (runner, { status, wave, category }) =>
  (status === '' || runner.status === status) &&
  (wave === '' || String(runner.wave_id) === wave) &&
  (category === '' || runner.category_shown === category);

function useColumns(waves) {
  const { text, translator } = usePage();
  return useMemo(() => {
    const waveNames = new Map(waves.map((wave) => [wave.id, wave.name]));
    const column = (key, title, value, more = {}) => ({ key, title: text(title), value, ...more });
    return [
      column('bib', 'standings.bib', (runner) => runner.bib, { isNumber: true }),
      column('name', 'runners.name',
        (runner) => `${runner.full_name} ${runner.is_hidden ? text('runners.hidden') : ''}`.trim(),
        { cell: (runner) => nameCell(runner, text) }),
      column('sex', 'runners.sex', (runner) => runner.sex && text(`runners.sex.${runner.sex}`)),
      column('age', 'runners.age', (runner) => runner.age_shown,
        { isNumber: true, isSearched: false }),
      column('category', 'standings.category', (runner) => runner.category_shown),
      column('team', 'standings.team', (runner) => runner.team),
      ...(waves.length > 0
        ? [column('wave', 'runners.wave', (runner) => waveNames.get(runner.wave_id) ?? '')]
        : []),
      column('status', 'runners.status', (runner) => text(`runners.status.${runner.status}`),
        { cell: (runner) => statusCell(runner, text) }),
    ];
  }, [waves, translator]);
}

const nameCell = (runner, text) => html`
  <a href=${hrefOf('runner', runner.id)}>${runner.full_name || text('runners.noName')}</a>
  ${runner.is_hidden && html`${' '}<span class="mark">${text('runners.hidden')}</span>`}
`;

const statusCell = (runner, text) => html`
  <span class=${MARKS[runner.status] ?? 'mark'}>${text(`runners.status.${runner.status}`)}</span>
  ${runner.status_reason && html`${' '}<small>${runner.status_reason}</small>`}
`;

/** Which runners are listed, and those who are mostly given a status together. */
function Filters({ race, runners, waves, bands, filter, setFilter, pick }) {
  const { text, translator } = usePage();
  const choose = (name) => (event) => setFilter({ ...filter, [name]: event.currentTarget.value });
  const statuses = STATUSES.filter((status) => runners.some((one) => one.status === status));
  const categories = useMemo(
    () => categoriesOf(runners, bands, translator.locale),
    [runners, bands, translator],
  );
  const isOver = race.finished_at !== null && !race.is_running;
  const late = runners.filter((one) =>
    (race.started_at !== null && one.status === 'registered') || (isOver && one.status === 'started'));
  const count = translator.number(late.length);
  return html`
    <div class="runner-filters">
      <${Filter} label=${text('runners.status')} value=${filter.status} choose=${choose('status')}
        options=${statuses.map((status) => [status, text(`runners.status.${status}`)])} />
      ${categories.length > 0 && html`<${Filter} label=${text('standings.category')}
        value=${filter.category} choose=${choose('category')}
        options=${categories.map((name) => [name, name])} />`}
      ${waves.length > 0 && html`<${Filter} label=${text('runners.wave')} value=${filter.wave}
        choose=${choose('wave')} options=${waves.map(({ id, name }) => [String(id), name])} />`}
      ${late.length > 0 && html`<button class="secondary outline"
        onClick=${() => pick(new Set(late.map(({ id }) => id)))}>
        ${text(isOver ? 'runners.pickUnfinished' : 'runners.pickUnstarted', { count })}</button>`}
    </div>
  `;
}

function Filter({ label, value, options, choose }) {
  const { text } = usePage();
  return html`<label>
    ${label}
    <select value=${value} onChange=${choose}>
      <option value="">${text('runners.all')}</option>
      ${options.map(([key, shown]) => html`<option key=${key} value=${key}>${shown}</option>`)}
    </select>
  </label>`;
}
