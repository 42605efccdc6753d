/** Which phones are connected, and how well. */

import { usePage, useTick } from '../../../ui/page.js';
import { html } from '../../../vendor/htm-preact/standalone.module.js';
import { agoText, lastingText } from '../../spans.js';
import { offsetLevel, roundTripLevel, silenceLevel, unsentLevel } from './levels.js';

export function Connections({ connections, clock }) {
  const { text } = usePage();
  useTick(1000);
  if (connections.length === 0) return html`<p class="empty">${text('room.nobody')}</p>`;
  const nowMs = clock.timeMs(performance.now());
  const inOrder = [...connections].sort(
    (one, other) => nameOf(one).localeCompare(nameOf(other)) || one.id - other.id,
  );
  const headings = ['judge', 'device', 'address', 'since', 'heard', 'roundTrip', 'offset', 'unsent'];
  return html`
    <div class="table-scroll room-table" tabindex="0" role="region"
      aria-label=${text('room.connections')}>
      <table class="stacked">
        <thead>
          <tr>
            ${headings.map((name) => html`<th scope="col" key=${name}
              class=${headings.indexOf(name) > 2 ? 'number' : null}>
              ${text(`room.${name}`)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${inOrder.map((connection) => html`<${Connection} key=${connection.id}
            connection=${connection} nowMs=${nowMs} />`)}
        </tbody>
      </table>
    </div>
  `;
}

const nameOf = (connection) => connection.name || connection.username;

function Connection({ connection, nowMs }) {
  const { text, translator } = usePage();
  const silentMs = nowMs - connection.seenMs;
  const silence = silenceLevel(silentMs);
  const ms = (value) => (value === null ? '–' : `${translator.number(value)} ms`);
  const figure = (name, level, shown) => html`<td class="number" data-label=${text(`room.${name}`)}>
    <span class=${`level level-${level}`}>${shown}</span>
  </td>`;
  const { offsetMs, roundTripMs, unsentCount } = connection;
  return html`<tr class=${`connection connection-${silence}`}>
    <th scope="row">${nameOf(connection)}</th>
    <td data-label=${text('room.device')}>${connection.device || '–'}</td>
    <td data-label=${text('room.address')}>${connection.address}</td>
    ${figure('since', 'good', lastingText(text, nowMs - connection.sinceMs))}
    ${figure('heard', silence, agoText(text, silentMs))}
    ${figure('roundTrip', roundTripLevel(roundTripMs), ms(roundTripMs))}
    ${figure('offset', offsetLevel(offsetMs), ms(offsetMs))}
    ${figure('unsent', unsentLevel(unsentCount),
      unsentCount === null ? '–' : translator.number(unsentCount))}
  </tr>`;
}
