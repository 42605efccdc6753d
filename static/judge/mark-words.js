/** Marks at a line in words. Pure. */

import { shownState, stateText, timeOfTap } from './tap-words.js';

/** What is odd about a mark; a time without a bib, or a bib without a time, is as it should be. */
const TOLD_FLAGS = ['unknown_bib', 'second_mark', 'did_not_start', 'before_start', 'after_stop'];

/** `42 · Ana Ruiz`, or the bib alone while nobody is known to wear it. */
export const bibText = (bib, runner) => (runner ? `${bib} · ${runner.name}` : bib);

/** A time for a place where there is little: `17:58.3` of `0:17:58.3`. */
export function shortTime(mark, translator) {
  const time = timeOfTap(mark, translator);
  return mark.raceMs === null ? time : time.replace(/^(−?)0:0?/, '$1');
}

/** How many marks the judge has at a line. */
export const lineProgressText = (line, text) =>
  text(line.count === 1 ? 'line.count.one' : 'line.count', { count: line.count });

/**
 * Which mark of its line each is, by id: `Map {id: 12}`; those that do not count have none.
 * `marks` are the newest first; those of other phones have been counted before them.
 */
export function numbersOf(marks, lines) {
  const left = new Map(lines.map((line) => [line.id, line.count]));
  const numbers = new Map();
  for (const mark of marks) {
    if (mark.isWithdrawn || mark.state === 'held') continue;
    const number = left.get(mark.lineId) ?? 0;
    if (number > 0) numbers.set(mark.id, number);
    left.set(mark.lineId, number - 1);
  }
  return numbers;
}

/**
 * A mark as one row of a list, as `tapEntry`. `number` as `numbersOf` has it, or null; `lines` are all
 * lines of the judge: of several the row says which.
 */
export function markEntry(mark, { number = null, lines, translator }) {
  const text = (key, values) => translator.text(key, values);
  const line = lines.length > 1 ? [mark.lineName] : [];
  const wantsBib = lines.find(({ id }) => id === mark.lineId)?.mode === 'both';
  return {
    id: mark.id,
    lead: mark.hasTime ? timeOfTap(mark, translator) : (mark.bib ?? '–'),
    number: number === null ? '' : text('mark.number', { number }),
    bib: mark.hasTime ? (mark.bib ?? '') : '',
    name: [...whoseText(mark, wantsBib, text), ...line].join(' · '),
    state: shownState(mark),
    stateText: markStateText(mark, text),
    flags: flagsOf(mark).map((flag) => text(`mark.flag.${flag}`)).join(' · '),
    isWithdrawn: mark.isWithdrawn,
    giveBackLabel: mark.isWithdrawn
      ? text('mark.giveBack.which', { mark: nameOf(mark, translator) })
      : null,
  };
}

/** What a mark is called where it must be told from others: its time, its bib, or both. */
export function nameOf(mark, translator) {
  const time = mark.hasTime ? [timeOfTap(mark, translator)] : [];
  const bib = mark.bib === null ? [] : [translator.text('mark.bib', { bib: mark.bib })];
  return [...time, ...bib].join(' · ');
}

function whoseText(mark, wantsBib, text) {
  if (mark.isWaiting && !mark.isWithdrawn) return [text('mark.waits')];
  if (mark.bib === null) return wantsBib ? [text('mark.noBib')] : [];
  if (mark.runner === null) return [];
  return [mark.runner.name, mark.runner.team].filter(Boolean);
}

function markStateText(mark, text) {
  const isUnsent = mark.isBibUnsent && !mark.isWithdrawn && mark.state === 'stored';
  return isUnsent ? text('mark.state.bibUnsent') : stateText(mark, text);
}

/** What the laptop says; until then what the phone's own list of runners says. */
function flagsOf(mark) {
  const told = mark.isUnknownBib ? ['unknown_bib', ...mark.flags] : mark.flags;
  return TOLD_FLAGS.filter((flag) => told.includes(flag));
}
