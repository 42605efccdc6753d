/** Times as they come in, the newest first. */

import { recordedTimeParts } from '../../../shared/durations.js';
import { usePage } from '../../../ui/page.js';
import { html, useRef, useState } from '../../../vendor/htm-preact/standalone.module.js';
import { hrefOf } from '../../routes.js';
import { useFold } from './fold.js';

const MOST_SHOWN = 30;
const FEW = 10;

export function Arrivals({ arrivals, competitions, names }) {
  const { text } = usePage();
  const [chosen, setChosen] = useState('');
  // What stood here when the page was opened has not just come in.
  const old = useRef(new Set(arrivals.map((arrival) => arrival.id)));
  const wanted = arrivals
    .filter((arrival) => chosen === '' || arrival.competitionId === Number(chosen))
    .slice(0, MOST_SHOWN);
  const [shown, more] = useFold(wanted, FEW);
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
      ? html`<${NoTimes} marked=${competitions.filter((item) =>
          item.markCount > 0 && (chosen === '' || item.id === Number(chosen)))} />`
      : html`<ol class="arrivals" aria-label=${text('room.arrivals')}>
          ${shown.map((arrival) => html`<${Arrival} key=${arrival.id} arrival=${arrival}
            isFresh=${!old.current.has(arrival.id)} judge=${names.judgeName(arrival.username)}
            competitionName=${competitions.length > 1
              ? names.competitionName(arrival.competitionId)
              : null} />`)}
        </ol>`}
    ${more}
  `;
}

/** What comes in of the individual races is their marks: `marked` are those that have some. */
function NoTimes({ marked }) {
  const { text, translator } = usePage();
  if (marked.length === 0) return html`<p class="empty">${text('room.noTimes')}</p>`;
  return html`<div class="empty">
    <p>${text('room.marksInstead')}</p>
    ${marked.map((item) => html`<p key=${item.id}>
      <a href=${hrefOf('marks', item.id)}>${item.name}</a> ·${' '}
      ${text('control.marks', { count: translator.number(item.markCount) })}</p>`)}
  </div>`;
}

function Arrival({ arrival, isFresh, judge, competitionName }) {
  const { translator } = usePage();
  const { team, raceMs } = arrival;
  const [whole, fraction] = recordedTimeParts(Math.abs(raceMs));
  return html`<li class=${isFresh ? 'is-fresh' : null}>
    <span class="bib">${team.bib}</span>
    <span class="who">
      <span class="team">${team.name}</span>
      <small>${[judge, competitionName].filter(Boolean).join(' · ')}</small>
    </span>
    <span class="when">
      <span class="race-time">${raceMs < 0 ? '−' : ''}${whole}<small>${fraction}</small></span>
      <small>${translator.timeOfDay(arrival.receivedMs, { withSeconds: true })}</small>
    </span>
  </li>`;
}
