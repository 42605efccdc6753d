/**
 * The reconciliation of a line, as `GET /api/lineas/{id}/conciliacion/` tells it: what is to be
 * accepted, which doubt is next, what somebody else has changed. Pure.
 */

import { bibKey } from './bibs.js';

/** The server takes so many pairs at once; the rest is accepted afterwards. */
export const MOST_PAIRS = 5000;

/** What a doubt is about. */
export const FAULT_KINDS = [
  'missing_time', 'missing_bib', 'double_time', 'double_bib', 'unknown_bib', 'not_on_course',
  'bibs_differ', 'out_of_order', 'shifted', 'unsure',
];

/** What may be done about one. */
export const REPAIR_KINDS = [
  'insert_time', 'insert_bib', 'drop_time', 'drop_bib', 'swap', 'shift_down', 'shift_up',
  'replace_bib', 'no_bib', 'accept',
];

/** Which rows are listed. */
export const ROW_KINDS = ['all', 'doubtful', 'proposed', 'time_only', 'bib_only'];

/** Whether a row's pair may be accepted unseen. */
export const isPlainProposal = (row) => row.state === 'proposed' && row.faults.length === 0;

/** `{pairs, rowCount}`: what is sent to accept all that nothing speaks against, rows whole. */
export function acceptance(rows) {
  const pairs = [];
  let rowCount = 0;
  for (const row of rows.filter(isPlainProposal)) {
    const bibMark = row.bib_marks[0];
    if (bibMark === undefined || pairs.length + row.times.length > MOST_PAIRS) continue;
    for (const time of row.times) {
      pairs.push({ time_mark_id: time.mark_id, bib_mark_id: bibMark.mark_id });
    }
    rowCount += 1;
  }
  return { pairs, rowCount };
}

/** Places of rows by their ids. */
export const placesOf = (rows) => new Map(rows.map((row, place) => [row.id, place]));

/** The place of the first row of a doubt; null where none of its rows is there. */
export function placeOf(fault, places) {
  const known = fault.row_ids.map((id) => places.get(id)).filter((place) => place !== undefined);
  return known.length === 0 ? null : Math.min(...known);
}

/** The doubts in the order of the list. */
export function inOrder(faults, places) {
  const keyed = faults.map((fault, index) => [placeOf(fault, places) ?? Infinity, index, fault]);
  keyed.sort(([one, index], [other, otherIndex]) => one - other || index - otherIndex || 0);
  return keyed.map(([, , fault]) => fault);
}

/**
 * The number of the doubt that is shown: the one with the id `fault`, or the one that has come into
 * its place, the `former` number; -1 where there is none left.
 */
export function shownFault(faults, fault, former) {
  const here = faults.findIndex(({ id }) => id === fault);
  return here === -1 ? Math.min(former, faults.length - 1) : here;
}

/** Repairs whose costs are nearer than this are as likely as each other: people should look. */
const CLEARLY_LIKELIER = 1;

/** Whether the first repair of a doubt is hardly likelier than the second. */
export const isClose = ({ repairs: [first, second] }) =>
  second !== undefined && second.cost - first.cost < CLEARLY_LIKELIER;

const plain = (text) => text.normalize('NFD').replace(/\p{Diacritic}/gu, '').toLowerCase();

const IS_OF_KIND = {
  all: () => true,
  doubtful: (row) => row.faults.length > 0,
  proposed: (row) => row.state === 'proposed',
  time_only: (row) => row.state === 'time_only',
  bib_only: (row) => row.state === 'bib_only',
};

/** The rows of a kind with a bib, or with words of a name, as they are typed. */
export function rowsShown(rows, { kind, search }) {
  const words = plain(search).split(/\s+/).filter(Boolean);
  const key = bibKey(search);
  const isFound = (row) => words.length === 0
    || (row.bib !== null && bibKey(row.bib) === key)
    || words.every((word) => plain(row.runner_name ?? '').includes(word));
  return rows.filter((row) => IS_OF_KIND[kind](row) && isFound(row));
}

/** All marks of the rows by their ids: `{bib, at_ms, is_withdrawn}`, as `expected` names them. */
export function marksOf(rows) {
  const marks = new Map();
  for (const row of rows) {
    for (const time of row.times) marks.set(time.mark_id, stateOf(time));
    for (const mark of row.bib_marks) marks.set(mark.mark_id, stateOf(mark));
  }
  return marks;
}

/** A mark of a row as the server expects it when it is changed. */
export const stateOf = ({ bib, at_ms: atMs = null }) =>
  ({ bib, at_ms: atMs, is_withdrawn: false });

/**
 * Which of the marks that `changes` expected to be otherwise somebody else has changed by now:
 * `[{before, now}]`, `now` being null for one that counts no more.
 */
export function changedMeanwhile(changes, rows) {
  const marks = marksOf(rows);
  const changed = new Map();
  for (const { mark_id: id, expected } of changes) {
    const now = marks.get(id) ?? null;
    const isSame = now !== null && now.bib === expected.bib && now.at_ms === expected.at_ms;
    if (!isSame) changed.set(id, { before: expected, now });
  }
  return [...changed.values()];
}
