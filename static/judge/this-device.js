/** This phone, as marks name it, and how many marks it has made: for ever, whoever is signed in. */

import { newUuid } from '../shared/uuid.js';
import { keep, readKept } from '../ui/kept.js';
import { deviceName } from './device-name.js';

const KEY = 'tornado-timing.judge.device';
/** A mark takes no longer name than 60. */
const LONGEST_NAME = 48;
const ID_LENGTH = 8;

/** `{id, count}` of this phone, also for one that keeps nothing, where it lasts as long as the page. */
export class ThisDevice {
  #userAgent;
  #state = null;

  constructor(userAgent) {
    this.#userAgent = userAgent;
  }

  /** `iPhone a81bc81b`: what people tell phones apart by, and what tells two of a kind apart. */
  get id() {
    return this.#read().id;
  }

  /** The number of the next mark of this phone, from 1; never the same again. */
  nextSequence() {
    const { id, count } = this.#read();
    this.#state = { id, count: count + 1 };
    keep(KEY, this.#state);
    return this.#state.count;
  }

  #read() {
    // Each time: another window of this phone counts too.
    const kept = readKept(KEY);
    if (this.#state === null) {
      this.#state = kept ?? newDevice(this.#userAgent);
      if (kept === null) keep(KEY, this.#state);
    } else if (kept !== null && kept.id === this.#state.id && kept.count > this.#state.count) {
      this.#state = kept;
    }
    return this.#state;
  }
}

function newDevice(userAgent) {
  const name = deviceName(userAgent).slice(0, LONGEST_NAME);
  return { id: `${name} ${newUuid().slice(0, ID_LENGTH)}`.trim(), count: 0 };
}
