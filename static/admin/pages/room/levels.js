/** From where on a figure of a connection is worth a second look, or an alarm. Pure. */

const SILENT_MS = 8000;
const LOST_MS = 15_000;
const OFFSET_MS = 250;
const SLOW_MS = 1000;

/** `good`, `warn` or `bad`: how long nothing has been heard of a phone. */
export function silenceLevel(silentMs) {
  if (silentMs > LOST_MS) return 'bad';
  return silentMs > SILENT_MS ? 'warn' : 'good';
}

/** How far a phone's clock is off; null is not known yet. */
export const offsetLevel = (offsetMs) =>
  offsetMs !== null && Math.abs(offsetMs) > OFFSET_MS ? 'warn' : 'good';

/** How long the way to a phone and back is. */
export const roundTripLevel = (roundTripMs) =>
  roundTripMs !== null && roundTripMs > SLOW_MS ? 'warn' : 'good';

/** Times that wait on a phone. */
export const unsentLevel = (count) => (count ? 'warn' : 'good');

/** From here on a time as a phone sent it is a reading of its clock, not a time of the race. */
const FIRST_CLOCK_READING_MS = 10 ** 12;

/**
 * What a kept time says: `{clockMs}` for a reading of the phone's clock, else `{raceMs}` since the
 * official start of its competition, where that is known.
 */
export function sentTime(sent, competition) {
  if (sent >= FIRST_CLOCK_READING_MS) return { clockMs: sent };
  return { raceMs: sent - (competition?.startCorrectionMs ?? 0) };
}
