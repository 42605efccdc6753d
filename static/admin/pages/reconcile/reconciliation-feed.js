/**
 * Keeps the reconciliation of a line up with the control room: it is fetched again when marks or
 * people have changed, at most once a second. Pure: what it needs of the world is handed in.
 */

/** With thousands of marks, the pause is so many times what fetching them takes. */
const PAUSE_FACTOR = 3;
const LEAST_PAUSE_MS = 1000;
const AGAIN_MS = 3000;

const WORLD = {
  nowMs: () => performance.now(),
  setTimer: (callback, delayMs) => setTimeout(callback, delayMs),
  clearTimer: (timer) => clearTimeout(timer),
};

/**
 *     const feed = new ReconciliationFeed({
 *       load: (tag) => ...,       // {value, tag, isSame} of api.js; raises ApiError
 *       loadSteps: (tag) => ...,  // the same of how it was set right
 *       loadPeople: (tag) => ..., // and of who wears which bib
 *       onChange: ({ value, steps, people, error }) => ...,
 *     });
 *     feed.see({ marks: '3/159', people: 7 }); // whatever changes when these do
 *     await feed.refresh();                    // now, since something was done here
 */
export class ReconciliationFeed {
  now = { value: null, steps: [], people: [], error: null };
  #world;
  #seen = null;
  #loaded = { marks: null, people: null };
  #tags = { value: null, steps: null, people: null };
  #loadedAtMs = -Infinity;
  #pauseMs = LEAST_PAUSE_MS;
  #loading = null;
  #timer = null;
  #isClosed = false;

  constructor(world) {
    this.#world = { ...WORLD, ...world };
  }

  see(seen) {
    this.#seen = seen;
    this.#work();
  }

  /** Ends when what is known is as new as this call. */
  async refresh() {
    await this.#loading;
    this.#loaded = { ...this.#loaded, marks: null };
    this.#loadedAtMs = -Infinity;
    this.#work();
    await this.#loading;
  }

  close() {
    this.#isClosed = true;
    this.#world.clearTimer(this.#timer);
  }

  #work() {
    if (this.#loading !== null || this.#isClosed || this.#seen === null) return;
    const isNew = this.#seen.marks !== this.#loaded.marks || this.#seen.people !== this.#loaded.people;
    if (!isNew) return;
    const waitMs = this.#loadedAtMs + this.#pauseMs - this.#world.nowMs();
    if (waitMs > 0) {
      this.#later(waitMs);
      return;
    }
    this.#loading = this.#load().finally(() => {
      this.#loading = null;
      if (this.now.error === null) this.#work();
    });
  }

  async #load() {
    const seen = this.#seen;
    // Set before too: whatever goes wrong, it is not tried again at once.
    const beganMs = this.#world.nowMs();
    this.#loadedAtMs = beganMs;
    try {
      const [line, steps, people] = await Promise.all([
        this.#world.load(this.#tags.value),
        this.#world.loadSteps(this.#tags.steps),
        this.#loaded.people === seen.people ? SAME : this.#world.loadPeople(this.#tags.people),
      ]);
      this.#loadedAtMs = this.#world.nowMs();
      this.#pauseMs = Math.max(LEAST_PAUSE_MS, (this.#loadedAtMs - beganMs) * PAUSE_FACTOR);
      this.#loaded = seen;
      this.#take({ value: line, steps, people });
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      this.#become({ error });
      this.#later(AGAIN_MS);
    }
  }

  #take(answers) {
    const part = {};
    for (const [name, { value, tag, isSame }] of Object.entries(answers)) {
      if (isSame) continue;
      this.#tags[name] = tag;
      part[name] = value;
    }
    if (this.now.error !== null || Object.keys(part).length > 0) this.#become({ ...part, error: null });
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

const SAME = { isSame: true };
