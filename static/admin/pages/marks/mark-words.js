/** A mark in words: its time, what is odd about it, and what it is called. */

import { usePage } from '../../../ui/page.js';
import { html } from '../../../vendor/htm-preact/standalone.module.js';
import { exactSpan } from '../../race-times.js';
import { exactTimeOfDay } from '../control/start-times.js';
import { FLAGS } from './mark-list.js';

/** Since the official start or, without one, the time of day; null for a mark without a time. */
export function raceTimeText({ at_ms: atMs }, officialStartMs) {
  if (atMs === null) return null;
  return officialStartMs === null ? exactTimeOfDay(atMs) : exactSpan(atMs - officialStartMs);
}

/** `17:58.310, dorsal 7`: how a mark is called where there is nothing else to see it by. */
export function takenBy(text, mark, time) {
  const bib = mark.bib === null ? null : text('marks.withBib', { bib: mark.bib });
  return [time, bib].filter(Boolean).join(', ') || text('marks.noTime');
}

/** What is odd about a mark, in a colour and in words. */
export function FlagMarks({ mark }) {
  const { text } = usePage();
  if (mark.is_withdrawn) return html`<span class="mark">${text('marks.withdrawn')}</span>`;
  return FLAGS.filter((flag) => mark.flags.includes(flag)).map((flag) => html`
    <span class="mark mark-warn" key=${flag} title=${text(`flag.${flag}.what`)}>
      <span aria-hidden="true">⚠ </span>${text(`flag.${flag}`)}</span>${' '}`);
}
