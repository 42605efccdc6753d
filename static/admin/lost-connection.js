/** What is said while the laptop does not answer: above every page, and inside a dialog over it. */

import { usePage } from '../ui/page.js';
import { html } from '../vendor/htm-preact/standalone.module.js';
import { useRoom } from './panel.js';

/** Said at once; what was typed stays where it is. */
export function LostConnection() {
  const { text } = usePage();
  const { isLive, hasCome } = useRoom();
  if (isLive || !hasCome) return html`<div role="status" aria-live="assertive"></div>`;
  return html`
    <div role="status" aria-live="assertive">
      <p class="banner banner-warn lost no-print">
        <strong>${text('frame.lost')}</strong> ${text('frame.lost.hint')}
      </p>
    </div>
  `;
}
