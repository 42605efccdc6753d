/** The control room's socket, for as long as somebody is signed in. */

import {
  decodeRoomFrame, EMPTY_ROOM, ROOM_SOCKET_PATH,
} from '../shared/organizer-protocol.js';
import { encodePing } from '../shared/protocol.js';
import { ServerClock } from '../shared/race-clock.js';
import { LiveSocket } from '../ui/live-socket.js';

/**
 * `now` is `{isLive, hasCome, room}`: whether what is shown is what is, whether anything has ever
 * come, and the sections of `EMPTY_ROOM`. `watch(listener)` returns a function that ends it.
 */
export class RoomFeed {
  clock = new ServerClock();
  now = { isLive: false, hasCome: false, room: EMPTY_ROOM };
  #watchers = new Set();
  #socket;

  constructor(session) {
    this.#socket = new LiveSocket({
      path: ROOM_SOCKET_PATH,
      session,
      heartbeat: encodePing,
      onMessage: (text) => this.#receive(decodeRoomFrame(text)),
      onStateChange: (state) => state !== 'open' && this.#change({ isLive: false }),
    });
  }

  open() {
    this.#socket.open();
  }

  close() {
    this.#socket.close();
    this.#change({ isLive: false });
  }

  watch(listener) {
    this.#watchers.add(listener);
    listener(this.now);
    return () => this.#watchers.delete(listener);
  }

  #receive({ type, serverMs, rate, sections }) {
    if (sections === undefined) return;
    const nowMs = performance.now();
    if (type === 'connected') this.clock.anchor({ serverMs, rate, nowMs });
    else this.clock.observe({ serverMs, nowMs });
    this.#change({ isLive: true, hasCome: true, room: { ...this.now.room, ...sections } });
  }

  #change(part) {
    this.now = { ...this.now, ...part };
    for (const watcher of this.#watchers) watcher(this.now);
  }
}
