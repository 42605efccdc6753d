/**
 * What the laptop's clock says at a moment of this phone, and how far that may be wrong.
 *
 * A phone's date plays no part: it may be hours off, and be set in the middle of a race. Moments
 * are readings of a timeline of the page's own: epoch milliseconds when the page was loaded, carried
 * on by the monotonic clock. Where it stands against the laptop's clock is measured by pings: the
 * laptop's time is taken for the middle of the way there and back (as NTP does), and is wrong by at
 * most half of that way.
 */

/** How fast two clocks may drift apart: 50 millionths, more than any phone's crystal is off. */
const DRIFT = 50e-6;
/** The laptop's stamps are whole milliseconds. */
const STAMP_MS = 1;
/** What is not known on the other side of a sleep, however small it looks. */
const BREAK_MS = 50;
/** The phone's own date is trusted this far where nothing has been measured yet. */
const DATE_MS = 1000;
/** A change between the two clocks of the phone that is no mere rounding. */
const NOTICED_MS = 30;
const KEPT_SAMPLES = 64;

/**
 *     const clock = new PhoneClock({ timeOriginMs: performance.timeOrigin });
 *     const sentMs = clock.reading(performance.now());
 *     // ... the pong comes ...
 *     clock.measured({ sentMs, arrivedMs: clock.reading(performance.now()), t1, t2 });
 *     clock.at(clock.reading(event.timeStamp)); // {serverMs, offsetMs, uncertaintyMs}
 */
export class PhoneClock {
  /** How many of the laptop's seconds pass in one second here: 1, or more in a rehearsal. */
  rate = 1;
  #originMs;
  #lastGapMs = null;
  #samples = [];
  /** Readings at which either clock may have jumped, and how far one knows nothing over it. */
  #breaks = [];

  constructor({ timeOriginMs }) {
    this.#originMs = timeOriginMs;
  }

  /** Epoch ms on the phone's timeline, for a time of its monotonic clock. */
  reading(monotonicMs) {
    return this.#originMs + monotonicMs;
  }

  /**
   * Compares the monotonic clock with the date of the phone. Monotonic clocks stand still while
   * most phones sleep, and none sleeps with the page in sight: so what the date is ahead after the
   * page was out of sight has been slept. Otherwise somebody has set the date, which is no concern
   * of ours. Returns how long the phone has slept in ms; 0 mostly.
   */
  compare({ monotonicMs, dateMs, wasHidden }) {
    const gapMs = dateMs - this.reading(monotonicMs);
    const grownMs = gapMs - (this.#lastGapMs ?? gapMs);
    this.#lastGapMs = gapMs;
    if (!wasHidden || grownMs < NOTICED_MS) return 0;
    this.#breaks.push({ atMs: this.reading(monotonicMs), byMs: BREAK_MS });
    this.#originMs += grownMs;
    this.#lastGapMs = gapMs - grownMs;
    return grownMs;
  }

  /** A pong: `sentMs` and `arrivedMs` are readings, `t1` and `t2` the laptop's two stamps. */
  measured({ sentMs, arrivedMs, t1, t2 }) {
    const halfMs = Math.max(0, (arrivedMs - sentMs - (t2 - t1)) / 2) + STAMP_MS;
    const sample = { readingMs: (sentMs + arrivedMs) / 2, serverMs: (t1 + t2) / 2, halfMs };
    const before = this.at(sample.readingMs);
    if (before !== null) {
      const differenceMs = Math.abs(sample.serverMs - before.serverMs);
      // They cannot both be right: the laptop's program was started anew by another date.
      if (differenceMs > (halfMs + before.uncertaintyMs) * this.rate) {
        // However well one side is measured, it says nothing about a tap on the other; but what was
        // known no better than by the phone's date gives way.
        const byMs = before.uncertaintyMs < DATE_MS ? Math.max(BREAK_MS, differenceMs) : BREAK_MS;
        this.#breaks.push({ atMs: sample.readingMs, byMs });
      }
    }
    this.#add(sample);
  }

  /**
   * Starts from what `kept` of an earlier page said: as good as the phone's date is, until the
   * first pong.
   */
  seed({ dateAheadMs, uncertaintyMs, atDateMs }, { monotonicMs, dateMs }) {
    this.#add({
      readingMs: this.reading(monotonicMs),
      serverMs: dateMs - dateAheadMs,
      halfMs: uncertaintyMs + DATE_MS + DRIFT * Math.abs(dateMs - atDateMs),
    });
  }

  /** What the next page is to start from; null while nothing is known. */
  kept({ monotonicMs, dateMs }) {
    const now = this.at(this.reading(monotonicMs));
    if (now === null) return null;
    return {
      dateAheadMs: dateMs - now.serverMs, uncertaintyMs: now.uncertaintyMs, atDateMs: dateMs,
    };
  }

  /**
   * The laptop's epoch ms at a reading, with the sample that says least uncertainly, be it from
   * before or after: `offsetMs` is the reading less that. Null while nothing has been measured.
   */
  at(readingMs) {
    let best = null;
    for (const sample of this.#samples) {
      const uncertaintyMs = this.#uncertaintyOf(sample, readingMs);
      if (best === null || uncertaintyMs <= best.uncertaintyMs) best = { sample, uncertaintyMs };
    }
    if (best === null) return null;
    const { sample, uncertaintyMs } = best;
    const serverMs = sample.serverMs + this.rate * (readingMs - sample.readingMs);
    return { serverMs, offsetMs: readingMs - serverMs, uncertaintyMs };
  }

  #uncertaintyOf(sample, readingMs) {
    const [from, to] = [sample.readingMs, readingMs].sort((one, other) => one - other);
    const crossed = this.#breaks.filter(({ atMs }) => from < atMs && atMs <= to);
    return crossed.reduce((sumMs, { byMs }) => sumMs + byMs, sample.halfMs + DRIFT * (to - from));
  }

  #add(sample) {
    this.#samples.push(sample);
    if (this.#samples.length > KEPT_SAMPLES) this.#samples.shift();
  }
}
