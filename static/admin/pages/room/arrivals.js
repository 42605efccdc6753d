/** Times as they come in, the newest first. */

import { recordedTimeParts } from '../../../shared/durations.js';
import { usePage } from '../../../ui/page.js';
import { html, useRef, useState } from '../../../vendor/htm-preact/standalone.module.js';

const MOST_SHOWN = 30;

export function Arrivals({ arrivals, competitions }) {
  const { text } = usePage();
  const [chosen, setChosen] = useState('');
  // What stood here when the page was opened has not just come in.
  const old = useRef(new Set(arrivals.map((arrival) => arrival.id)));
  const shown = arrivals
    .filter((arrival) => chosen === '' || arrival.competitionId === Number(chosen))
    .slice(0, MOST_SHOWN);
  const names = new Map(competitions.map((item) => [item.id, item.name]));
  return html`
    ${competitions.length > 1 && html`<label class="filter">
      <span class="visually-hidden">${text('room.filter')}</span>
      <select value=${chosen} onChange=${(event) => setChosen(event.currentTarget.value)}>
        <option value="">${text('room.all')}</option>
        ${competitions.map((item) => html`<option key=${item.id} value=${String(item.id)}>
          ${item.name}</option>`)}
      </select>
    </label>`}
    ${shown.length === 0
      ? html`<p class="empty">${text('room.noTimes')}</p>`
      : html`<ol class="arrivals" aria-label=${text('room.arrivals')}>
          ${shown.map((arrival) => html`<${Arrival} key=${arrival.id} arrival=${arrival}
            isFresh=${!old.current.has(arrival.id)}
            competitionName=${names.size > 1 ? names.get(arrival.competitionId) : null} />`)}
        </ol>`}
  `;
}

function Arrival({ arrival, isFresh, competitionName }) {
  const { translator } = usePage();
  const { team, raceMs } = arrival;
  const [whole, fraction] = recordedTimeParts(Math.abs(raceMs));
  return html`<li class=${isFresh ? 'is-fresh' : null}>
    <span class="bib">${team.bib}</span>
    <span class="who">
      <span class="team">${team.name}</span>
      <small>${[arrival.username, competitionName].filter(Boolean).join(' · ')}</small>
    </span>
    <span class="when">
      <span class="race-time">${raceMs < 0 ? '−' : ''}${whole}<small>${fraction}</small></span>
      <small>${translator.timeOfDay(arrival.receivedMs, { withSeconds: true })}</small>
    </span>
  </li>`;
}
