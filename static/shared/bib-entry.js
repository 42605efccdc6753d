/**
 * What a judge types at a line, and what becomes of it together with taps that wait for their bibs.
 * Pure: marks are made and changed by who uses it.
 */

/** No bib is longer. */
const LONGEST_BIB = 12;
/** No more bibs are ready for taps: who reads further ahead than that has lost the order. */
export const MOST_READY = 5;

/**
 *     const entry = new BibEntry('both');
 *     entry.tapped();           // {bib: null, isWaiting: true}: a time alone, which waits
 *     entry.type('4'); entry.type('2');
 *     entry.enter(['mark-1']);  // {kind: 'assign', markId: 'mark-1', bib: '42'}
 *
 * `mode` is `times`, `bibs` or `both`. Of several taps that wait the oldest gets the next bib: runners
 * are read off in the order in which they come in. Bibs that were typed before their taps are given in
 * their order, too. `kept` is what another page has to start from.
 */
export class BibEntry {
  typed;
  #mode;
  #ready;

  constructor(mode, { typed = '', ready = [] } = {}) {
    this.#mode = mode;
    this.typed = typed;
    this.#ready = ready;
  }

  /** What goes on from here after a reload. */
  get kept() {
    return { typed: this.typed, ready: this.#ready };
  }

  /** The bibs that the next taps get, the first first; where times alone are taken, none does. */
  get ready() {
    return this.#ready;
  }

  type(character) {
    if (this.typed.length < LONGEST_BIB) this.typed += character;
  }

  erase() {
    this.typed = this.typed.slice(0, -1);
  }

  /** The button was touched: the bib of the new mark, or whether it waits for one. */
  tapped() {
    if (this.#mode !== 'both') return { bib: null, isWaiting: false };
    const [bib = null, ...others] = this.#ready;
    this.#ready = others;
    return { bib, isWaiting: bib === null };
  }

  /**
   * What was typed is a whole bib; null for nothing. `waiting` are the ids of the marks that wait,
   * the oldest first. One more bib than may be ready stays typed: `full`.
   */
  enter(waiting = []) {
    const bib = this.typed.trim();
    const isForTap = this.#mode !== 'bibs' && waiting.length === 0;
    if (bib !== '' && isForTap && this.#ready.length >= MOST_READY) return { kind: 'full', bib };
    this.typed = '';
    if (bib === '') return null;
    if (this.#mode === 'bibs') return { kind: 'bib', bib };
    if (waiting.length > 0) return { kind: 'assign', markId: waiting[0], bib };
    this.#ready = [...this.#ready, bib];
    return { kind: 'ready', bib };
  }

  /** The last of the bibs that are ready is for nobody. */
  dropReady() {
    this.#ready = this.#ready.slice(0, -1);
  }
}
