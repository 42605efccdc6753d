/** Whether a page is connected. Official results are connected, and not live. */

import { html } from '../vendor/htm-preact/standalone.module.js';

/** Props: `isLive`, whether it `isFirst`, the first time, what is shown `isFrozen`, `translator`. */
export function ConnectionMark({ translator, isLive, isFirst = false, isFrozen }) {
  const lost = isFirst ? 'connecting' : 'waiting';
  const name = isLive ? 'open' : lost;
  const word = isLive && isFrozen ? 'connected' : name;
  return html`
    <p class="connection connection-${name}" role="status" aria-live="polite">
      ${translator.text(`connection.${word}`)}
    </p>
  `;
}
