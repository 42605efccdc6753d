/** A socket of this server as pages use it: back by itself, after a sleep of the device as well. */

import { ReconnectingSocket } from '../shared/socket.js';
import { TicketedSocket } from '../shared/ticketed-socket.js';
import { watchForWaking } from './waking.js';

/**
 * A ReconnectingSocket at `path`, in the name of `session` where there is one. `options` are those
 * of ReconnectingSocket.
 */
export class LiveSocket extends ReconnectingSocket {
  #stopWatching = null;

  constructor({ path, session = null, ...options }) {
    const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
    const connect = (url) => new TicketedSocket(url, () => session.ticket());
    const browser = session === null ? {} : { connect };
    super({ url: `${scheme}//${location.host}${path}`, browser, ...options });
  }

  open() {
    super.open();
    this.#stopWatching ??= watchForWaking({
      onWoken: () => this.restart(),
      onOnline: () => this.retryNow(),
    });
  }

  close() {
    this.#stopWatching?.();
    this.#stopWatching = null;
    super.close();
  }
}
