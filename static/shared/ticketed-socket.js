/** A WebSocket that fetches a ticket before it connects, so that no token stands in its address. */

/**
 * Looks like a WebSocket to `ReconnectingSocket`:
 *
 *     new ReconnectingSocket({
 *       url, browser: { connect: (url) => new TicketedSocket(url, () => session.ticket()) }, ...
 *     })
 */
export class TicketedSocket {
  onopen = null;
  onmessage = null;
  onclose = null;
  #socket = null;
  #isClosed = false;

  constructor(url, takeTicket, connect = (address) => new WebSocket(address)) {
    this.#open(url, takeTicket, connect);
  }

  get readyState() {
    return this.#socket?.readyState ?? 0;
  }

  send(text) {
    this.#socket?.send(text);
  }

  close() {
    this.#isClosed = true;
    this.#socket?.close();
  }

  async #open(url, takeTicket, connect) {
    let ticket;
    try {
      ticket = await takeTicket();
    } catch {
      this.onclose?.();
      return;
    }
    if (this.#isClosed) return;
    const joint = url.includes('?') ? '&' : '?';
    const socket = connect(`${url}${joint}ticket=${encodeURIComponent(ticket)}`);
    this.#socket = socket;
    socket.onopen = () => this.onopen?.();
    socket.onmessage = (event) => this.onmessage?.(event);
    socket.onclose = () => this.onclose?.();
  }
}
