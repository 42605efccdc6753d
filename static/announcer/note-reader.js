/** Reads what the announcer's link tells, soon after something has changed. */

import { request } from '../shared/api.js';
import { announcerPath, decodeAnnounced } from '../shared/individual-protocol.js';

/** Changes that come one upon the other are one reason to read. */
const SETTLE_MS = 300;
/** The server has more to do than this. */
const PACE_MS = 1500;
/** Also without a change: a birthday begins at midnight, a record is entered beside the page. */
const REFRESH_MS = 60_000;
const REFUSED = [401, 403];

export class NoteReader {
  #timer = null;
  #isReading = false;
  #isWanted = false;
  #isClosed = false;
  #lastMs = -PACE_MS;

  /** `onRead({notes, hasAccess})`: either may be missing, and is then as it was. */
  constructor(competitionId, key, onRead) {
    this.path = announcerPath(competitionId);
    this.headers = { Authorization: `Bearer ${key}` };
    this.onRead = onRead;
  }

  close() {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  readSoon() {
    this.#isWanted = true;
    if (this.#isReading || this.#isClosed) return;
    const waitMs = Math.max(SETTLE_MS, this.#lastMs + PACE_MS - performance.now());
    this.#readIn(waitMs);
  }

  async read() {
    clearTimeout(this.#timer);
    this.#isWanted = false;
    this.#isReading = true;
    this.#lastMs = performance.now();
    try {
      const notes = decodeAnnounced(await request(this.path, { headers: this.headers }));
      if (!this.#isClosed) this.onRead({ notes, hasAccess: true });
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      // Without an answer what was read before is still true of those whom it is about.
      const isRefused = REFUSED.includes(error.status);
      if (isRefused && !this.#isClosed) this.onRead({ notes: new Map(), hasAccess: false });
    } finally {
      this.#isReading = false;
    }
    if (this.#isWanted) this.readSoon();
    else if (!this.#isClosed) this.#readIn(REFRESH_MS);
  }

  #readIn(waitMs) {
    // What is to be read sooner than it was planned replaces the plan.
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.read(), waitMs);
  }
}
