/** What a judge does at a line: taps, types, and sets right. */

import { bibOf, isMark, NEW_MARK } from '../shared/line-marks.js';
import { ThisDevice } from './this-device.js';

/**
 * `judge` is `{id, name}`, `typed` TypedBibs, `selectedLine()` a line of the view, `waiting()` the ids
 * of the marks that wait for bibs there, `momentAt(readingMs)` and `momentNow()` a moment as TapBook
 * keeps it.
 */
export class LineJudge {
  #device = new ThisDevice(navigator.userAgent);
  #judge;
  #book;
  #typed;
  #selectedLine;
  #waiting;
  #momentAt;
  #momentNow;

  constructor({ judge, book, typed, selectedLine, waiting, momentAt, momentNow }) {
    this.#judge = judge;
    this.#book = book;
    this.#typed = typed;
    this.#selectedLine = selectedLine;
    this.#waiting = waiting;
    this.#momentAt = momentAt;
    this.#momentNow = momentNow;
  }

  /** Takes a time at the selected line, with the bib that is ready; the id of the mark. */
  tap(readingMs) {
    const line = this.#selectedLine();
    const { bib, isWaiting } = this.#typed.change(line, (entry) => entry.tapped());
    return this.#take(line, readingMs, { hasTime: true, bib, isWaiting });
  }

  type(character) {
    this.#typed.change(this.#selectedLine(), (entry) => entry.type(character));
  }

  erase() {
    this.#typed.change(this.#selectedLine(), (entry) => entry.erase());
  }

  dropReady() {
    this.#typed.change(this.#selectedLine(), (entry) => entry.dropReady());
  }

  /**
   * What is typed is a whole bib. `{kind, bib, markId}`: `bib` for a new mark, `assign` where a tap
   * has waited for it, `ready` where it waits for a tap, `full` where too many do; null where nothing
   * was typed.
   */
  enter(readingMs) {
    const line = this.#selectedLine();
    const entered = this.#typed.change(line, (entry) => entry.enter(this.#waiting()));
    if (entered?.kind === 'assign') this.setBib(entered.markId, entered.bib);
    if (entered?.kind !== 'bib') return entered;
    const markId = this.#take(line, readingMs, { hasTime: false, bib: entered.bib });
    return { ...entered, markId };
  }

  /** The mark is of this bib; an empty one is nobody's. */
  setBib(markId, bib) {
    const written = bib.trim();
    if ((bibOf(this.#book.get(markId)) ?? '') === written) this.#book.stopWaiting(markId);
    else this.#book.correct(markId, { bib: written }, this.#momentNow());
  }

  stopWaiting(markId) {
    this.#book.stopWaiting(markId);
  }

  /** Takes back what was done last, as `lastActOf` tells it: a bib, or a mark. */
  undo({ kind, markId, before }) {
    if (kind === 'mark') return this.setWithdrawn(markId, true);
    this.setBib(markId, before);
    // Without a bib it waits for one again, where times do.
    if (before === '') this.#book.waitAgain(markId);
    return undefined;
  }

  /** A tap or mark counts, or does not. */
  setWithdrawn(id, isWithdrawn) {
    if (isMark(this.#book.get(id))) this.#book.correct(id, { isWithdrawn }, this.#momentNow());
    else this.#book.setWithdrawn(id, isWithdrawn);
  }

  #take(line, readingMs, details) {
    const mark = this.#book.take({
      ...NEW_MARK,
      ...this.#momentAt(readingMs),
      judgeId: this.#judge.id,
      judgeName: this.#judge.name,
      lineId: line.id,
      lineName: line.name,
      competitionId: line.competitionId,
      device: this.#device.id,
      sequence: this.#device.nextSequence(),
      ...details,
    });
    return mark.id;
  }
}
