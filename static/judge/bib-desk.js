/** Where bibs are written: the next one at the line, or that of one mark that was chosen. */

import { BibEntry, MOST_READY } from '../shared/bib-entry.js';
import { useRef, useState } from '../vendor/htm-preact/standalone.module.js';
import { ENTER, ERASE } from './keypad.js';

/** The desk of a page; `room` is its JudgeRoom. */
export function useBibDesk(room) {
  const [, setTurn] = useState(0);
  const desk = useRef(null);
  desk.current ??= new BibDesk(room, () => setTurn((turn) => turn + 1));
  desk.current.letGoOfGone();
  return desk.current;
}

/**
 *     desk.press('4', readingMs); desk.press('2', readingMs);
 *     desk.typed;                    // '42'
 *     desk.whose;                    // {runner: {name, team}, isUnknown: false}
 *     desk.press(ENTER, readingMs);  // {bib: '42', runner, isUnknown, isRefused: false}
 *     desk.choose(markId);           // from now on, and for one bib, it is that mark's
 */
export class BibDesk {
  #room;
  #onChange;
  /** `{markId, entry}` of the mark that was chosen. */
  #choice = null;

  constructor(room, onChange) {
    this.#room = room;
    this.#onChange = onChange;
  }

  /** The mark whose bib is being written, or null. */
  get chosen() {
    if (this.#choice === null) return null;
    return this.#room.view.marks.find(({ id }) => id === this.#choice.markId) ?? null;
  }

  get typed() {
    return this.#choice?.entry.typed ?? this.#room.view.typed;
  }

  /** Who wears what was typed: `{runner: {name, team} or null, isUnknown}`. */
  get whose() {
    const { chosen, typed } = this;
    const { typedRunner, isTypedUnknown } = this.#room.view;
    if (chosen === null) return { runner: typedRunner, isUnknown: isTypedUnknown };
    if (typed === '') return { runner: null, isUnknown: false };
    return this.#room.lookUp(chosen.lineId, typed);
  }

  /** A mark that was withdrawn, or is not on this phone any more, gets no bib. */
  letGoOfGone() {
    if (this.#choice !== null && (this.chosen?.isWithdrawn ?? true)) this.#choice = null;
  }

  /** What was typed already is for a mark that waits, if that is chosen out of order. */
  choose = (markId) => {
    const isWaiting = this.#room.view.waiting.includes(markId);
    const typed = isWaiting ? this.typed : '';
    if (isWaiting) for (const _ of this.#room.view.typed) this.#room.erase();
    this.#choice = { markId, entry: new BibEntry('bibs', { typed }) };
    this.#onChange();
  };

  chooseNone = () => {
    this.#choice = null;
    this.#onChange();
  };

  /** No more bibs can be ready: the one that is typed waits for a tap. */
  get isFull() {
    const { ready, waiting } = this.#room.view;
    return this.#choice === null && waiting.length === 0 && ready.length >= MOST_READY;
  }

  /**
   * `key` as of Keypad. What Enter has given: `{bib, runner, isUnknown, isRefused}`, the last where there
   * are too many; else null.
   */
  press(key, readingMs) {
    if (key === ENTER) return this.#enter(readingMs);
    const entry = this.#choice?.entry ?? this.#room;
    if (key === ERASE) entry.erase();
    else entry.type(key);
    this.#onChange();
    return null;
  }

  #enter(readingMs) {
    const { typed: bib, whose, chosen } = this;
    if (bib === '') return null;
    if (chosen === null) {
      const isRefused = this.#room.enter(readingMs)?.kind === 'full';
      return { bib, ...whose, isRefused };
    }
    this.#room.setBib(chosen.id, bib);
    this.chooseNone();
    return { bib, ...whose, isRefused: false };
  }
}
