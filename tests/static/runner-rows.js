/** Rows of runners for tests, and how they are looked at. */

let nextId = 1;

/** A finisher where `officialMs` is a number; everything else as it is named. */
export function runnerRow(bib, officialMs = null, { runner = {}, ...fields } = {}) {
  return {
    runner: {
      id: nextId++, bib: String(bib), name: `Runner ${bib}`, sex: null, category: '', team: '',
      isHidden: false, ...runner,
    },
    status: officialMs === null ? 'started' : 'finished',
    position: null,
    placeInSex: null,
    placeInCategory: null,
    officialMs,
    officialText: officialMs === null ? null : '0:17:59',
    gunMs: officialMs,
    gunText: null,
    netText: null,
    penaltyMs: 0,
    notedMs: null,
    finishMs: officialMs,
    ...fields,
  };
}

export const bibsOf = (rows) => rows.map((row) => row.runner.bib);
