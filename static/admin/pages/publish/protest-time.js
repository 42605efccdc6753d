/** Until when protests are taken, as it is typed. Pure. */

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** What is longer ago than this is meant for tomorrow: a race that ends at night. */
const LONG_AGO_MS = DAY_MS / 2;

const two = (number) => String(number).padStart(2, '0');

/** `12:30`, so many minutes after `nowMs`, as an `<input type="time">` takes it. */
export function timeAfter(minutes, nowMs) {
  // The minute that has begun does not count: nobody gets less time than was said.
  const at = new Date(Math.ceil(nowMs / MINUTE_MS) * MINUTE_MS + minutes * MINUTE_MS);
  return `${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The next moment at which clocks show `time`; null for what is no time, or has just passed. */
export function momentOf(time, nowMs) {
  const parts = /^(\d{2}):(\d{2})/.exec(time);
  if (parts === null) return null;
  const at = new Date(nowMs);
  at.setHours(Number(parts[1]), Number(parts[2]), 0, 0);
  if (at.getTime() > nowMs) return at.getTime();
  if (nowMs - at.getTime() < LONG_AGO_MS) return null;
  at.setDate(at.getDate() + 1);
  return at.getTime();
}
