/** A session as long as it is one judge's: nothing is asked, nor sent, in the name of another. */

import { ApiError } from './api.js';

/** Whether a judge's session is that of `judge`, `{id, signedInAs}`. */
export const isSessionOf = (session, judge) =>
  (session.judge === null ? session.username === judge.signedInAs : session.judge.id === judge.id);

/**
 *     const own = new OwnSession(session, { id: 3, signedInAs: 'ana' });
 *     await own.request('/api/mis-lineas/'); // ApiError(401) where somebody else has signed in
 */
export class OwnSession {
  #session;
  #judge;

  constructor(session, judge) {
    this.#session = session;
    this.#judge = judge;
  }

  /** The judge is signed in. */
  get isSignedIn() {
    return this.#session.isSignedIn && isSessionOf(this.#session, this.#judge);
  }

  /** Somebody else is. */
  get isAnothers() {
    return this.#session.isSignedIn && !isSessionOf(this.#session, this.#judge);
  }

  async request(path, options) {
    this.#check();
    return this.#session.request(path, options);
  }

  async ticket() {
    this.#check();
    return this.#session.ticket();
  }

  /** Ends it, unless it is somebody else's. */
  async signOut() {
    if (!this.isAnothers) await this.#session.signOut();
  }

  #check() {
    if (!this.isSignedIn) throw new ApiError(401);
  }
}
