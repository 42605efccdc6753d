/**
 * Thousands of rows of one height, of which those in view and some around them are on the page.
 *
 * Each stands where its number in the order puts it, so that a phone with 5,000 runners draws a
 * change as fast as one with 50. Rows that change places glide, as those of teams do.
 */

import { elementsToMove } from '../shared/standings.js';
import { flash, GLIDE } from './standings-body.js';

const CALM = matchMedia('(prefers-reduced-motion: reduce)');
/** Rows that are kept ready above and below the view, as a part of its height. */
const SPARE = 0.6;
const FIRST_GUESS_PX = 48;

export class WindowedRows {
  #frame;
  #keyOf;
  #newView;
  #items = [];
  #places = new Map();
  #context = null;
  #views = new Map();
  #order = [];
  #rowPx = FIRST_GUESS_PX;
  #isWaiting = false;

  /**
   * `frame`: the element to fill; its rows have one height by the style sheet. `keyOf(item)`: what
   * it is known by. `newView(item)`: `{element, show(item, context)}`, the latter saying whether to
   * light the row up.
   */
  constructor(frame, { keyOf, newView }) {
    this.#frame = frame;
    this.#keyOf = keyOf;
    this.#newView = newView;
    addEventListener('scroll', this.#redraw, { passive: true });
    this.observer = new ResizeObserver(this.#redraw);
    this.observer.observe(frame);
  }

  close() {
    removeEventListener('scroll', this.#redraw);
    this.observer.disconnect();
  }

  /** Brings the page to `items`, at once and without a sign where `isQuiet`. */
  update(items, context, { isQuiet }) {
    const isSame =
      context === this.#context &&
      items.length === this.#items.length &&
      items.every((item, index) => item === this.#items[index]);
    if (isSame) return;
    const isStill = isQuiet || document.hidden || this.#order.length === 0;
    const tops = isStill ? null : this.#tops();
    const placesBefore = this.#places;
    this.#items = items;
    this.#context = context;
    this.#places = new Map(items.map((item, index) => [this.#keyOf(item), index]));
    const changed = this.#draw();
    if (isStill) return;
    for (const view of changed) flash(view.element);
    if (!CALM.matches) this.#glide(tops, placesBefore);
  }

  #redraw = () => {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    requestAnimationFrame(() => {
      this.#isWaiting = false;
      this.#draw();
    });
  };

  /** Numbers of the first item that is to be on the page, and of the one after the last. */
  #span() {
    const { top } = this.#frame.getBoundingClientRect();
    const first = Math.floor((-top - innerHeight * SPARE) / this.#rowPx);
    const count = Math.ceil((innerHeight * (1 + 2 * SPARE)) / this.#rowPx);
    const from = Math.max(0, Math.min(first, this.#items.length - count));
    return [from, Math.min(this.#items.length, Math.max(0, first) + count)];
  }

  /** Puts the rows of the span on the page and takes off all others; returns those with news. */
  #draw() {
    const [from, to] = this.#span();
    const changed = [];
    const next = [];
    for (let index = from; index < to; index += 1) {
      const item = this.#items[index];
      const view = this.#views.get(this.#keyOf(item)) ?? this.#add(item);
      if (view.show(item, this.#context)) changed.push(view);
      this.#put(view, index);
      next.push(view);
    }
    this.#arrange(next);
    this.#frame.style.height = `${this.#items.length * this.#rowPx}px`;
    return this.#hasOtherHeight() ? [...changed, ...this.#draw()] : changed;
  }

  /** The height is the style sheet's, which has others for other widths and sizes of letters. */
  #hasOtherHeight() {
    if (this.#order.length === 0) return false;
    const heightPx = this.#order[0].element.offsetHeight;
    if (heightPx === 0 || heightPx === this.#rowPx) return false;
    this.#rowPx = heightPx;
    return true;
  }

  #add(item) {
    const view = this.#newView(item);
    this.#views.set(this.#keyOf(item), view);
    return view;
  }

  #put({ element }, index) {
    const transform = `translateY(${index * this.#rowPx}px)`;
    if (element.style.transform !== transform) element.style.transform = transform;
    // The heading is the first row.
    element.setAttribute('aria-rowindex', index + 2);
  }

  /** Brings the elements into the order `next`, moving as few as possible. */
  #arrange(next) {
    const staying = new Set(next);
    for (const [key, view] of this.#views) {
      if (staying.has(view)) continue;
      view.element.remove();
      this.#views.delete(key);
    }
    const moved = elementsToMove(this.#order.filter((view) => staying.has(view)), next);
    this.#order = next;
    let after = null;
    for (const view of [...next].reverse()) {
      if (moved.has(view)) this.#frame.insertBefore(view.element, after);
      after = view.element;
    }
  }

  /** How far each row on the page is from the top of the window, in CSS pixels. */
  #tops() {
    return new Map(this.#order.map((view) => [view, view.element.getBoundingClientRect().top]));
  }

  /** Lets rows that stand elsewhere now glide there. */
  #glide(before, placesBefore) {
    const frameTop = this.#frame.getBoundingClientRect().top;
    for (const view of this.#order) {
      const key = this.#keyOf(view.shown);
      const place = this.#places.get(key);
      if (!placesBefore.has(key)) continue;
      const top = frameTop + place * this.#rowPx;
      // From far away it comes in over the edge of the window.
      const from = before.get(view) ?? (placesBefore.get(key) < place ? -this.#rowPx : innerHeight);
      if (Math.abs(from - top) < 1) continue;
      const zIndex = placesBefore.get(key) > place ? 2 : 1;
      const transform = `translateY(${place * this.#rowPx + from - top}px)`;
      view.glide?.cancel();
      view.glide = view.element.animate([{ transform, zIndex }, { zIndex }], GLIDE);
    }
  }
}
