/**
 * The rows of the standings, in order, each in its place on the page.
 *
 * With 1,000 teams and five updates a second, comparing whole trees is too slow for a phone: this
 * touches the rows that changed, moves as few as possible, and animates those in view alone.
 */

import { elementsToMove } from '../shared/standings.js';
import { StandingsRow } from './standings-row.js';

/** How rows go to their new places. */
export const GLIDE = { duration: 600, easing: 'cubic-bezier(0.2, 0.8, 0.2, 1)' };
const FLASH_MS = 1800;
const CALM = matchMedia('(prefers-reduced-motion: reduce)');

export class StandingsBody {
  #tbody;
  #translator;
  #rowsById = new Map();
  #order = [];
  #recordsPerTeam = null;
  /** Row to {animation, isOnTop}, while it glides. */
  #moves = new Map();

  constructor(tbody, translator) {
    this.#tbody = tbody;
    this.#translator = translator;
  }

  /** Brings the page to `rows` (see standings.js), those that changed being other objects. */
  update(rows, recordsPerTeam) {
    const isLimitNew = recordsPerTeam !== this.#recordsPerTeam;
    this.#recordsPerTeam = recordsPerTeam;
    const isUnchanged = ({ shown }, index) => shown === rows[index];
    if (!isLimitNew && rows.length === this.#order.length && this.#order.every(isUnchanged)) return;

    const isFirst = this.#order.length === 0;
    const tops = isFirst ? null : this.#topsInView();
    const changed = this.#write(rows, isLimitNew);
    const moved = this.#arrange(rows.map((row) => this.#rowsById.get(row.team.id)));
    if (isFirst || document.hidden) return;
    for (const row of changed) flash(row.element);
    if (!CALM.matches) this.#animateMoves(tops, moved);
  }

  /** Writes what changed, makes and removes rows; returns those whose records changed. */
  #write(rows, isLimitNew) {
    const changed = [];
    for (const row of rows) {
      const shown = this.#rowsById.get(row.team.id) ?? this.#add(row.team.id);
      if (shown.shown === row && !isLimitNew) continue;
      if (shown.show(row, this.#recordsPerTeam)) changed.push(shown);
    }
    if (this.#rowsById.size > rows.length) this.#removeAllBut(rows);
    return changed;
  }

  #add(teamId) {
    const row = new StandingsRow(this.#translator);
    this.#rowsById.set(teamId, row);
    return row;
  }

  #removeAllBut(rows) {
    const ids = new Set(rows.map((row) => row.team.id));
    for (const [id, row] of this.#rowsById) {
      if (ids.has(id)) continue;
      row.element.remove();
      this.#rowsById.delete(id);
    }
    this.#order = this.#order.filter((row) => this.#rowsById.has(row.shown.team.id));
  }

  /** Puts the elements into the order `next`; returns the rows that had to be moved. */
  #arrange(next) {
    const moved = elementsToMove(this.#order, next);
    this.#order = next;
    if (moved.size === next.length) {
      this.#tbody.replaceChildren(...next.map((row) => row.element));
      return moved;
    }
    let after = null;
    for (let index = next.length - 1; index >= 0; index -= 1) {
      const { element } = next[index];
      if (moved.has(next[index])) this.#tbody.insertBefore(element, after);
      after = element;
    }
    return moved;
  }

  /** The rows in view and how far their top is from that of the window, in CSS pixels. */
  #topsInView() {
    const order = this.#order;
    let low = 0;
    let high = order.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (order[middle].element.getBoundingClientRect().bottom > 0) high = middle;
      else low = middle + 1;
    }
    const tops = new Map();
    for (let index = low; index < order.length; index += 1) {
      const { top, height } = order[index].element.getBoundingClientRect();
      if (top > innerHeight) break;
      tops.set(order[index], { top, height, index });
    }
    return tops;
  }

  /** Lets the rows in view glide from where they were, `before`, to where they are now. */
  #animateMoves(before, moved) {
    // A row that is still gliding over the others stays above them when its way changes.
    const onTop = new Set(moved);
    for (const [row, move] of this.#moves) {
      if (move.isOnTop) onTop.add(row);
      move.animation.cancel();
    }
    this.#moves.clear();
    for (const [row, { top, height }] of this.#topsInView()) {
      // A row from outside the view comes in over its edge, as it can only have risen or sunk.
      const from = before.get(row)?.top ?? (moved.has(row) ? innerHeight : top - height);
      if (Math.abs(from - top) >= 1) this.#glide(row, from - top, onTop.has(row));
    }
  }

  #glide(row, fromPx, isOnTop) {
    const zIndex = isOnTop ? 2 : 1;
    const animation = row.element.animate(
      [
        { transform: `translateY(${fromPx}px)`, zIndex },
        { transform: 'none', zIndex },
      ],
      GLIDE,
    );
    this.#moves.set(row, { animation, isOnTop });
    animation.onfinish = () => this.#moves.delete(row);
  }
}

/** Lets a row light up, as its team has a new time. */
export function flash(element) {
  element.animate(
    [{ backgroundColor: 'var(--flash)' }, { backgroundColor: 'var(--flash)', offset: 0.25 }, {}],
    { duration: FLASH_MS, easing: 'ease-out' },
  );
}
