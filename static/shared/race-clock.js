/**
 * How long a race has lasted, by the server's clock.
 *
 * The device's own date plays no part: many phones are minutes off. Each message from the server
 * says its time; in between the device's monotonic clock carries it on.
 */

/** How far a message that was slow on its way may move the clock back. */
const STEP_BACK_MS = 1;

/**
 * The server's clock as a page follows it.
 *
 *     const clock = new ServerClock();
 *     clock.anchor({ serverMs: frame.serverMs, rate: frame.rate, nowMs: performance.now() });
 *     clock.timeMs(performance.now()); // epoch ms on the server
 */
export class ServerClock {
  /** Server time minus `rate` times monotonic time; null until the first message. */
  #offsetMs = null;

  /** How many server seconds pass in one second here: 1, or more in a rehearsal. */
  rate = 1;

  get isSet() {
    return this.#offsetMs !== null;
  }

  /**
   * Starts over: what is said on a new connection counts, whatever was known before.
   * `nowMs` is the monotonic time at which the message arrived.
   */
  anchor({ serverMs, nowMs, rate = 1 }) {
    this.rate = rate;
    this.#offsetMs = serverMs - rate * nowMs;
  }

  /**
   * Takes in the time of a further message. One that travelled faster than all before corrects
   * the clock at once. A late one says little, as it can only seem too early: it gives back a
   * millisecond, which over hours evens out a device whose clock runs fast.
   */
  observe({ serverMs, nowMs }) {
    if (this.#offsetMs === null) {
      this.anchor({ serverMs, nowMs, rate: this.rate });
      return;
    }
    const difference = serverMs - this.rate * nowMs - this.#offsetMs;
    this.#offsetMs += Math.max(difference, -STEP_BACK_MS * this.rate);
  }

  /** Epoch milliseconds on the server at the monotonic time `nowMs`; null while not known. */
  timeMs(nowMs) {
    return this.#offsetMs === null ? null : this.#offsetMs + this.rate * nowMs;
  }
}

/**
 * Milliseconds since the start of a competition: up to `timeMs` (epoch, server's clock) while it
 * runs, up to its end afterwards. Null before the start, or while the time is not known.
 */
export function elapsedMs(competition, timeMs) {
  if (competition.startedAtMs === null) return null;
  const untilMs = competition.isRunning ? timeMs : competition.finishedAtMs;
  return untilMs === null ? null : Math.max(0, untilMs - competition.startedAtMs);
}

/**
 * How long a page may wait before the clock's face changes: until the next whole second, and
 * never under `atLeastMs`, however fast the server's clock runs.
 */
export function nextTickMs(elapsed, rate, atLeastMs = 100) {
  return Math.max(atLeastMs, (1000 - (elapsed % 1000)) / rate);
}
