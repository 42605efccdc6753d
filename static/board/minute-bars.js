/** The figures of the plot of minutes. */

/** More bars than this are thinner than what can be seen: minutes are taken together. */
const MOST_BARS = 120;

/**
 * Minutes (the last one of each bar) and what came in them, as uPlot takes them; the first of
 * `perMinute` is the one after `minutesBefore`.
 *
 *     barsOf([3, 0, 7]) // [[1, 2, 3], [3, 0, 7]]
 *
 * Where there are more than fit, a bar is the mean of several minutes.
 */
export function barsOf(perMinute, minutesBefore = 0) {
  const step = Math.max(1, Math.ceil(perMinute.length / MOST_BARS));
  const minutes = [];
  const means = [];
  for (let first = 0; first < perMinute.length; first += step) {
    const part = perMinute.slice(first, first + step);
    minutes.push(minutesBefore + first + part.length);
    means.push(part.reduce((sum, count) => sum + count, 0) / part.length);
  }
  return [minutes, means];
}

/** The axis below them: `18′` is the eighteenth minute. */
export const MINUTES_AXIS = Object.freeze({
  values: (_plot, splits) => splits.map((minute) => `${minute}′`),
});
