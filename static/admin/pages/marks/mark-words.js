/** A mark in words: its time, and what is odd about it. */

import { usePage } from '../../../ui/page.js';
import { html } from '../../../vendor/htm-preact/standalone.module.js';
import { exactSpan } from '../../race-times.js';
import { exactTimeOfDay } from '../control/start-times.js';
import { FLAGS, WAITING_FLAGS } from './mark-list.js';

export { takenBy } from './mark-name.js';

/** Since the official start or, without one, the time of day; null for a mark without a time. */
export function raceTimeText({ at_ms: atMs }, officialStartMs) {
  if (atMs === null) return null;
  return officialStartMs === null ? exactTimeOfDay(atMs) : exactSpan(atMs - officialStartMs);
}

/** What is odd about a mark, in a colour and in words; what only waits, in a quiet one. */
export function FlagMarks({ mark }) {
  const { text } = usePage();
  if (mark.is_withdrawn) return html`<span class="mark">${text('marks.withdrawn')}</span>`;
  const flags = FLAGS.filter((flag) => mark.flags.includes(flag));
  return flags.map((flag) => (WAITING_FLAGS.includes(flag) ? html`
    <span class="mark" key=${flag} title=${text(`flag.${flag}.what`)}>
      ${text(`flag.${flag}.yet`)}</span>${' '}` : html`
    <span class="mark mark-warn" key=${flag} title=${text(`flag.${flag}.what`)}>
      <span aria-hidden="true">⚠ </span>${text(`flag.${flag}`)}</span>${' '}`));
}
