/** All competitions, what matters now first. */

import { COMPETITIONS_PATH } from '../../shared/organizer-protocol.js';
import { usePage } from '../../ui/page.js';
import { html, useState } from '../../vendor/htm-preact/standalone.module.js';
import { inOrderOfInterest, phaseOfResource } from '../competition-order.js';
import { Loaded, PageHead } from '../loading.js';
import { useLive, useRoom } from '../panel.js';
import { isIndividual } from '../race-kind.js';
import { hrefOf } from '../routes.js';
import { filterRows, sortRows } from '../row-order.js';

/** From so many on they can be searched and sorted. */
const MANY = 6;
/** What is searched and sorted by. */
const COLUMNS = [
  { key: 'name', value: (race) => race.name },
  { key: 'date', value: (race) => Date.parse(race.datetime), isSearched: false },
];
const ORDERS = ['interest', 'date', 'name'];

export function RacesPage() {
  const { session, text } = usePage();
  const races = useLive(() => session.request(COMPETITIONS_PATH), [session]);
  return html`
    <${PageHead} title=${text('menu.races')}>
      <a role="button" href=${hrefOf('newRace')}>${text('races.new')}</a>
    <//>
    <${Loaded} from=${races}>
      ${(resources) =>
        resources.length === 0
          ? html`<${Invitation} />`
          : html`<${RaceCards} races=${resources} />`}
    <//>
  `;
}

function RaceCards({ races }) {
  const { text, translator } = usePage();
  const [search, setSearch] = useState('');
  const [order, setOrder] = useState('interest');
  const found = filterRows(races, COLUMNS, search);
  const shown = order === 'interest'
    ? inOrderOfInterest(found)
    : sortRows(found, COLUMNS, { key: order, isDescending: order === 'date' }, translator.locale);
  return html`
    ${races.length >= MANY && html`<div class="table-tools">
      <label>
        <span class="visually-hidden">${text('table.search')}</span>
        <input type="search" placeholder=${text('table.search')} value=${search}
          onInput=${(event) => setSearch(event.currentTarget.value)} />
      </label>
      <label class="order">
        <span class="visually-hidden">${text('races.order')}</span>
        <select value=${order} onChange=${(event) => setOrder(event.currentTarget.value)}>
          ${ORDERS.map((key) => html`<option key=${key} value=${key}>
            ${text(`races.order.${key}`)}</option>`)}
        </select>
      </label>
      <p role="status">${text('table.count', {
        shown: translator.number(shown.length), total: translator.number(races.length),
      })}</p>
    </div>`}
    ${shown.length === 0 && html`<p class="empty">${text('table.noHits', { search })}</p>`}
    <ul class="race-cards">
      ${shown.map((race) => html`<${RaceCard} key=${race.id} race=${race} />`)}
    </ul>
  `;
}

function Invitation() {
  const { text } = usePage();
  return html`
    <div class="card invitation">
      <h2>${text('races.empty')}</h2>
      <p>${text('races.empty.hint')}</p>
      <p><a role="button" href=${hrefOf('newRace')}>${text('races.first')}</a></p>
    </div>
  `;
}

function RaceCard({ race }) {
  const { text, translator } = usePage();
  const phase = phaseOfResource(race);
  return html`
    <li class="card race-card">
      <p class="race-marks">
        <${PhaseMark} phase=${phase} />
        ${isIndividual(race) && html`<span class="mark">${text('race.kind.individual')}</span>`}
        ${!race.is_active && html`<span class="mark">${text('race.hidden')}</span>`}
      </p>
      <h2><a href=${hrefOf('race', race.id)}>${race.name}</a></h2>
      <p class="below">${translator.dayAndTime(Date.parse(race.datetime))}</p>
      <${Counts} race=${race} />
      <div class="buttons">
        <a role="button" href=${hrefOf('control', race.id)}>${text('races.control')}</a>
        <a role="button" class="secondary outline" href=${hrefOf('race', race.id)}
          aria-label=${text('races.openNamed', { name: race.name })}>${text('races.open')}</a>
      </div>
    </li>
  `;
}

/** How many teams and times a competition has, or runners and marks; as they come in. */
function Counts({ race }) {
  const { text, translator } = usePage();
  const { room, isLive } = useRoom();
  const live = isLive ? room.competitions.find(({ id }) => id === race.id) : undefined;
  const figure = (value, key) => html`<div><dt>${text(key)}</dt>
    <dd>${translator.number(value)}</dd></div>`;
  if (isIndividual(race)) {
    return html`<dl class="figures">
      ${figure(live?.runnerCount ?? race.runner_count, 'counter.runners')}
      ${figure(live?.markCount ?? race.mark_count, 'race.marks')}
    </dl>`;
  }
  return html`<dl class="figures">
    ${figure(live?.teamCount ?? race.team_count, 'counter.teams')}
    ${figure(live?.recordCount ?? race.record_count, 'races.times')}
  </dl>`;
}

/** `scheduled`, `running` or `finished`, in words and colour. */
export function PhaseMark({ phase }) {
  const { text } = usePage();
  return html`<span class=${`mark mark-${phase}`}>${text(`phase.${phase}`)}</span>`;
}
