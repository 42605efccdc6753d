/** Spans of time as people read them. Every span is in milliseconds and not negative. */

const pad = (value, digits) => String(value).padStart(digits, '0');

/**
 * The race clock's face: `H:MM:SS`, whole seconds that have passed.
 *
 *     clockText(3_754_900) // "1:02:34"
 */
export function clockText(spanMs) {
  const seconds = Math.floor(Math.max(0, spanMs) / 1000);
  const minutes = Math.floor(seconds / 60);
  return `${Math.floor(minutes / 60)}:${pad(minutes % 60, 2)}:${pad(seconds % 60, 2)}`;
}

/**
 * A recorded time, exact to the millisecond, in two parts so that a page can set the fraction
 * smaller: `["1:02:34", ".900"]`. Minutes lead where there is no hour: `["19:58", ".030"]`.
 */
export function recordedTimeParts(spanMs) {
  const whole = clockText(spanMs);
  return [whole.replace(/^0:0?/, ''), `.${pad(Math.max(0, spanMs) % 1000, 3)}`];
}
