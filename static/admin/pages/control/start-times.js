/** Times of day, exact to the millisecond, for correcting a start. Pure. */

const DAY_PARTS = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,3}))?)?$/;
const pad = (value, digits = 2) => String(value).padStart(digits, '0');

/** `10:00:03.250` in the local zone. */
export function exactTimeOfDay(epochMs) {
  const date = new Date(epochMs);
  const whole = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => pad(part));
  return `${whole.join(':')}.${pad(date.getMilliseconds(), 3)}`;
}

/**
 * The instant nearest to `nearMs` that has this time of day in the local zone; null for what is no
 * time of day. Seconds and their fraction may be left out; a comma will do.
 *
 *     instantAt('9:59:58,5', startedAtMs)
 */
export function instantAt(text, nearMs) {
  const match = DAY_PARTS.exec(text.trim());
  if (match === null) return null;
  const [hours, minutes, seconds] = [match[1], match[2], match[3] ?? '0'].map(Number);
  if (hours > 23 || minutes > 59 || seconds > 59) return null;
  const milliseconds = Number((match[4] ?? '0').padEnd(3, '0'));
  const near = new Date(nearMs);
  const candidates = [-1, 0, 1].map((days) =>
    new Date(
      near.getFullYear(), near.getMonth(), near.getDate() + days,
      hours, minutes, seconds, milliseconds,
    ).getTime(),
  );
  const distance = (instant) => Math.abs(instant - nearMs);
  return candidates.reduce((best, next) => (distance(next) < distance(best) ? next : best));
}

/** Whether two instants are on one day in the local zone. */
export const isSameDay = (oneMs, otherMs) =>
  new Date(oneMs).toDateString() === new Date(otherMs).toDateString();

/**
 * What a moved start does to a time: `[before, after]` in ms since the start. A later start makes
 * every time shorter.
 */
export function shiftedTime(raceMs, officialStartMs, correctedStartMs) {
  return [raceMs, raceMs - (correctedStartMs - officialStartMs)];
}

/** A difference with its sign: `+0:01.500`, `−1:00:00.000`, as people write it. */
export function signedSpan(spanMs) {
  const ms = Math.abs(spanMs);
  const seconds = Math.floor(ms / 1000);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const lead = hours > 0 ? `${hours}:${pad(minutes)}` : String(minutes);
  return `${spanMs < 0 ? '−' : '+'}${lead}:${pad(seconds % 60)}.${pad(ms % 1000, 3)}`;
}
