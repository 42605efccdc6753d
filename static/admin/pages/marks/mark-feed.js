/**
 * Keeps the marks of a race up with the control room: what is new is fetched, and all of it again
 * when something was corrected. Pure: what it needs of the world is handed in.
 */

import { corrected, countFlagged, withNewer } from './mark-list.js';

/** All marks are not fetched again sooner than so long after the last time. */
const LEAST_PAUSE_MS = 1000;
/** With thousands of them, the pause is so many times what fetching them takes. */
const PAUSE_FACTOR = 10;
const AGAIN_MS = 3000;

const WORLD = {
  nowMs: () => performance.now(),
  setTimer: (callback, delayMs) => setTimeout(callback, delayMs),
  clearTimer: (timer) => clearTimeout(timer),
};

/**
 *     const feed = new MarkFeed({
 *       loadAll: () => ...,          // {marks, runners}; raises ApiError
 *       loadAfter: (number) => ..., // marks; raises ApiError
 *       onChange: ({ marks, runners, error }) => ...,
 *     });
 *     feed.see(race); // the control room's `markedRaces` entry, whenever it changes
 */
export class MarkFeed {
  now = { marks: null, runners: [], error: null };
  #world;
  #race = null;
  /** What the control room said when all was fetched last. */
  #loaded = null;
  #loadedAtMs = -Infinity;
  #pauseMs = LEAST_PAUSE_MS;
  /** A count of flags that fetching all did not settle is not asked for twice. */
  #settled = null;
  #isBusy = false;
  #timer = null;
  #isClosed = false;

  constructor(world) {
    this.#world = { ...WORLD, ...world };
  }

  see(race) {
    this.#race = race;
    this.#work();
  }

  /** Shows a correction at once; what follows from it comes from the server. */
  correct(markId, change, runnersByBib) {
    if (this.now.marks === null) return;
    this.#become({ marks: corrected(this.now.marks, markId, change, runnersByBib) });
  }

  close() {
    this.#isClosed = true;
    this.#world.clearTimer(this.#timer);
  }

  async #work() {
    if (this.#isBusy || this.#isClosed || this.#race === null) return;
    const work = this.#next();
    if (work === null) return;
    const waitMs = work === 'all' ? this.#loadedAtMs + this.#pauseMs - this.#world.nowMs() : 0;
    if (waitMs > 0) {
      this.#later(waitMs);
      return;
    }
    this.#isBusy = true;
    try {
      await (work === 'all' ? this.#all() : this.#after());
      if (this.now.error !== null) this.#become({ error: null });
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      this.#become({ error });
      this.#later(AGAIN_MS);
      return;
    } finally {
      this.#isBusy = false;
    }
    this.#work();
  }

  /** What is to be fetched: `all`, what is `new`, or null. */
  #next() {
    const { marks } = this.now;
    const { changeCount, markCount, lines } = this.#race;
    if (marks === null || this.#loaded.changeCount !== changeCount) return 'all';
    if (marks.length < markCount) return 'new';
    if (marks.length > markCount) return null;
    // A mark may change what is odd about an earlier one.
    const flagged = lines.reduce((sum, line) => sum + line.flaggedCount, 0);
    const key = `${markCount}/${flagged}`;
    const isRight = countFlagged(marks, new Set(lines.map((line) => line.id))) === flagged;
    return isRight || this.#settled === key ? null : 'all';
  }

  async #all() {
    const race = this.#race;
    const beganMs = this.#world.nowMs();
    const { marks, runners } = await this.#world.loadAll();
    this.#loaded = race;
    this.#loadedAtMs = this.#world.nowMs();
    this.#pauseMs = Math.max(LEAST_PAUSE_MS, (this.#loadedAtMs - beganMs) * PAUSE_FACTOR);
    const flagged = race.lines.reduce((sum, line) => sum + line.flaggedCount, 0);
    this.#settled = `${marks.length}/${flagged}`;
    this.#become({ marks, runners });
  }

  async #after() {
    const { marks } = this.now;
    const newer = await this.#world.loadAfter(marks.at(-1)?.number ?? 0);
    const next = withNewer(this.now.marks, newer);
    // Somebody has deleted some for good: they are counted anew.
    if (next.length === this.now.marks.length) this.#loaded = { ...this.#loaded, changeCount: null };
    this.#become({ marks: next });
  }

  #later(delayMs) {
    this.#world.clearTimer(this.#timer);
    this.#timer = this.#world.setTimer(() => this.#work(), delayMs);
  }

  #become(part) {
    if (this.#isClosed) return;
    this.now = { ...this.now, ...part };
    this.#world.onChange(this.now);
  }
}
