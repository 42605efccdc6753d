/**
 * A WebSocket that comes back by itself, for as long as the page is open.
 *
 * A page cannot see the protocol's own pings, and a phone that leaves the Wi-Fi gets no close: so
 * it sends a heartbeat of its own, and takes a connection that stays silent for dead.
 */

const OPEN = 1;

/** All in milliseconds. Silence of `heartbeatAfter` + `answerWithin` means: dead. */
const DEFAULT_TIMING = Object.freeze({
  connectWithin: 5000,
  heartbeatAfter: 2500,
  answerWithin: 2500,
  firstRetry: 300,
  longestRetry: 5000,
  stableAfter: 5000,
});

const BROWSER = {
  connect: (url) => new WebSocket(url),
  setTimer: (callback, delayMs) => setTimeout(callback, delayMs),
  clearTimer: (timer) => clearTimeout(timer),
  random: () => Math.random(),
};

/**
 * How long to wait before attempt number `attempt` (from 0): doubling, never over the longest, and
 * drawn from the upper half, so that hundreds of pages do not come back in the same instant.
 */
export function retryDelayMs(attempt, random, { firstRetry, longestRetry } = DEFAULT_TIMING) {
  const ceiling = Math.min(longestRetry, firstRetry * 2 ** Math.min(attempt, 20));
  return ceiling * (0.5 + random / 2);
}

/**
 *     const socket = new ReconnectingSocket({
 *       url: 'ws://host/ws/competencia/1/',
 *       heartbeat: encodePing,
 *       onMessage: (text) => ...,
 *       onStateChange: (state) => ...,   // "connecting", "open", "waiting", "closed"
 *     });
 *     socket.open();
 *
 * `onRefused` is called when an attempt ends before the socket opened: the server is away, or does
 * not want it. The next attempt comes all the same.
 */
export class ReconnectingSocket {
  #options;
  #timing;
  #browser;
  #socket = null;
  #state = 'closed';
  #attempt = 0;
  #timer = null;
  #stableTimer = null;

  constructor({ timing, browser, ...options }) {
    this.#options = { onStateChange() {}, onRefused() {}, ...options };
    this.#timing = { ...DEFAULT_TIMING, ...timing };
    this.#browser = { ...BROWSER, ...browser };
  }

  get state() {
    return this.#state;
  }

  /** Starts, or does nothing when started. */
  open() {
    if (this.#state === 'closed') this.#connect();
  }

  /** Ends for good, until `open` is called again. No callback comes after. */
  close() {
    this.#drop();
    this.#state = 'closed';
    this.#attempt = 0;
  }

  /** Tries at once instead of waiting: the network has come back, or the page was woken. */
  retryNow() {
    if (this.#state === 'waiting') this.#connect();
  }

  /** Gives up the present connection, as if it had been cut, and makes a new one at once. */
  restart() {
    if (this.#state === 'closed') return;
    this.#drop();
    this.#connect();
  }

  /** True when the message went out; there is no queue. */
  send(text) {
    if (this.#socket?.readyState !== OPEN) return false;
    this.#socket.send(text);
    return true;
  }

  #connect() {
    this.#stopTimers();
    const socket = this.#browser.connect(this.#options.url);
    this.#socket = socket;
    this.#changeState('connecting');
    let wasOpen = false;
    socket.onopen = () => {
      wasOpen = true;
      this.#changeState('open');
      this.#stableTimer = this.#browser.setTimer(() => {
        this.#attempt = 0;
      }, this.#timing.stableAfter);
      this.#awaitHeartbeat();
    };
    socket.onmessage = (event) => {
      this.#awaitHeartbeat();
      this.#options.onMessage(event.data);
    };
    socket.onclose = () => {
      this.#drop();
      this.#waitForRetry();
      if (!wasOpen) this.#options.onRefused();
    };
    this.#setTimer(() => socket.onclose(), this.#timing.connectWithin);
  }

  /** Something was heard: the next heartbeat is due after a time of silence. */
  #awaitHeartbeat() {
    this.#setTimer(() => this.#beat(), this.#timing.heartbeatAfter);
  }

  #beat() {
    this.send(this.#options.heartbeat());
    this.#setTimer(() => this.#socket?.onclose?.(), this.#timing.answerWithin);
  }

  #waitForRetry() {
    this.#changeState('waiting');
    const delayMs = retryDelayMs(this.#attempt, this.#browser.random(), this.#timing);
    this.#attempt += 1;
    this.#setTimer(() => this.#connect(), delayMs);
  }

  /** Lets go of the socket; nothing that it still does is heard. */
  #drop() {
    this.#stopTimers();
    const socket = this.#socket;
    this.#socket = null;
    if (socket === null) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  #setTimer(callback, delayMs) {
    this.#browser.clearTimer(this.#timer);
    this.#timer = this.#browser.setTimer(callback, delayMs);
  }

  #stopTimers() {
    this.#browser.clearTimer(this.#timer);
    this.#browser.clearTimer(this.#stableTimer);
  }

  #changeState(state) {
    if (state === this.#state) return;
    this.#state = state;
    this.#options.onStateChange(state);
  }
}
