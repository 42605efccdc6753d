/** What the judge's page shows of lines and the marks at them. Pure. */

import { bibKey } from '../shared/bibs.js';
import { bibOf, isBibUnsent, isMark, isWithdrawalUnsent } from '../shared/line-marks.js';
import { lastActOf } from '../shared/mark-acts.js';

/** Where no list of runners is kept. */
export const NO_RUNNERS = Object.freeze({ count: () => 0, find: () => null });
const NO_ENTRY = Object.freeze({ typed: '', ready: [] });

/** What the laptop says of a bib, which may be another one by now. */
const ABOUT_BIBS = ['unknown_bib', 'did_not_start', 'no_time'];
const SECOND_MARK = 'second_mark';

/** The lines of a profile: `{id, name, kind, mode, competitionId, competitionName, isGone, count}`. */
export function linesOf(profile, book) {
  const names = new Map(profile.competitions.map(({ id, name }) => [id, name]));
  const counts = new Map();
  for (const mark of marksOf(profile.id, book)) {
    if (doesCount(mark)) counts.set(mark.lineId, (counts.get(mark.lineId) ?? 0) + 1);
  }
  return (profile.lines ?? []).map((line) => ({
    isGone: false,
    ...line,
    competitionName: names.get(line.competitionId) ?? line.competitionName ?? '',
    count: counts.get(line.id) ?? 0,
  }));
}

/** The marks of a judge, the oldest first. */
const marksOf = (judgeId, book) =>
  book.taps.filter((entry) => isMark(entry) && entry.judgeId === judgeId);

const doesCount = (mark) => !mark.isWithdrawn && mark.state !== 'held';

/**
 * `{marks, waiting, typed, typedRunner, isTypedUnknown, ready, lastAct, runnersKnown}`: `ready` are the
 * bibs for the next taps, each as `{bib, runner}`, `lastAct` is what "undo" takes back, as `lastActOf`
 * tells it. `line` is the selected one or null, `entry` what is typed there, `runners` as RunnerLists has
 * them, `momentOf(mark)` the rest of a mark that a tap has, too.
 */
export function viewOfLines({ profile, book, lines, line, entry, runners, momentOf }) {
  const marks = marksOf(profile.id, book);
  const seconds = secondMarks(marks);
  const modes = new Map(lines.map(({ id, mode }) => [id, mode]));
  const waits = (mark) => mark.isWaiting && mark.hasTime && !mark.isWithdrawn
    && modes.get(mark.lineId) === 'both';
  const { typed, ready } = (line && entry) ?? NO_ENTRY;
  const find = (bib) => named(runners.find(line?.competitionId, bib));
  const known = line === null ? 0 : runners.count(line.competitionId);
  const typedRunner = typed === '' ? null : find(typed);
  return {
    marks: marks.map((mark) => markView(mark, {
      book, runners, momentOf, isWaiting: waits(mark), isSecond: seconds.has(mark.id),
    })).reverse(),
    waiting: marks.filter((mark) => mark.lineId === line?.id && waits(mark)).map(({ id }) => id),
    typed,
    typedRunner,
    isTypedUnknown: typed !== '' && known > 0 && typedRunner === null,
    ready: ready.map((bib) => ({ bib, runner: find(bib) })),
    lastAct: lastActOf(marks),
    runnersKnown: known,
  };
}

function markView(mark, { book, runners, momentOf, isWaiting, isSecond }) {
  const bib = bibOf(mark);
  const known = bib === null ? null : runners.find(mark.competitionId, bib);
  const isListed = runners.count(mark.competitionId) > 0;
  const { takenAtMs, raceMs, uncertaintyMs } = momentOf(mark);
  return {
    id: mark.id,
    lineId: mark.lineId,
    lineName: mark.lineName,
    bib,
    runner: named(known) ?? (isBibUnsent(mark) ? null : named(mark.runner)),
    isUnknownBib: bib !== null && isListed && known === null,
    hasTime: mark.hasTime,
    takenAtMs: mark.hasTime ? takenAtMs : null,
    raceMs: mark.hasTime ? raceMs : null,
    notedAtMs: mark.hasTime ? null : takenAtMs,
    uncertaintyMs,
    state: book.isSaving(mark.id) && mark.state === 'unsent' ? 'saving' : mark.state,
    reason: mark.reason,
    flags: flagsOf(mark, bib, isSecond),
    isWaiting,
    isWithdrawn: mark.isWithdrawn,
    isWithdrawalUnsent: isWithdrawalUnsent(mark),
    isBibUnsent: isBibUnsent(mark),
  };
}

const named = (runner) => (runner === null ? null : { name: runner.name, team: runner.team || null });

/**
 * As the laptop has answered, without what does not hold any more. Which marks are second ones this
 * phone knows itself, and at once: it has made them all.
 */
function flagsOf(mark, bib, isSecond) {
  const told = mark.flags.filter((flag) => {
    if (flag === SECOND_MARK) return false;
    if (flag === 'no_bib') return bib === null;
    return !(isBibUnsent(mark) && ABOUT_BIBS.includes(flag));
  });
  return isSecond ? [...told, SECOND_MARK] : told;
}

/** Ids of the marks whose bib this judge has marked at the same line before. */
function secondMarks(marks) {
  const seen = new Set();
  const seconds = new Set();
  for (const mark of marks) {
    const bib = mark.isWithdrawn ? null : bibOf(mark);
    if (bib === null) continue;
    const key = `${mark.lineId} ${bibKey(bib)}`;
    if (seen.has(key)) seconds.add(mark.id);
    seen.add(key);
  }
  return seconds;
}
