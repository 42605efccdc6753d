/** Whether a page is connected. What is published is connected, and not live. */

import { html } from '../vendor/htm-preact/standalone.module.js';

/** Props: `isLive`, whether it `isFirst`, the first time, what is shown `isPublished`, `translator`. */
export function ConnectionMark({ translator, isLive, isFirst = false, isPublished }) {
  const lost = isFirst ? 'connecting' : 'waiting';
  const name = isLive ? 'open' : lost;
  const word = isLive && isPublished ? 'connected' : name;
  return html`
    <p class="connection connection-${name}" role="status" aria-live="polite">
      ${translator.text(`connection.${word}`)}
    </p>
  `;
}
