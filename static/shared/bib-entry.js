/**
 * What a judge types at a line, and what becomes of it together with taps that wait for their bibs.
 * Pure: marks are made and changed by who uses it.
 */

/** No bib is longer. */
const LONGEST_BIB = 12;

/**
 *     const entry = new BibEntry('both');
 *     entry.tapped();           // {bib: null, isWaiting: true}: a time alone, which waits
 *     entry.type('4'); entry.type('2');
 *     entry.enter(['mark-1']);  // {kind: 'assign', markId: 'mark-1', bib: '42'}
 *
 * `mode` is `times`, `bibs` or `both`. Of several taps that wait the oldest gets the next bib: runners
 * are read off in the order in which they come in. `kept` is what another page has to start from.
 */
export class BibEntry {
  typed;
  #mode;
  #ready;

  constructor(mode, { typed = '', ready = null } = {}) {
    this.#mode = mode;
    this.typed = typed;
    this.#ready = ready;
  }

  /** What goes on from here after a reload. */
  get kept() {
    return { typed: this.typed, ready: this.#ready };
  }

  /** The bib that the next tap gets, or null. */
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
    const bib = this.#ready;
    this.#ready = null;
    return { bib, isWaiting: bib === null && this.#mode === 'both' };
  }

  /**
   * What was typed is a whole bib; null for nothing. `waiting` are the ids of the marks that wait,
   * the oldest first.
   */
  enter(waiting = []) {
    const bib = this.typed.trim();
    this.typed = '';
    if (bib === '') return null;
    if (this.#mode === 'bibs') return { kind: 'bib', bib };
    if (waiting.length > 0) return { kind: 'assign', markId: waiting[0], bib };
    // Typed before the tap; typed once more, it was a slip of the hand.
    this.#ready = bib;
    return { kind: 'ready', bib };
  }

  /** The bib that was ready is for nobody. */
  dropReady() {
    this.#ready = null;
  }
}
