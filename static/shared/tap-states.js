/** What becomes of a tap as the laptop answers, and what it lacks of it. Pure; see TapBook. */

import { isMark, nextCorrectionOf } from './line-marks.js';

export const isAtTheLaptop = ({ state }) => state === 'stored' || state === 'refused';

/** Nothing of a tap or mark has to be told to the laptop. */
export function isDone(tap) {
  if (tap.state === 'held') return tap.isWithdrawn;
  if (!isAtTheLaptop(tap)) return false;
  return isMark(tap) ? nextCorrectionOf(tap) === null : !tap.isWithdrawalUnsent;
}

/** The laptop has it; `isWithdrawn` where it says that it does not count. */
export const storedTap = (tap, { raceMs, isWithdrawn = false }) => ({
  state: 'stored', reason: null, raceMs: raceMs ?? tap.raceMs,
  isWithdrawn: tap.isWithdrawalUnsent ? tap.isWithdrawn : isWithdrawn,
  isWithdrawalUnsent: tap.isWithdrawalUnsent && tap.isWithdrawn !== isWithdrawn,
});

/** The laptop lacks it: it is sent again, and its withdrawal after it. */
export const missingTap = (tap) => ({
  state: 'unsent', raceMs: null, isWithdrawalUnsent: tap.isWithdrawn,
});

/** Of one team, or of one line. */
export const areOfOneMessage = (one, other) =>
  one.teamId === other.teamId && one.lineId === other.lineId && one.device === other.device;
