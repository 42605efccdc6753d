/** The figures of the plot. */

/** More bars than this are thinner than what can be seen: minutes are taken together. */
const MOST_BARS = 120;

/**
 * Minutes (the last one of each bar) and what came in them, as uPlot takes them.
 *
 *     barsOf([3, 0, 7]) // [[1, 2, 3], [3, 0, 7]]
 *
 * Where there are more than fit, a bar is the mean of several minutes.
 */
export function barsOf(perMinute) {
  const step = Math.max(1, Math.ceil(perMinute.length / MOST_BARS));
  const minutes = [];
  const means = [];
  for (let first = 0; first < perMinute.length; first += step) {
    const part = perMinute.slice(first, first + step);
    minutes.push(first + part.length);
    means.push(part.reduce((sum, count) => sum + count, 0) / part.length);
  }
  return [minutes, means];
}
