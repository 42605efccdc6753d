/**
 * The standings of people with bibs: their order as the server has it, and parts of them.
 *
 * Pure, as standings.js is, and likewise a row that did not change stays the same object.
 */

const STATUS_ORDER = ['finished', 'arrived', 'started', 'registered', 'dnf', 'dsq', 'dns'];
const SEXES = ['F', 'M', 'X'];

/** The ranking of everybody; see rankingOfHash. */
export const OVERALL = Object.freeze({ by: 'all', value: '' });

const PLACES = { all: 'position', sex: 'placeInSex', category: 'placeInCategory' };

/** What a status is called: nobody is out on the course any more when the race `isOver`. */
export const outcomeOf = (status, isOver) =>
  status === 'started' && isOver ? 'unrecorded' : status;

function isSame(one, other) {
  return Object.keys(other).every((name) =>
    name === 'runner' ? isSame(one.runner, other.runner) : one[name] === other[name],
  );
}

const bibNumber = (bib) => (/^\d+$/.test(bib) ? Number(bib) : 0);

function compareTexts(one, other) {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** By how they stand, by time, who waits for a time by when the bib was written, and by bib. */
function compareRunnerRows(one, other) {
  return (
    STATUS_ORDER.indexOf(one.status) - STATUS_ORDER.indexOf(other.status) ||
    (one.officialMs ?? 0) - (other.officialMs ?? 0) ||
    (one.notedMs ?? 0) - (other.notedMs ?? 0) ||
    bibNumber(one.runner.bib) - bibNumber(other.runner.bib) ||
    compareTexts(one.runner.bib, other.runner.bib) ||
    one.runner.id - other.runner.id
  );
}

function takenOver(previous, rows) {
  const known = new Map(previous.map((row) => [row.runner.id, row]));
  return rows
    .map((row) => {
      const old = known.get(row.runner.id);
      return old !== undefined && isSame(old, row) ? old : row;
    })
    .sort(compareRunnerRows);
}

/** All rows anew, in order; equal ones are taken over from `previous`. */
export function replaceRunnerRows(previous, rows) {
  return takenOver(previous, rows);
}

/** `previous`, which is in order, with the `changed` rows in their new places. */
export function mergeRunnerRows(previous, changed) {
  if (changed.length === 0) return previous;
  const ids = new Set(changed.map((row) => row.runner.id));
  const kept = previous.filter((row) => !ids.has(row.runner.id));
  const news = takenOver(previous.filter((row) => ids.has(row.runner.id)), changed);
  // Thousands stay where they are: only those few are sorted.
  const merged = [];
  let next = 0;
  for (const row of kept) {
    while (next < news.length && compareRunnerRows(news[next], row) < 0) merged.push(news[next++]);
    merged.push(row);
  }
  return merged.concat(news.slice(next));
}

/** `rows` with the `places` of those who only have moved; the order is theirs before as after. */
export function withPlaces(rows, places) {
  if (places.length === 0) return rows;
  const moved = new Map(places.map(({ id, ...place }) => [id, place]));
  return rows.map((row) => {
    const place = moved.get(row.runner.id);
    return place === undefined || isSame(row, place) ? row : { ...row, ...place };
  });
}

/** The rankings that there are: sexes and categories that somebody has, in the order to show. */
export function rankingsIn(rows, locale) {
  const sexes = new Set();
  const categories = new Set();
  for (const { runner } of rows) {
    if (runner.sex !== null) sexes.add(runner.sex);
    if (runner.category !== '') categories.add(runner.category);
  }
  const { compare } = new Intl.Collator(locale, { numeric: true });
  return [
    OVERALL,
    ...SEXES.filter((sex) => sexes.has(sex)).map((value) => ({ by: 'sex', value })),
    ...[...categories].sort(compare).map((value) => ({ by: 'category', value })),
  ];
}

export const isSameRanking = (one, other) => one.by === other.by && one.value === other.value;

/** That of `rankings` which is the same as `wanted`; that of everybody where there is none. */
export function chosenRanking(rankings, wanted) {
  return rankings.find((ranking) => isSameRanking(ranking, wanted)) ?? OVERALL;
}

/** The rows of those who are in a ranking, in order. */
export function rowsInRanking(rows, { by, value }) {
  return by === 'all' ? rows : rows.filter((row) => row.runner[by] === value);
}

/** A row's place in a ranking, or null. */
export const placeIn = (row, { by }) => row[PLACES[by]];

/** When a row's runner came in, ms since the start: the time, or when its bib was written. */
const cameInMs = ({ status, finishMs, notedMs }) => {
  if (status === 'finished') return finishMs;
  return status === 'arrived' ? notedMs : null;
};

/** As latestFinishers, with those whose bib was written and who have no time yet. */
export function latestArrivals(rows, count) {
  return rows
    .filter((row) => cameInMs(row) !== null)
    .sort((one, other) => cameInMs(other) - cameInMs(one) || other.runner.id - one.runner.id)
    .slice(0, count);
}

/** Those who came in last, the last one first, whatever the wave that they started in. */
export function latestFinishers(rows, count) {
  return rows
    .filter((row) => row.status === 'finished' && row.finishMs !== null)
    .sort((one, other) => other.finishMs - one.finishMs)
    .slice(0, count);
}
