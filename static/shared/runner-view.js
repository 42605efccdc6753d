/** Which rows of an individual race a page shows: a ranking, who is searched, what is folded. */

import { placeIn, rowsInRanking } from './individual-standings.js';
import { rowsFound } from './runner-search.js';

/** Before the first message. */
const NO_ROWS = Object.freeze([]);

/**
 * What stands in the order between the rows: in its place are those who have not started, as many
 * as `count`, whether they are shown (`isOpen`) or not.
 */
const foldOf = (count, isOpen) => ({ isFold: true, count, isOpen });

/**
 * Works out what to show, and hands out the same objects as long as nothing about them changes.
 *
 *     const view = new RunnerView();
 *     view.of(rows, { ranking, query: 'jos', isOver: false, isFoldable: true, isUnfolded: false })
 *     // {items, context: {ranking, firstText, isOver}, inRanking, isSearch}
 */
export class RunnerView {
  #rows = NO_ROWS;
  #asked = {};
  #shown = null;
  #context = null;

  /** `isFoldable`: those who have not started are folded away unless `isUnfolded`. */
  of(rows, asked) {
    const isSame = Object.keys(asked).every((name) => asked[name] === this.#asked[name]);
    if (this.#shown !== null && rows === this.#rows && isSame) return this.#shown;
    this.#rows = rows;
    this.#asked = asked;
    const inRanking = rowsInRanking(rows, asked.ranking);
    const isSearch = asked.query.trim() !== '';
    const items = isSearch ? rowsFound(inRanking, asked.query) : folded(inRanking, asked);
    const context = this.#contextOf(inRanking, asked);
    this.#shown = { items, inRanking, isSearch, context };
    return this.#shown;
  }

  #contextOf(inRanking, { ranking, isOver = false }) {
    const first = inRanking[0];
    const isThere = first !== undefined && placeIn(first, ranking) !== null;
    const firstText = isThere ? first.officialText : null;
    const next = { ranking, firstText, isOver };
    const before = this.#context;
    if (before === null || Object.keys(next).some((name) => next[name] !== before[name])) {
      this.#context = next;
    }
    return this.#context;
  }
}

function folded(rows, { isFoldable, isUnfolded }) {
  if (!isFoldable) return rows;
  const from = rows.findIndex((row) => row.status === 'registered');
  if (from < 0) return rows;
  const count = rows.filter((row) => row.status === 'registered').length;
  const rest = isUnfolded ? rows.slice(from) : rows.slice(from + count);
  return [...rows.slice(0, from), foldOf(count, isUnfolded), ...rest];
}
