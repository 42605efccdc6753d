/** Spans of time in words. Pure. */

const STEPS = [
  ['days', 86_400_000],
  ['hours', 3_600_000],
  ['minutes', 60_000],
  ['seconds', 1000],
];

/**
 * The largest unit that fits and how many of it have passed.
 *
 *     spanIn(90_000) // ["minutes", 1]
 */
export function spanIn(spanMs) {
  const span = Math.max(0, spanMs);
  const [unit, size] = STEPS.find(([, least]) => span >= least) ?? STEPS.at(-1);
  return [unit, Math.floor(span / size)];
}

/** `hace 3 min`, in the language of `text`. */
export function agoText(text, spanMs) {
  const [unit, count] = spanIn(spanMs);
  return text(`ago.${unit}`, { count });
}

/** `3 min`: how long it has been so. */
export function lastingText(text, spanMs) {
  const [unit, count] = spanIn(spanMs);
  return text(`lasting.${unit}`, { count });
}
