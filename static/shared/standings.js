/**
 * The order of the teams as the server ranks them, kept up to date from rows that changed.
 *
 * Pure: each function returns a new list and never changes the one it was given. A row that
 * did not change stays the same object, so that a page can tell by `===` what to draw again.
 */

const ROW_FIELDS = [
  'position', 'recordCount', 'totalMs', 'averageMs', 'bestMs',
];
const TEAM_FIELDS = ['name', 'bib', 'category'];

function sameRow(one, other) {
  return (
    ROW_FIELDS.every((field) => one[field] === other[field]) &&
    TEAM_FIELDS.every((field) => one.team[field] === other.team[field])
  );
}

/** By place, teams without one last, and by bib number where that is equal. */
export function compareRows(one, other) {
  const onePlace = one.position ?? Infinity;
  const otherPlace = other.position ?? Infinity;
  if (onePlace !== otherPlace) return onePlace - otherPlace;
  return one.team.bib - other.team.bib || one.team.id - other.team.id;
}

/** All rows anew, in order; equal ones are taken over from `previous`. */
export function replaceRows(previous, rows) {
  const known = new Map(previous.map((row) => [row.team.id, row]));
  return rows
    .map((row) => {
      const old = known.get(row.team.id);
      return old && sameRow(old, row) ? old : row;
    })
    .sort(compareRows);
}

/** `previous` with the `changed` rows in their new places. Teams not known yet are added. */
export function applyChangedRows(previous, changed) {
  if (changed.length === 0) return previous;
  const fresh = new Map(changed.map((row) => [row.team.id, row]));
  const kept = previous.filter((row) => !fresh.has(row.team.id));
  const known = previous.filter((row) => fresh.has(row.team.id));
  return replaceRows(known, changed).concat(kept).sort(compareRows);
}

/**
 * Which elements of `next` have to be moved when those of `previous` stand in its order: as few
 * as possible, namely all but a longest run that is already in order.
 *
 *     elementsToMove(['a', 'b', 'c'], ['c', 'a', 'b']) // Set {"c"}
 */
export function elementsToMove(previous, next) {
  const oldIndex = new Map(previous.map((element, index) => [element, index]));
  const moved = new Set(next);
  for (const index of longestRisingRun(next.map((element) => oldIndex.get(element) ?? -1))) {
    moved.delete(next[index]);
  }
  return moved;
}

/** Indexes of a longest strictly rising subsequence of `values`; negative ones are left out. */
function longestRisingRun(values) {
  const tails = []; // tails[n]: index of the smallest value that ends a run of n + 1
  const before = new Array(values.length);
  values.forEach((value, index) => {
    if (value < 0) return;
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (values[tails[middle]] < value) low = middle + 1;
      else high = middle;
    }
    before[index] = tails[low - 1];
    tails[low] = index;
  });
  const run = [];
  let index = tails[tails.length - 1];
  while (index !== undefined) {
    run.push(index);
    index = before[index];
  }
  return run;
}
