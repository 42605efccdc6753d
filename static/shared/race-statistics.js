/**
 * A race in figures, from the rows of its standings: the same as the server's, which are in
 * domain/individual/statistics.py. Examples that both are tested with: tests/examples/statistics.json.
 *
 * Only who has an official time counts; who is hidden counts in the whole and in no category.
 */

const MINUTE_MS = 60_000;
/** Widths of bins that people can read off an axis, the narrowest first. */
const WIDTHS_MS = [1, 2, 5, 10, 15, 20, 30, 60, 120, 180, 240, 360].map(
  (minutes) => minutes * MINUTE_MS,
);
const BINS = 12;

const ranked = (rows) => rows.filter(({ officialMs }) => officialMs !== null);
const gunTimes = (rows) =>
  ranked(rows).map(({ gunMs }) => gunMs).filter((gunMs) => gunMs !== null);

function compareTexts(one, other) {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/**
 * How many finished in each minute of the race: `[[minute, count]]`, minutes from 0, from the first
 * that has anybody to the last. Minutes are of gun times: a penalty moves nobody.
 */
export function finishersPerMinute(rows) {
  const minutes = gunTimes(rows).map((gunMs) => Math.floor(gunMs / MINUTE_MS));
  if (minutes.length === 0) return [];
  const first = minutes.reduce((one, other) => Math.min(one, other));
  const counts = [];
  for (const minute of minutes) {
    while (counts.length <= minute - first) counts.push(0);
    counts[minute - first] += 1;
  }
  return counts.map((count, index) => [first + index, count]);
}

/**
 * How official times spread: `{edgesMs, counts, byCategory}`, in at most twelve bins of one width.
 *
 * A time is in the bin that begins with it: `edgesMs[i] <= time < edgesMs[i + 1]`. `byCategory` is a
 * Map from the names of categories, in their order, to counts as well.
 */
export function timeDistribution(rows) {
  const timed = ranked(rows);
  if (timed.length === 0) return { edgesMs: [], counts: [], byCategory: new Map() };
  const times = timed.map(({ officialMs }) => officialMs);
  const firstMs = times.reduce((one, other) => Math.min(one, other));
  const lastMs = times.reduce((one, other) => Math.max(one, other));
  const isEnough = (widthMs) => Math.floor(lastMs / widthMs) - Math.floor(firstMs / widthMs) < BINS;
  const widthMs = WIDTHS_MS.find(isEnough) ?? WIDTHS_MS.at(-1);
  const first = Math.floor(firstMs / widthMs);
  const size = Math.floor(lastMs / widthMs) - first + 1;
  const counts = new Array(size).fill(0);
  const found = new Map();
  for (const { officialMs, runner } of timed) {
    const at = Math.floor(officialMs / widthMs) - first;
    counts[at] += 1;
    if (runner.category === '' || runner.isHidden) continue;
    if (!found.has(runner.category)) found.set(runner.category, new Array(size).fill(0));
    found.get(runner.category)[at] += 1;
  }
  return {
    edgesMs: Array.from({ length: size + 1 }, (_, step) => (first + step) * widthMs),
    counts,
    byCategory: new Map([...found].sort(([one], [other]) => compareTexts(one, other))),
  };
}

/** How many had come in by when, by gun times: `[{elapsedMs, count}]`, a step for each of them. */
export function arrivals(rows) {
  const steps = [];
  gunTimes(rows).sort((one, other) => one - other).forEach((elapsedMs, index) => {
    if (steps.at(-1)?.elapsedMs === elapsedMs) steps.pop();
    steps.push({ elapsedMs, count: index + 1 });
  });
  return steps;
}

/** How many had come in after `elapsedMs`, by the steps of `arrivals`. */
export function countAt(steps, elapsedMs) {
  let [low, high] = [0, steps.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps[middle].elapsedMs <= elapsedMs) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? 0 : steps[low - 1].count;
}

/** Who leads each kind of group, where everybody has come in. */
const FIRSTS = { all: 'position', sex: 'placeInSex', category: 'placeInCategory' };

/**
 * What an animation of the race needs: `{lastMs, groups}`, the group of all first, then one for each
 * of the `rankings` (see rankingsIn) that are by `by`, where anybody has come in.
 *
 * A group is `{ranking, steps, total, leaders}`, its leaders being the rows in first place.
 */
export function replayOf(rows, rankings, by) {
  const came = ranked(rows).filter(({ gunMs }) => gunMs !== null);
  const groupOf = (ranking) => {
    const isIn = ({ runner }) => ranking.by === 'all' || runner[ranking.by] === ranking.value;
    const members = came.filter(isIn);
    return {
      ranking,
      steps: arrivals(members),
      total: members.length,
      leaders: members.filter((row) => row[FIRSTS[ranking.by]] === 1),
    };
  };
  const groups = rankings
    .filter((ranking) => ranking.by === 'all' || ranking.by === by)
    .map(groupOf)
    .filter(({ ranking, total }) => ranking.by === 'all' || total > 0);
  return { lastMs: groups[0]?.steps.at(-1)?.elapsedMs ?? 0, groups };
}
