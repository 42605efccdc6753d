/**
 * What a judge types and taps at a line, put together: taps that wait for their bibs, and a bib that
 * waits for its tap. Pure: marks are made by who uses it.
 */

/** No bib is longer. */
const LONGEST_BIB = 12;

/**
 *     const entry = new BibEntry('both');
 *     entry.tapped('mark-1');   // {kind: 'time'}: a mark with a time alone, which now waits
 *     entry.type('4'); entry.type('2');
 *     entry.enter();            // {kind: 'assign', markId: 'mark-1', bib: '42'}
 *
 * `mode` is `times`, `bibs` or `both`. Of several taps that wait the oldest gets the next bib: runners
 * are read off in the order in which they come in.
 */
export class BibEntry {
  typed = '';
  #mode;
  #waiting = [];
  #ready = null;

  constructor(mode) {
    this.#mode = mode;
  }

  /** Ids of the marks that wait for a bib, the oldest first. */
  get waiting() {
    return [...this.#waiting];
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

  /** The button was touched; `markId` is the id of the mark that is made of it. */
  tapped(markId) {
    if (this.#ready !== null) {
      const bib = this.#ready;
      this.#ready = null;
      return { kind: 'both', bib };
    }
    if (this.#mode === 'both') this.#waiting.push(markId);
    return { kind: 'time' };
  }

  /** What was typed is a whole bib; null for nothing. */
  enter() {
    const bib = this.typed;
    this.typed = '';
    if (bib === '') return null;
    if (this.#mode === 'bibs') return { kind: 'bib', bib };
    const markId = this.#waiting.shift();
    if (markId !== undefined) return { kind: 'assign', markId, bib };
    // Typed before the tap; typed once more, it was a slip of the hand.
    this.#ready = bib;
    return { kind: 'ready', bib };
  }

  /** A mark that waited is withdrawn, or has its bib by another way. */
  forget(markId) {
    this.#waiting = this.#waiting.filter((id) => id !== markId);
  }

  /** A mark waits once more: its bib was taken back. It stands in its old place by `order`. */
  waitAgain(markId, order) {
    if (this.#waiting.includes(markId)) return;
    this.#waiting = [...this.#waiting, markId].sort((one, other) => order(one) - order(other));
  }
}
