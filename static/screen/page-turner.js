/** Turns the pages of standings that do not fit on one. */

const BROWSER = {
  setTimer: (callback, delayMs) => setTimeout(callback, delayMs),
  clearTimer: (timer) => clearTimeout(timer),
};

/** In milliseconds; the first page has the podium. */
const DEFAULT_TIMING = Object.freeze({ firstPage: 20_000, otherPage: 10_000 });

/**
 *     const turner = new PageTurner({ onTurn: (page) => ... });
 *     turner.setPages(12);
 *
 * `onTurn` is called with the number of the page, from 0, each time that it changes.
 */
export class PageTurner {
  #onTurn;
  #timing;
  #browser;
  #pages = 1;
  #page = 0;
  #isPaused = false;
  #timer = null;

  constructor({ onTurn, timing, browser }) {
    this.#onTurn = onTurn;
    this.#timing = { ...DEFAULT_TIMING, ...timing };
    this.#browser = browser ?? BROWSER;
  }

  get page() {
    return this.#page;
  }

  get isPaused() {
    return this.#isPaused;
  }

  /** How long the present page stays. */
  get stayMs() {
    return this.#page === 0 ? this.#timing.firstPage : this.#timing.otherPage;
  }

  /** Says how many pages there are. The present one stays, if it is still there. */
  setPages(pages) {
    if (pages === this.#pages) return;
    const wasTurning = this.#pages > 1;
    this.#pages = pages;
    if (this.#page >= pages) this.#show(0);
    else if (!wasTurning || pages === 1) this.#wait();
  }

  /** To the page `by` pages on, or back where it is negative; past an end, to the other. */
  turn(by) {
    if (this.#pages > 1) this.#show((this.#page + by + this.#pages) % this.#pages);
  }

  pause() {
    this.#isPaused = true;
    this.#wait();
  }

  resume() {
    this.#isPaused = false;
    this.#wait();
  }

  /** Ends for good. */
  close() {
    this.#browser.clearTimer(this.#timer);
  }

  #show(page) {
    this.#page = page;
    this.#wait();
    this.#onTurn(page);
  }

  #wait() {
    this.#browser.clearTimer(this.#timer);
    if (this.#isPaused || this.#pages === 1) return;
    this.#timer = this.#browser.setTimer(() => this.turn(1), this.stayMs);
  }
}
