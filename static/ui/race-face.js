/** A race's clock as the control room knows it, ticking by the server's clock. */

import { clockText } from '../shared/durations.js';
import { elapsedMs } from '../shared/race-clock.js';
import { html } from '../vendor/htm-preact/standalone.module.js';
import { useTick } from './page.js';

/** Often enough that no second is seen to be late. */
const TICK_MS = 100;

/** `competition` and `clock` as `useRoom` has them; nothing but the figure. */
export function RaceFace({ competition, clock }) {
  useTick(TICK_MS);
  const elapsed = elapsedMs(competition, clock.timeMs(performance.now()));
  return html`<span class="face">${clockText(elapsed ?? 0)}</span>`;
}
