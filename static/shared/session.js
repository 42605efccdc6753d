/** A signed-in account: its tokens, kept over a reload, and requests in its name. */

import { ApiError, request } from './api.js';
import {
  judgeOfAnswer, REFRESH_PATH, roleOf, SIGN_IN_PATH, SIGN_OUT_PATH, TICKET_PATH,
} from './organizer-protocol.js';

/**
 *     const session = new Session({ store, onChange: () => render() });
 *     await session.signIn('ana', 'secreto');
 *     await session.request('/api/me/');
 *
 * `store` keeps one text over a reload: `{read(): string | null, write(text | null)}`. Only the
 * refresh token goes there. `onChange` is called after signing in and out, and when the server
 * says that the session has ended; a server that does not answer ends nothing.
 *
 * Pages of the same browser share the store: `follow()`, called when another one wrote to it, goes
 * along with its signing in and out.
 */
export class Session {
  #store;
  #onChange;
  #ask;
  #access = null;
  #kept = null;
  #refreshing = null;
  #ending = null;

  constructor({ store, onChange = () => {}, ask = request }) {
    this.#store = store;
    this.#onChange = onChange;
    this.#ask = ask;
    this.#kept = readKept(store);
  }

  get isSignedIn() {
    return this.#kept !== null;
  }

  /** The name that was signed in with; null while nobody is. */
  get username() {
    return this.#kept?.username ?? null;
  }

  /** `role` of the account as the server names it; null while nobody is signed in. */
  get role() {
    return this.#kept?.role ?? null;
  }

  /**
   * `{id, name}` of the judge who is signed in; null for others, and for a session that was kept
   * before pages knew this.
   */
  get judge() {
    return this.#kept?.judge ?? null;
  }

  /** Why nobody is signed in any more, if not by `signOut`: `elsewhere` or `ended`; else null. */
  get ending() {
    return this.#ending;
  }

  async signIn(username, password) {
    const body = { username, password };
    this.adopt(await this.#ask(SIGN_IN_PATH, { method: 'POST', body }), username);
  }

  /** Takes over the tokens of an answer to a sign-in. */
  adopt(answer, username) {
    this.#access = answer.access;
    this.#refreshing = null;
    this.#ending = null;
    const judge = judgeOfAnswer(answer);
    this.#keep({ refresh: answer.refresh, username, role: roleOf(answer), judge });
  }

  /** Ends the session, here in any case and at the server when it answers. */
  async signOut() {
    const kept = this.#kept;
    if (kept === null) return;
    // Other pages hear of it first: the server's answer would only tell them that it has ended.
    this.#store.write(null);
    try {
      const body = { refresh: kept.refresh };
      await this.request(SIGN_OUT_PATH, { method: 'POST', body });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
    // Unless somebody has signed in meanwhile.
    if (this.#kept === kept) this.#end(null);
  }

  /** Another page of this browser signed in or out. */
  follow() {
    const kept = readKept(this.#store);
    if (kept?.refresh === this.#kept?.refresh) return;
    if (this.#kept !== null) this.#ending = 'elsewhere';
    if (kept !== null) this.#ending = null;
    this.#access = null;
    this.#refreshing = null;
    this.#kept = kept;
    this.#onChange();
  }

  /**
   * As `request` of api.js, in the name of the account: never in that of another one who signs in
   * while it waits for a token.
   */
  async request(path, options = {}) {
    const asker = this.#kept;
    const access = this.#access ?? (await this.#refreshFor(asker));
    try {
      return await this.#askAs(access, path, options);
    } catch (error) {
      if (error.status !== 401) throw error;
      return this.#askAs(await this.#refreshFor(asker, access), path, options);
    }
  }

  /** A ticket that opens one socket. */
  async ticket() {
    return (await this.request(TICKET_PATH, { method: 'POST', body: {} })).ticket;
  }

  #askAs(access, path, options) {
    const headers = { ...options.headers, Authorization: `Bearer ${access}` };
    return this.#ask(path, { ...options, headers });
  }

  async #refreshFor(asker, spent = null) {
    if (!isOfOneAccount(asker, this.#kept)) throw new ApiError(401);
    const access = await this.#refresh(spent);
    if (!isOfOneAccount(asker, this.#kept)) throw new ApiError(401);
    return access;
  }

  /** A new access token; requests that need one at the same time share the question. */
  #refresh(spent) {
    if (this.#access !== null && this.#access !== spent) return this.#access;
    if (this.#refreshing !== null) return this.#refreshing;
    const refreshing = this.#askForAccess().finally(() => {
      if (this.#refreshing === refreshing) this.#refreshing = null;
    });
    this.#refreshing = refreshing;
    return refreshing;
  }

  async #askForAccess() {
    const kept = this.#kept;
    if (kept === null) throw new ApiError(401);
    try {
      const body = { refresh: kept.refresh };
      const answer = await this.#ask(REFRESH_PATH, { method: 'POST', body });
      // An answer that was slow is not of whoever has signed in since.
      if (this.#kept === kept) this.#access = answer.access;
      return answer.access;
    } catch (error) {
      if (error.status === 401 && this.#kept === kept) this.#end('ended');
      throw error;
    }
  }

  #keep(kept) {
    this.#kept = kept;
    this.#store.write(kept === null ? null : JSON.stringify(kept));
    this.#onChange();
  }

  #end(ending) {
    this.#access = null;
    this.#refreshing = null;
    this.#ending = ending;
    this.#keep(null);
  }
}

const isOfOneAccount = (one, other) =>
  one === other
  || (one !== null && other !== null && one.role === other.role && isOfOneName(one, other));

/** By the id, where both have it: a name may be given to somebody else. */
function isOfOneName({ judge: one, username }, { judge: other, username: otherName }) {
  return one && other ? one.id === other.id : username === otherName;
}

function readKept(store) {
  try {
    const kept = JSON.parse(store.read() ?? 'null');
    return typeof kept?.refresh === 'string' ? kept : null;
  } catch {
    return null;
  }
}
