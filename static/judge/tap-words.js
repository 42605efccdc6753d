/** Times and teams of taps in words. Pure. */

import { clockText } from '../shared/durations.js';

const TENTH_MS = 100;

/**
 * The time of a tap as a judge reads it, to the tenth that has passed: `0:12:34.5`. Before the
 * official start it is negative: `−0:00:05.2`.
 */
export function tapTimeText(raceMs) {
  const spanMs = Math.abs(raceMs);
  const tenth = Math.floor(spanMs / TENTH_MS) % 10;
  return `${raceMs < 0 ? '−' : ''}${clockText(spanMs)}.${tenth}`;
}

/** The race time of a tap; without a start the time of day, and a dash while no clock is known. */
export function timeOfTap(tap, translator) {
  if (tap.raceMs !== null) return tapTimeText(tap.raceMs);
  return tap.takenAtMs === null
    ? '–'
    : translator.timeOfDay(tap.takenAtMs, { withSeconds: true });
}

/** Another judge's taps that are still on this phone. */
export const othersText = ({ judgeName, count }, text) =>
  text(count === 1 ? 'notice.others.one' : 'notice.others.many', { count, name: judgeName });

/** Whether the team has as many times as it may. */
export const isComplete = (team) => team.limit !== null && team.count >= team.limit;

/** `7 de 15`, or how many where there is no limit. */
export function progressText(team, text) {
  if (team.limit === null) {
    return text(team.count === 1 ? 'team.count.one' : 'team.count', { count: team.count });
  }
  return text('team.progress', { count: team.count, limit: team.limit });
}

/**
 * A tap as one row of a list, in words:
 *
 *     {id, lead, number, bib, name,  // what stands first, large; and whose it is
 *      state, stateText,             // a sign of icons.js, and what it means
 *      flags,                        // what is odd about it, or ''
 *      isWithdrawn,
 *      giveBackLabel}                // null where it cannot be given back
 *
 * All of them texts and truths, so that two can be compared.
 */
export function tapEntry(tap, team, translator) {
  const text = (key, values) => translator.text(key, values);
  const time = timeOfTap(tap, translator);
  const bib = tap.teamNumber ?? team?.number ?? '';
  const isMoved = tap.movedTo !== null;
  return {
    id: tap.id,
    lead: time,
    number: '',
    bib: String(bib),
    name: team?.name ?? '',
    state: shownState(tap),
    stateText: isMoved ? text('tap.state.moved', { bib: tap.movedTo }) : stateText(tap, text),
    flags: '',
    isWithdrawn: tap.isWithdrawn,
    // The same moment must not count twice: the tap of the other team is the one to change.
    giveBackLabel: tap.isWithdrawn && !isMoved ? text('tap.giveBack.which', { time, bib }) : null,
  };
}

/** The sign for where a tap or mark is. */
export const shownState = (tap) => (tap.isWithdrawn ? 'withdrawn' : tap.state);

/** Where a tap or mark is: on the phone, at the laptop, taken back; and why it was not accepted. */
export function stateText(tap, text) {
  if (tap.isWithdrawn) {
    return text(tap.isWithdrawalUnsent ? 'tap.state.withdrawnUnsent' : 'tap.state.withdrawn');
  }
  const state = text(`tap.state.${tap.state}`);
  return tap.reason === null ? state : text('tap.stateWhy', { state, reason: reasonText(tap, text) });
}

function reasonText({ reason }, text) {
  const key = `reason.${reason}`;
  const known = text(key);
  return known === key ? text('reason.unknown', { code: reason }) : known;
}
