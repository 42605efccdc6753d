/** Under the standings: that there is nobody yet, and how old they are. */

import { html } from '../vendor/htm-preact/standalone.module.js';

/** Props: `live` (see live-results.js), `translator`, `empty`: the key of what is said of nobody. */
export function StandingsNotes({ live, translator, empty }) {
  return html`
    ${live.rows.length === 0 && html`<p class="notice">${translator.text(empty)}</p>`}
    ${live.updatedAtMs !== null &&
    html`<p class="updated">
      ${translator.text('standings.updatedAt', {
        time: translator.timeOfDay(live.updatedAtMs, { withSeconds: true }),
      })}
    </p>`}
  `;
}
