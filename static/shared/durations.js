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

/**
 * A time that the server has written for people, in the two parts of `recordedTimeParts`; it is
 * rounded as the race shows it, and is not rounded again.
 *
 *     shownTimeParts('0:17:58.4') // ["17:58", ".4"]
 */
export function shownTimeParts(text) {
  const [whole, fraction] = text.split('.');
  return [whole.replace(/^(-?)0:0?/, '$1'), fraction === undefined ? '' : `.${fraction}`];
}

/** How many ms a text of `shownTimeParts` says. */
function spanOf(text) {
  const [whole, fraction = ''] = text.replace('-', '').split('.');
  const seconds = whole.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  const spanMs = seconds * 1000 + Number(fraction.padEnd(3, '0'));
  return text.startsWith('-') ? -spanMs : spanMs;
}

/**
 * How far one shown time is behind another, as those who read both reckon it.
 *
 *     gapText('0:18:05', '0:17:59') // "+0:06"
 */
export function gapText(text, firstText) {
  const gapMs = spanOf(text) - spanOf(firstText);
  const [whole, thousandths] = recordedTimeParts(gapMs);
  const digits = text.split('.')[1]?.length ?? 0;
  return `+${whole}${digits === 0 ? '' : thousandths.slice(0, digits + 1)}`;
}

/** Time added or, where it is negative, taken off: `+0:30`, `−0:01.500`. */
export function addedTimeText(spanMs) {
  const [whole, thousandths] = recordedTimeParts(Math.abs(spanMs));
  return `${spanMs < 0 ? '−' : '+'}${whole}${thousandths === '.000' ? '' : thousandths}`;
}
