/** Who came in last, the newest on top. */

import { html } from '../vendor/htm-preact/standalone.module.js';

/**
 * Props: `arrivals`, the newest first: `{key, bib, name, note, time: [whole, fraction]}`, `note`
 * being what else to say of the newest; `translator`.
 */
export function ArrivalsPanel({ translator, arrivals }) {
  return html`
    <section class="panel arrivals">
      <h2>${translator.text('screen.arrivals')}</h2>
      ${arrivals.length === 0 && html`<p class="empty">${translator.text('screen.noArrivals')}</p>`}
      <ol>
        ${arrivals.map((arrival) => html`<${Arrival} key=${arrival.key} ...${arrival} />`)}
      </ol>
    </section>
  `;
}

function Arrival({ bib, name, note, time: [whole, fraction] }) {
  return html`
    <li>
      <span class="bib">${bib}</span>
      <span class="team">${name}</span>
      <span class="ordinal">${note}</span>
      <span class="time">${whole}<span class="fraction">${fraction}</span></span>
    </li>
  `;
}
