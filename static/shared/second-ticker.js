/**
 * One timer for all that has time: an idle page wakes its phone once a second, for everything.
 */

const SECOND_MS = 1000;
/** A timer may ring a little before the second. */
const EARLY_MS = 20;

const BROWSER = {
  setTimer: (callback, delayMs) => setTimeout(callback, delayMs),
  clearTimer: (timer) => clearTimeout(timer),
  nowMs: () => performance.now(),
};

/**
 * Calls its subscribers once a second. `setTimer` and `clearTimer` are like those of a browser, but
 * what is due in a second or more waits for the next tick.
 *
 *     const ticker = new SecondTicker();
 *     const unsubscribe = ticker.subscribe(() => draw());
 *     ticker.align(() => 1000 - (elapsedMs % 1000)); // tick when the race's clock does
 */
export class SecondTicker {
  #browser;
  #subscribers = new Set();
  #due = new Map();
  #nextId = 1;
  #timer = null;
  #untilNextMs = () => SECOND_MS;

  constructor(browser = {}) {
    this.#browser = { ...BROWSER, ...browser };
  }

  /** Returns a function that ends it. */
  subscribe(subscriber) {
    this.#subscribers.add(subscriber);
    this.#run();
    return () => {
      this.#subscribers.delete(subscriber);
      this.#rest();
    };
  }

  /** `untilNextMs()` says in how many ms the next tick is wanted, up to a second. */
  align(untilNextMs) {
    this.#untilNextMs = untilNextMs;
  }

  setTimer(callback, delayMs) {
    if (delayMs < SECOND_MS) return { timer: this.#browser.setTimer(callback, delayMs) };
    const id = this.#nextId++;
    this.#due.set(id, { callback, atMs: this.#browser.nowMs() + delayMs });
    this.#run();
    return { id };
  }

  clearTimer(handle) {
    if (handle === null || handle === undefined) return;
    if (handle.timer !== undefined) this.#browser.clearTimer(handle.timer);
    this.#due.delete(handle.id);
    this.#rest();
  }

  #run() {
    if (this.#timer !== null) return;
    const delayMs = Math.min(SECOND_MS, this.#untilNextMs());
    // Never two ticks for one second, should the timer have rung early.
    const soundMs = delayMs < EARLY_MS ? delayMs + SECOND_MS : delayMs;
    this.#timer = this.#browser.setTimer(() => this.#tick(), soundMs);
  }

  #rest() {
    if (this.#subscribers.size > 0 || this.#due.size > 0 || this.#timer === null) return;
    this.#browser.clearTimer(this.#timer);
    this.#timer = null;
  }

  #tick() {
    this.#timer = null;
    const nowMs = this.#browser.nowMs();
    for (const [id, { callback, atMs }] of [...this.#due]) {
      if (atMs > nowMs + EARLY_MS || !this.#due.has(id)) continue;
      this.#due.delete(id);
      callback();
    }
    for (const subscriber of [...this.#subscribers]) subscriber();
    if (this.#subscribers.size > 0 || this.#due.size > 0) this.#run();
  }
}
