/** How well each judge's phone is heard; those that are slow first, and why. */

import { usePage } from '../../../ui/page.js';
import { html } from '../../../vendor/htm-preact/standalone.module.js';
import { agoText } from '../../spans.js';
import { phonesInOrder, spanText } from './health.js';

const FIGURES = ['heard', 'roundTrip', 'waited', 'unsent'];
/** Which of them shows what is wrong. */
const SHOWN_BY = Object.freeze({ silent: 'heard', far: 'roundTrip', late: 'waited', unsent: 'unsent' });

export function Phones({ phones, nowMs }) {
  const { text, translator } = usePage();
  if (phones.length === 0) return html`<p class="empty">${text('room.nobody')}</p>`;
  const inOrder = phonesInOrder(phones, nowMs);
  const count = inOrder.filter(({ why }) => why.length > 0).length;
  return html`
    <p>${count === 0
      ? text('operation.phones.fine')
      : text('operation.phones.slow', { count: translator.number(count) })}</p>
    <div class="table-scroll room-table" tabindex="0" role="region"
      aria-label=${text('operation.phones')}>
      <table class="stacked">
        <thead>
          <tr>
            <th scope="col">${text('operation.judge')}</th>
            <th scope="col">${text('operation.device')}</th>
            ${FIGURES.map((name) => html`<th scope="col" key=${name} class="number">
              ${text(`operation.phone.${name}`)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${inOrder.map(({ phone, why }) => html`<${Phone} key=${phone.id} phone=${phone}
            why=${why} nowMs=${nowMs} />`)}
        </tbody>
      </table>
    </div>
  `;
}

function Phone({ phone, why, nowMs }) {
  const { text, translator } = usePage();
  const number = (value) => translator.number(value);
  const figures = {
    heard: agoText(text, nowMs - Date.parse(phone.seen_at)),
    roundTrip: spanText(number, phone.round_trip_ms),
    waited: spanText(number, phone.waited_ms),
    unsent: phone.unsent === null ? '–' : number(phone.unsent),
  };
  const bad = new Set(why.map((name) => SHOWN_BY[name]));
  return html`<tr class=${why.length > 0 ? 'phone-slow' : null}>
    <th scope="row">
      ${phone.name || phone.username}
      ${why.map((name) => html`<small key=${name} class="phone-why">
        ${text(`operation.why.${name}`)}</small>`)}
    </th>
    <td data-label=${text('operation.device')}>${phone.device || '–'}</td>
    ${FIGURES.map((name) => html`<td key=${name} class="number"
      data-label=${text(`operation.phone.${name}`)}>
      <span class=${`level level-${bad.has(name) ? 'warn' : 'good'}`}>${figures[name]}</span>
    </td>`)}
  </tr>`;
}
