/** Where the laptop's clock stood at each tap, by the best that is known now. */

import { PhoneClock } from '../shared/phone-clock.js';
import { newUuid } from '../shared/uuid.js';
import { keep, readKept } from '../ui/kept.js';

const KEY = 'tornado-timing.judge.clock';
const SECOND_MS = 1000;
/** The date of a phone is good for this much where a page has never heard the laptop. */
const DATE_MS = 1000;

/** The clock of this page, which starts from what the last one knew. */
export class TapMoments {
  clock = new PhoneClock({ timeOriginMs: performance.timeOrigin });
  /** Which page's readings are whose. */
  timeline = newUuid();

  constructor() {
    const kept = readKept(KEY);
    if (kept !== null) this.clock.seed(kept, phoneNow());
  }

  /** What this page knows is for the next one. */
  keep() {
    keep(KEY, this.clock.kept(phoneNow()));
  }

  /** The phone's reading now. */
  now() {
    return this.clock.reading(performance.now());
  }

  /** The moment `readingMs` as a TapBook keeps it, for `resolve` to say better later. */
  momentAt(readingMs) {
    const known = this.clock.at(readingMs);
    return {
      readingMs: Math.round(readingMs),
      timeline: this.timeline,
      dateMs: Date.now() - Math.round(this.now() - readingMs),
      offsetMs: known?.offsetMs ?? null,
      uncertaintyMs: known?.uncertaintyMs ?? null,
    };
  }

  /**
   * `{offsetMs, uncertaintyMs}` of a tap, nulls where nothing is known: a pong after it may say it
   * better than one long before.
   */
  resolve({ timeline, readingMs, dateMs, offsetMs, uncertaintyMs }) {
    const now = timeline === this.timeline ? this.clock.at(readingMs) : null;
    if (now !== null && (offsetMs === null || now.uncertaintyMs <= uncertaintyMs)) {
      return { offsetMs: now.offsetMs, uncertaintyMs: now.uncertaintyMs };
    }
    if (offsetMs !== null) return { offsetMs, uncertaintyMs };
    const kept = this.clock.kept(phoneNow());
    if (kept === null) return { offsetMs: null, uncertaintyMs: null };
    return {
      offsetMs: readingMs - (dateMs - kept.dateAheadMs),
      uncertaintyMs: kept.uncertaintyMs + DATE_MS,
    };
  }

  /** In how many ms a clock that counts from `startedAtMs` (epoch, or null) shows another second. */
  untilNextSecondMs(startedAtMs) {
    const now = this.clock.at(this.now());
    if (now === null || this.clock.rate !== 1) return SECOND_MS;
    const elapsedMs = now.serverMs - (startedAtMs ?? 0);
    return SECOND_MS - (((elapsedMs % SECOND_MS) + SECOND_MS) % SECOND_MS);
  }
}

const phoneNow = () => ({ monotonicMs: performance.now(), dateMs: Date.now() });
