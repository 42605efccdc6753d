/** Bibs as they are typed at a line, and whose they are: the list that the phone keeps. */

/**
 * The same for all ways to write a bib: `007`, ` 7` and `7`; `a12` and `A12`. As the server has it.
 */
export function bibKey(bib) {
  const key = bib.replace(/\s/gu, '').toUpperCase();
  return /^\d+$/.test(key) ? key.replace(/^0+(?=\d)/, '') : key;
}

/** Runners by bib: `[{id, bib, name, team}]`. */
export class RunnerList {
  #byKey;

  constructor(runners = []) {
    this.#byKey = new Map(runners.map((runner) => [bibKey(runner.bib), runner]));
  }

  get size() {
    return this.#byKey.size;
  }

  /** Who wears the bib; null for one that nobody wears, which is marked all the same. */
  find(bib) {
    return this.#byKey.get(bibKey(bib)) ?? null;
  }
}
