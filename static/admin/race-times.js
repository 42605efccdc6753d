/** Times of a race as organizers write and read them, to the millisecond. Pure. */

import { recordedTimeParts } from '../shared/durations.js';

const WRITTEN = /^([-−+]?)(?:(?:(\d{1,2}):)?(\d{1,3}):)?(\d{1,5})(?:[.,](\d{1,3}))?$/;

/**
 * How many milliseconds a time says; null for what is none. Hours, minutes and the fraction may be
 * left out, a comma will do; `59` are seconds.
 *
 *     spanOf('17:58.31') // 1_078_310
 */
export function spanOf(text) {
  const match = WRITTEN.exec(text.trim());
  if (match === null) return null;
  const [, sign, hours, minutes, seconds, fraction = ''] = match;
  if (minutes !== undefined && (Number(seconds) > 59 || seconds.length > 2)) return null;
  if (hours !== undefined && Number(minutes) > 59) return null;
  const whole = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60 + Number(seconds);
  const ms = whole * 1000 + Number(fraction.padEnd(3, '0'));
  return ms !== 0 && (sign === '-' || sign === '−') ? -ms : ms;
}

/** `17:58.310`, `−0:02.500`: to the millisecond. */
export function exactSpan(spanMs) {
  return `${spanMs < 0 ? '−' : ''}${recordedTimeParts(Math.abs(spanMs)).join('')}`;
}
