/** The newest times, the newest on top. */

import { recordedTimeParts } from '../shared/durations.js';
import { html } from '../vendor/htm-preact/standalone.module.js';

/** Props: `arrivals` (see live-results.js), `translator`. */
export function ArrivalsPanel({ translator, arrivals }) {
  return html`
    <section class="panel arrivals">
      <h2>${translator.text('screen.arrivals')}</h2>
      ${arrivals.length === 0 && html`<p class="empty">${translator.text('screen.noArrivals')}</p>`}
      <ol>
        ${arrivals.map(
          (arrival) => html`<${Arrival}
            key=${`${arrival.team.id}-${arrival.ordinal}`}
            translator=${translator}
            arrival=${arrival}
          />`,
        )}
      </ol>
    </section>
  `;
}

function Arrival({ translator, arrival }) {
  const { team, raceMs, ordinal } = arrival;
  const [whole, fraction] = recordedTimeParts(raceMs);
  return html`
    <li>
      <span class="bib">${team.bib}</span>
      <span class="team">${team.name}</span>
      <span class="ordinal">
        ${translator.text('screen.ordinal', { count: translator.number(ordinal) })}
      </span>
      <span class="time">${whole}<span class="fraction">${fraction}</span></span>
    </li>
  `;
}
