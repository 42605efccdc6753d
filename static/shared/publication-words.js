/** What results are worth, and what a version has changed, in words. */

import { statusOfWire } from './individual-protocol.js';

/**
 * What is shown, in a sentence:
 *
 *     Resultados en vivo
 *     Resultados provisionales: reclamos hasta las 12:30
 *     Resultados oficiales, versión 2 (12:41)
 */
export function stageWords(translator, { stage, version, publishedAtMs, protestsUntilMs }, nowMs) {
  const moment = (atMs) => momentWords(translator, atMs, nowMs);
  if (stage === 'provisional') {
    if (protestsUntilMs === null) return translator.text('stage.provisional');
    return translator.text('stage.protests', { time: moment(protestsUntilMs) });
  }
  if (stage === 'official') {
    return translator.text('stage.official', { version, time: moment(publishedAtMs) });
  }
  return translator.text('stage.live');
}

const NAMES = {
  live: 'stage.live', provisional: 'stage.provisional', official: 'stage.officialOnly',
};

/** What is shown, in two or three words. */
export const stageName = (translator, { stage }) => translator.text(NAMES[stage]);

/** `3 cambios`, of an official version that has followed another; else empty. */
export function changeCountWords(translator, { stage, version, changeCount }) {
  return stage === 'official' && version > 1 ? countWords(translator, changeCount) : '';
}

/** How many rows are others. */
export function countWords(translator, count) {
  if (count === 0) return translator.text('changes.none');
  if (count === 1) return translator.text('changes.one');
  return translator.text('changes.many', { count: translator.number(count) });
}

/** The time of day, with the day where it is another than that of `nowMs`. */
export function momentWords(translator, atMs, nowMs) {
  const isToday = new Date(atMs).toDateString() === new Date(nowMs).toDateString();
  return isToday ? translator.timeOfDay(atMs) : translator.dayAndTime(atMs);
}

/**
 * Changes (see decodeChange) by whom they are about, in their order: `[{key, bib, name, isHidden,
 * changes, isMoved}]`. `isMoved`: others have moved it, and nothing else.
 */
export function groupedChanges(changes) {
  const groups = new Map();
  for (const change of changes) {
    const key = change.runnerId ?? change.what;
    const { bib, name, isHidden } = change;
    if (!groups.has(key)) groups.set(key, { key, bib, name, isHidden, changes: [], isMoved: true });
    const group = groups.get(key);
    group.changes.push(change);
    group.isMoved &&= change.isMoved;
  }
  return [...groups.values()];
}

/** One change in words: `Puesto: 3 → 4`. */
export function changeWords(translator, { what, before, after }) {
  const name = translator.text(`change.${what}`);
  if (before === null && after === null) return name;
  // Of the race only its name is told, and only where that is another.
  if (before === after) return name;
  const word = (value) => valueWord(translator, what, value);
  if (before === null) return `${name}: ${word(after)}`;
  return `${name}: ${word(before)} → ${word(after)}`;
}

function valueWord(translator, what, value) {
  if (value === null) return '–';
  if (what === 'status') return translator.text(`outcome.${statusOfWire(value)}`);
  return typeof value === 'number' ? translator.number(value) : value;
}
