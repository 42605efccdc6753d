/** The marks of a race as a list: what is new taken in, searched, filtered, corrected. Pure. */

import { bibKey } from '../../../shared/bibs.js';

/** What is odd about a mark, in the order in which it is said. */
export const FLAGS = [
  'unknown_bib', 'no_bib', 'no_time', 'second_mark', 'did_not_start', 'before_start', 'after_stop',
  'times_differ',
];

/** Half a mark, which waits for its other half: no fault where one takes times and one bibs. */
export const WAITING_FLAGS = ['no_bib', 'no_time'];

/** Whether somebody should look at a mark. */
export const isOdd = (mark) => mark.flags.some((flag) => !WAITING_FLAGS.includes(flag));

/** What may be listed. */
export const KINDS = ['all', 'flagged', 'noBib', 'noTime', 'withdrawn'];

export const NO_FILTER = Object.freeze({ lineId: '', judgeId: '', kind: 'all', search: '' });

const hasTime = (mark) => mark.at_ms !== null;
const isOf = (one, other) =>
  one.runner_id !== null && one.runner_id === other.runner_id && one.line_id === other.line_id;

/**
 * A new list with `newer`, which came after all of `marks`. A bib without a time is no fault any more
 * when its runner has a time at that line, and where a new time differs from others, they do too.
 */
export function withNewer(marks, newer) {
  const known = new Set(marks.map((mark) => mark.id));
  const added = newer.filter((mark) => !known.has(mark.id));
  if (added.length === 0) return marks;
  const timed = added.filter(hasTime);
  const isTimedNow = (mark) =>
    mark.flags.includes('no_time') && timed.some((other) => isOf(mark, other));
  const differsNow = (mark) =>
    hasTime(mark) && !mark.flags.some((flag) => ['times_differ', 'second_mark'].includes(flag)) &&
    timed.some((other) => isOf(mark, other) && other.flags.includes('times_differ'));
  const settled = marks.map((mark) => {
    if (differsNow(mark)) return { ...mark, flags: [...mark.flags, 'times_differ'] };
    if (!isTimedNow(mark)) return mark;
    return { ...mark, flags: mark.flags.filter((flag) => flag !== 'no_time') };
  });
  return [...settled, ...added];
}

/** How many are odd, at the lines with these ids. */
export const countFlagged = (marks, lineIds) =>
  marks.filter((mark) => isOdd(mark) && lineIds.has(mark.line_id)).length;

const IS_OF_KIND = {
  all: () => true,
  flagged: isOdd,
  noBib: (mark) => mark.bib === null && !mark.is_withdrawn,
  noTime: (mark) => !hasTime(mark) && !mark.is_withdrawn,
  withdrawn: (mark) => mark.is_withdrawn,
};

/** Those that a filter lets through, the newest first or, with `isOldestFirst`, as they came. */
export function shownMarks(marks, filter, runnersById, isOldestFirst = false) {
  const isOfKind = IS_OF_KIND[filter.kind];
  const isFound = searchOf(filter.search, runnersById);
  const shown = marks.filter((mark) =>
    (filter.lineId === '' || mark.line_id === Number(filter.lineId)) &&
    (filter.judgeId === '' || mark.judge_id === Number(filter.judgeId)) &&
    isOfKind(mark) && isFound(mark));
  return isOldestFirst ? shown : shown.reverse();
}

const plain = (text) => text.normalize('NFD').replace(/\p{Diacritic}/gu, '').toLowerCase();

/** By the bib, as it is written now or as it came, or by words of the runner's name. */
function searchOf(search, runnersById) {
  const words = plain(search).split(/\s+/).filter(Boolean);
  if (words.length === 0) return () => true;
  const key = bibKey(search.trim());
  return (mark) => {
    const bibs = [mark.bib, mark.sent_bib].filter((bib) => bib !== null);
    if (bibs.some((bib) => bibKey(bib) === key)) return true;
    const name = plain(runnersById.get(mark.runner_id)?.name ?? '');
    return name !== '' && words.every((word) => name.includes(word));
  };
}

/** Runners by the keys of their bibs. */
export const byBib = (runners) => new Map(runners.map((runner) => [bibKey(runner.bib), runner]));

/** Who wears a bib; null for nobody. */
export const wearerOf = (runnersByBib, bib) => runnersByBib.get(bibKey(bib.trim())) ?? null;

/**
 * The list after a correction that was just made, until the server tells all that follows from it.
 * `change` holds `bib`, `at_ms` or `is_withdrawn`.
 */
export function corrected(marks, markId, change, runnersByBib) {
  return marks.map((mark) => {
    if (mark.id !== markId) return mark;
    const next = { ...mark, ...change };
    if (next.is_withdrawn) return { ...next, runner_id: null, flags: [] };
    const gone = [];
    const come = [];
    if ('bib' in change) {
      const runner = change.bib === null ? null : wearerOf(runnersByBib, change.bib);
      next.runner_id = runner?.id ?? null;
      gone.push('no_bib', 'unknown_bib', 'second_mark', 'did_not_start', 'times_differ');
      if (change.bib === null) come.push('no_bib');
      else if (runner === null) come.push('unknown_bib');
    }
    if ('at_ms' in change) gone.push('no_time', 'before_start', 'after_stop', 'times_differ');
    next.flags = [...mark.flags.filter((flag) => !gone.includes(flag)), ...come];
    return next;
  });
}

/** The id of the first mark without a bib that is listed below `markId`; null for none. */
export function nextWithoutBib(shown, markId) {
  const below = shown.slice(shown.findIndex((mark) => mark.id === markId) + 1);
  return below.find(IS_OF_KIND.noBib)?.id ?? null;
}
