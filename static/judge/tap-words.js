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
