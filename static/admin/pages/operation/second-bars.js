/** A bar for each second of the last minute, the newest on the right. */

import { html } from '../../../vendor/htm-preact/standalone.module.js';

const SECONDS = 60;
const HEIGHT = 16;

/** `counts` are of the seconds, the oldest first; `label` says all of it in words. */
export function SecondBars({ counts, label }) {
  const shown = counts.slice(-SECONDS);
  const first = SECONDS - shown.length;
  const most = Math.max(1, ...shown);
  return html`<svg class="second-bars" role="img" aria-label=${label}
    viewBox=${`0 0 ${SECONDS} ${HEIGHT}`} preserveAspectRatio="none">
    ${shown.map((count, index) => {
      const height = (count / most) * HEIGHT;
      return html`<rect key=${index} x=${first + index + 0.1} y=${HEIGHT - height}
        width="0.8" height=${height} />`;
    })}
  </svg>`;
}
