/**
 * Who wears which bib in the races at whose lines the judge stands: kept on the phone, so that names
 * are there without a connection, and asked for anew by the tag of the list.
 */

import { RunnerList } from '../shared/bibs.js';
import { decodeWornBib, runnersPath } from '../shared/mark-protocol.js';

/** `onChange` is called when a list comes in; `open` gives them the store. */
export class RunnerLists {
  #session;
  #onChange;
  #store = null;
  /** By the race: `{tag, list}`. */
  #lists = new Map();
  #asking = new Map();

  constructor({ session, onChange }) {
    this.#session = session;
    this.#onChange = onChange;
  }

  /** How many runners of a race are known here; 0 where there is no list yet. */
  count(competitionId) {
    return this.#lists.get(competitionId)?.list.size ?? 0;
  }

  /** Who wears a bib, `{id, bib, name, team}` or null. */
  find(competitionId, bib) {
    return this.#lists.get(competitionId)?.list.find(bib) ?? null;
  }

  /** `store` is `{all(), put(list)}` of `{competitionId, tag, runners}`, promises. */
  async useStore(store) {
    this.#store = store;
    for (const { competitionId, tag, runners } of await store.all()) {
      if (!this.#lists.has(competitionId)) this.#set(competitionId, tag, runners);
    }
    this.#onChange();
  }

  /** Asks the laptop for the lists of these races, unless it is being asked. */
  refresh(competitionIds) {
    for (const id of new Set(competitionIds)) {
      if (this.#asking.has(id)) continue;
      this.#asking.set(id, this.#ask(id).finally(() => this.#asking.delete(id)));
    }
  }

  async #ask(competitionId) {
    try {
      const tag = this.#lists.get(competitionId)?.tag ?? null;
      const headers = tag === null ? {} : { 'If-None-Match': tag };
      const answer = await this.#session.request(runnersPath(competitionId), {
        headers, as: 'tagged',
      });
      if (answer.isSame) return;
      const runners = answer.value.map(decodeWornBib);
      this.#set(competitionId, answer.tag, runners);
      this.#onChange();
      // Without a store the list lasts as long as the page.
      await this.#store?.put({ competitionId, tag: answer.tag, runners }).catch(() => {});
    } catch (error) {
      // What is known stays: the laptop is away, or the judge stands there no more.
      if (error.name !== 'ApiError') throw error;
    }
  }

  #set(competitionId, tag, runners) {
    this.#lists.set(competitionId, { tag, list: new RunnerList(runners) });
  }
}
