/**
 * What is typed at each line and not yet a mark: kept on the phone at every key, and the same in all
 * its windows, so that a bib which is ready goes to one tap only.
 */

import { BibEntry } from '../shared/bib-entry.js';
import { keep, readKept } from '../ui/kept.js';

const KEY = 'tornado-timing.judge.typed';

/** Of one judge; `onChange` is called after every change, also by another window. */
export class TypedBibs {
  #key;
  #onChange;
  #inMemory = {};
  /** False on a phone that keeps nothing, or nothing more. */
  #isKept = true;

  constructor(judgeId, onChange) {
    this.#key = `${KEY}.${judgeId}`;
    this.#onChange = onChange;
  }

  open() {
    window.addEventListener('storage', this.#follow);
  }

  close() {
    window.removeEventListener('storage', this.#follow);
  }

  /** `{typed, ready}` at a line. */
  of(lineId) {
    return this.#entry(lineId, 'both').kept;
  }

  /** What `change(entry)` gives, after it has typed or tapped at a line of this mode. */
  change({ id, mode }, change) {
    const entry = this.#entry(id, mode);
    const result = change(entry);
    const { typed, ready } = entry.kept;
    const others = Object.entries(this.#all()).filter(([lineId]) => lineId !== String(id));
    const isEmpty = typed === '' && ready.length === 0;
    this.#inMemory = Object.fromEntries(isEmpty ? others : [...others, [id, entry.kept]]);
    keep(this.#key, this.#inMemory);
    this.#isKept = JSON.stringify(readKept(this.#key)) === JSON.stringify(this.#inMemory);
    this.#onChange();
    return result;
  }

  #entry(lineId, mode) {
    return new BibEntry(mode, this.#all()[lineId]);
  }

  #all() {
    return (this.#isKept ? readKept(this.#key) : null) ?? this.#inMemory;
  }

  #follow = ({ key }) => {
    if (key === this.#key) this.#onChange();
  };
}
