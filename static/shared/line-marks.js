/**
 * Marks at a line, as the phone keeps them, and what their judge sets right of them. Pure: a change
 * makes a new object.
 *
 * A mark is an entry of the TapBook, with these in the place of a tap's `teamId`:
 *
 *     {lineId, lineName, device, sequence,
 *      hasTime,       // readingMs is that of a tap; else it is when the bib was written down
 *      bib,           // as it goes out in the mark itself, or null
 *      bibInMark,     // the change that brought a tap its bib before it had ever been sent, or null
 *      wasChanged,    // there was one, so that the laptop may have the tap without it
 *      isWaiting,     // a tap that still gets its bib, unless it is withdrawn
 *      flags, runner, // what the laptop has answered: [] and null until then
 *      corrections}   // all of them, the oldest first, also those that the laptop has
 *
 * A correction is `{id, order, bib, isWithdrawn, state, reason}` and the moment when it was made, as
 * a tap has it: `bib` is null where it is about the withdrawal and empty for nobody's bib,
 * `isWithdrawn` null where it is about the bib, `state` `unsent`, `stored` or `refused`.
 */

/** What a mark starts with, besides its own. */
export const NEW_MARK = Object.freeze({
  bib: null, bibInMark: null, wasChanged: false, isWaiting: false, flags: [], runner: null,
  corrections: [],
});

export const isMark = (entry) => entry.lineId !== undefined;

const isAboutBib = (correction) => correction.bib !== null;
const isUnsent = (correction) => correction.state === 'unsent';

/** The bib that a mark has by now, or null. */
export function bibOf(mark) {
  const said = mark.corrections.filter((one) => isAboutBib(one) && one.state !== 'refused').pop();
  return (said === undefined ? sentBibOf(mark) : said.bib) || null;
}

/** The bib in the mark as it is sent, or null: what is set right of it later goes by itself. */
export const sentBibOf = (mark) => mark.bib ?? mark.bibInMark?.bib ?? null;

export const isBibUnsent = (mark) => mark.corrections.some((one) => isUnsent(one) && isAboutBib(one));

export const isWithdrawalUnsent = (mark) =>
  mark.corrections.some((one) => isUnsent(one) && !isAboutBib(one));

/** The correction that is to be sent next, or null: the mark itself has to be there before. */
export const nextCorrectionOf = (mark) =>
  (mark.state === 'stored' ? mark.corrections.find(isUnsent) ?? null : null);

/** With one more correction; a tap that was `neverSent` takes its bib into itself. */
export function corrected(mark, correction, { neverSent = false } = {}) {
  if (!isAboutBib(correction)) {
    const isGivenBack = mark.state === 'held' && !correction.isWithdrawn;
    return {
      ...withCorrection(mark, correction),
      isWithdrawn: correction.isWithdrawn,
      state: isGivenBack ? 'unsent' : mark.state,
    };
  }
  const takesIn = neverSent && mark.hasTime && correction.bib !== ''
    && sentBibOf(mark) === null && mark.corrections.length === 0;
  const changed = takesIn
    ? { ...mark, bibInMark: correction, wasChanged: true }
    : withCorrection(mark, correction);
  return { ...changed, isWaiting: false };
}

const withCorrection = (mark, correction) =>
  ({ ...mark, corrections: [...mark.corrections, correction] });

/** The laptop has it; `isWithdrawn` where it says that it counts nowhere. */
export const storedMark = (mark, { raceMs, flags, runner, isWithdrawn = false }) => ({
  state: 'stored',
  reason: null,
  raceMs: raceMs ?? mark.raceMs,
  flags: flags ?? mark.flags,
  runner: runner === undefined ? mark.runner : runner,
  isWithdrawn: isWithdrawalUnsent(mark) ? mark.isWithdrawn : isWithdrawn,
});

/**
 * The laptop has the tap as it was before its bib came into it: another window of this phone had
 * sent it. So the bib follows by itself.
 */
export const storedWithoutBib = (mark) => ({
  state: 'stored', reason: null, bibInMark: null,
  corrections: unsentAgain(bringingOut(mark).corrections),
});

/** The laptop lacks the mark: it is sent again as it was, and all that was set right of it. */
export const missingMark = (mark) => ({
  state: 'unsent', raceMs: null, flags: [], runner: null,
  corrections: unsentAgain(mark.corrections),
});

/** The laptop has the mark, and not the corrections with these `ids` (a Set). */
export function missingCorrections(mark, ids) {
  return {
    corrections: mark.corrections.map(
      (one) => (ids.has(one.id) && one.state === 'stored' ? { ...one, state: 'unsent' } : one),
    ),
  };
}

/**
 * What the laptop has answered to a correction: it is `stored` or `refused`; with what it says of the
 * mark now.
 */
export function answeredCorrection(mark, correctionId, answer) {
  const { state, reason = null, flags = mark.flags, runner = mark.runner } = answer;
  const answered = mark.corrections.find(({ id }) => id === correctionId);
  if (answered === undefined) return {};
  const isUndone = state === 'refused' && answered.isWithdrawn !== null;
  return {
    corrections: mark.corrections.map((one) => (one === answered ? { ...one, state, reason } : one)),
    isWithdrawn: isUndone ? !answered.isWithdrawn : mark.isWithdrawn,
    reason: state === 'refused' ? reason : mark.reason,
    flags,
    runner,
  };
}

/**
 * A mark as another window of this phone has stored it, with what was set right of it here: of two
 * that change one mark at the same moment none loses a bib.
 */
export function mergedMark(mine, theirs) {
  const out = mine.bibInMark !== null && theirs.bibInMark === null ? bringingOut(mine) : mine;
  const known = new Set([...theirs.corrections, theirs.bibInMark ?? {}].map(({ id }) => id));
  const lacking = out.corrections.filter(({ id }) => !known.has(id));
  if (lacking.length === 0) return theirs;
  const corrections = [...theirs.corrections, ...lacking].sort(byOrder);
  const withdrawal = corrections.filter((one) => !isAboutBib(one) && one.state !== 'refused').pop();
  return {
    ...theirs,
    corrections,
    wasChanged: theirs.wasChanged || mine.wasChanged,
    isWaiting: theirs.isWaiting && mine.isWaiting,
    isWithdrawn: lacking.includes(withdrawal) ? withdrawal.isWithdrawn : theirs.isWithdrawn,
  };
}

const byOrder = (one, other) => one.order - other.order || (one.id < other.id ? -1 : 1);

const bringingOut = (mark) => (mark.bibInMark === null ? mark : {
  ...mark, bibInMark: null, corrections: [mark.bibInMark, ...mark.corrections],
});

const unsentAgain = (corrections) => corrections.map((one) => (
  one.state === 'stored' ? { ...one, state: 'unsent' } : one
));
