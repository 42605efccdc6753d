/**
 * What can be set right of a row of a reconciliation by hand: the changes of marks that do it, as
 * those of a proposed repair are. Pure.
 */

import { stateOf } from './reconciliation.js';

/** The server takes so many changes at once. */
const MOST_CHANGES = 5000;

const hasTime = (row) => row.times.length > 0;
const marksOf = (row) => [...row.times, ...row.bib_marks];

const change = (kind, mark, fields = {}) =>
  ({ kind, mark_id: mark.mark_id, expected: stateOf(mark), ...fields });

const bibChanges = (marks, bib) => marks.map((mark) => change('mark_bib', mark, { text: bib ?? '' }));
const withdrawals = (marks) => marks.map((mark) => change('mark_withdrawn', mark));

/** Another bib for the whole row: whoever wrote or took it has it so from then on. */
export const withBib = (row, bib) => ({
  kind: row.bib === null ? 'insert_bib' : 'replace_bib',
  changes: bibChanges(marksOf(row), bib),
  details: { from_bib: row.bib, to_bib: bib },
});

/** A time, epoch ms, for a bib that has none; it goes to the first who wrote the bib. */
export const withTime = (row, atMs) => ({
  kind: 'insert_time',
  changes: [change('mark_moment', row.bib_marks[0], { number: atMs })],
  details: { number: atMs },
});

/**
 * What the menu of a row offers, from the rows before and after it: `[{kind, changes, details}]`.
 *
 * `no_bib` leaves what was written for another row; `drop_bib` takes it out. A time that came with
 * its bib in one mark goes with it.
 */
export function repairsOf(rows, place) {
  const row = rows[place];
  return [
    ...(hasTime(row) && row.bib !== null ? [noBib(row)] : []),
    ...swapWithNext(rows, place),
    ...[...shiftedDown(rows, place), ...shiftedUp(rows, place)].filter(isNotTooMuch),
    ...(row.bib_marks.length > 0 ? [droppedBib(row)] : []),
    ...(hasTime(row) ? [droppedTime(row)] : []),
  ];
}

const isNotTooMuch = ({ changes }) => changes.length <= MOST_CHANGES;

const noBib = (row) => ({
  kind: 'no_bib', changes: bibChanges(row.times, null), details: { from_bib: row.bib },
});

const droppedTime = (row) => ({
  kind: 'drop_time', changes: withdrawals(row.times), details: { from_bib: row.bib },
});

const droppedBib = (row) => ({
  kind: 'drop_bib',
  changes: [
    ...withdrawals(row.bib_marks),
    ...bibChanges(row.times.filter((time) => time.bib !== null), null),
  ],
  details: { from_bib: row.bib },
});

function swapWithNext(rows, place) {
  const row = rows[place];
  const next = rows.slice(place + 1).find(hasTime);
  if (!hasTime(row) || row.bib === null || next === undefined || next.bib === null) return [];
  return [{
    kind: 'swap',
    changes: [...bibChanges(row.times, next.bib), ...bibChanges(next.times, row.bib)],
    details: { from_bib: row.bib, to_bib: next.bib },
  }];
}

/**
 * The bibs from this row on go to the next time each, to the first time without one; the time of
 * this row is left without. From a bib without a time on, it goes to the time below it.
 */
function shiftedDown(rows, place) {
  let bib = rows[place].bib;
  if (bib === null) return [];
  const changes = hasTime(rows[place]) ? bibChanges(rows[place].times, null) : [];
  let count = 0;
  for (const row of rows.slice(place + 1)) {
    if (!hasTime(row)) continue;
    changes.push(...bibChanges(row.times, bib));
    count += 1;
    bib = row.bib;
    if (bib === null) break;
  }
  return count === 0 ? [] : [{ kind: 'shift_down', changes, details: { count } }];
}

/**
 * Each time from this row on gets the bib of the next one, to the first bib without a time or time
 * without a bib; what this row had is left without a time.
 */
function shiftedUp(rows, place) {
  let row = rows[place];
  if (!hasTime(row)) return [];
  const changes = [];
  let count = 0;
  for (const next of rows.slice(place + 1)) {
    changes.push(...bibChanges(row.times, next.bib));
    if (next.bib !== null) count += 1;
    if (!hasTime(next) || next.bib === null) return shiftUpOf(count, changes);
    row = next;
  }
  changes.push(...bibChanges(row.times, null));
  return shiftUpOf(count, changes);
}

const shiftUpOf = (count, changes) =>
  (count === 0 ? [] : [{ kind: 'shift_up', changes, details: { count } }]);
