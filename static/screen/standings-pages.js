/**
 * One page of the standings, each row in its place.
 *
 * Only the rows of the page in view are on the page, however many teams there are: a change writes
 * the few that it concerns, and they glide to their new places by the style sheet alone.
 */

import { flash } from '../board/standings-body.js';
import { placeOf } from './page-layout.js';

const TURN_MS = 700;
const CALM = matchMedia('(prefers-reduced-motion: reduce)');

export class StandingsPages {
  #frame;
  #keyOf;
  #newView;
  #sheet = null;
  #rowsById = new Map();
  #page = 0;
  #layout = null;
  #context = null;
  /** Where each row stands, in the words of the style sheet. */
  #places = new WeakMap();

  /**
   * `frame`: the element to fill. `keyOf(row)`: what it is known by. `newView()`: `{element, shown,
   * show(row, context)}`, the latter saying whether to light the row up.
   */
  constructor(frame, { keyOf, newView }) {
    this.#frame = frame;
    this.#keyOf = keyOf;
    this.#newView = newView;
  }

  /** Shows `rows`, which are those of the page number `page`; `gap` is between columns, in px. */
  show(rows, { page, layout, gap, context }) {
    const isTurn = this.#sheet === null || page !== this.#page;
    if (isTurn) this.#turn(page > this.#page ? 1 : -1);
    this.#page = page;
    if (layout !== this.#layout) {
      this.#layout = layout;
      this.#frame.style.setProperty('--row', `${layout.rowHeight}px`);
      this.#frame.style.setProperty('--column', `${layout.columnWidth}px`);
    }
    const isContextNew = context !== this.#context;
    this.#context = context;
    this.#removeAllBut(rows);
    rows.forEach((row, index) => {
      const key = this.#keyOf(row);
      const isKnown = this.#rowsById.has(key);
      const view = this.#rowsById.get(key) ?? this.#add(key);
      const hasNews = view.shown !== row || isContextNew;
      const isScoring = hasNews && view.show(row, context);
      this.#put(view.element, placeOf(index, layout, gap));
      if (isTurn || document.hidden) return;
      if (isScoring) flash(view.element);
      if (!isKnown && !CALM.matches) view.element.animate({ opacity: [0, 1] }, TURN_MS);
    });
  }

  #put(element, { x, y }) {
    const transform = `translate(${x}px, ${y}px)`;
    if (this.#places.get(element) === transform) return;
    this.#places.set(element, transform);
    element.style.transform = transform;
  }

  #add(key) {
    const view = this.#newView();
    this.#rowsById.set(key, view);
    this.#sheet.append(view.element);
    return view;
  }

  #removeAllBut(rows) {
    const keys = new Set(rows.map(this.#keyOf));
    for (const [key, view] of this.#rowsById) {
      if (keys.has(key)) continue;
      view.element.remove();
      this.#rowsById.delete(key);
    }
  }

  /** Puts an empty sheet in the place of the present one, which goes out on the other side. */
  #turn(direction) {
    const old = this.#sheet;
    this.#rowsById.clear();
    this.#sheet = document.createElement('div');
    this.#sheet.className = 'sheet';
    this.#sheet.setAttribute('role', 'rowgroup');
    if (old === null || CALM.matches || document.hidden) {
      this.#frame.replaceChildren(this.#sheet);
      return;
    }
    // Whatever is still on its way out from the turn before goes at once.
    this.#frame.replaceChildren(old, this.#sheet);
    old.setAttribute('aria-hidden', 'true');
    const timing = { duration: TURN_MS, easing: 'cubic-bezier(0.6, 0, 0.2, 1)' };
    const away = (sign) => `translateX(${sign * direction * 8}%)`;
    this.#sheet.animate({ transform: [away(1), 'none'], opacity: [0, 0, 1] }, timing);
    const leaving = old.animate(
      { transform: ['none', away(-1)], opacity: [1, 0, 0] },
      { ...timing, fill: 'forwards' },
    );
    leaving.onfinish = () => old.remove();
  }
}
