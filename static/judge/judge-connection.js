/** The way to the laptop: a socket that comes back, and pings that measure the laptop's clock. */

import { decodeJudgeFrame, encodeStatusPing } from '../shared/judge-protocol.js';
import { judgeSocketPath } from '../shared/organizer-protocol.js';
import { ReconnectingSocket } from '../shared/socket.js';
import { TicketedSocket } from '../shared/ticketed-socket.js';
import { deviceName } from './device-name.js';

/**
 * In ms. A Wi-Fi that has died is noticed 4.3 to 5.4 s after the last word: what is due waits for
 * the next tick of the page's one timer.
 */
const TIMING = {
  connectWithin: 4000,
  heartbeatAfter: 1400,
  answerWithin: 2900,
  firstRetry: 300,
  longestRetry: 4000,
};
/** So many pings in a row measure the clock of a new connection: the best of them counts. */
const FIRST_PINGS = 5;
/** However slow they are. */
const READY_AFTER_MS = 2000;
/** A sleep after which a connection only looks alive. */
const DEAD_AFTER_MS = 1500;

/**
 * `onFrame(frame)` for all but pongs, `onStateChange(state)` (`connecting`, `open`, `waiting`),
 * `onReady()` when the clock of a new connection has been measured, `onMeasured()` after each
 * pong, `onRefused()` when the laptop is away or does not let the judge in. `unsentCount()` is told
 * to the organizer.
 */
export class JudgeConnection {
  state = 'connecting';
  #clock;
  #options;
  #socket;
  #pingsLeft = 0;
  #isReady = false;
  #openedAtMs = 0;
  #wasHidden = false;
  #stopWatching = [];

  constructor({ session, judgeId, clock, ticker, ...options }) {
    this.#clock = clock;
    this.#options = options;
    const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
    this.#socket = new ReconnectingSocket({
      url: `${scheme}//${location.host}${judgeSocketPath(judgeId)}`,
      browser: {
        connect: (url) => new TicketedSocket(url, () => session.ticket()),
        setTimer: (callback, delayMs) => ticker.setTimer(callback, delayMs),
        clearTimer: (timer) => ticker.clearTimer(timer),
      },
      timing: TIMING,
      heartbeat: () => this.#ping(),
      onMessage: (text) => this.#receive(decodeJudgeFrame(text)),
      onStateChange: (state) => this.#onState(state),
      onRefused: options.onRefused,
    });
    this.#stopWatching.push(ticker.subscribe(() => this.#tick()));
  }

  open() {
    this.#socket.open();
    this.#watch(document, 'visibilitychange', () => this.#onVisibility());
    this.#watch(window, 'pageshow', (event) => event.persisted && this.#socket.restart());
    this.#watch(window, 'online', () => this.#onNetwork());
    if (navigator.connection) this.#watch(navigator.connection, 'change', () => this.#onNetwork());
  }

  close() {
    for (const stop of this.#stopWatching) stop();
    this.#stopWatching = [];
    this.#socket.close();
  }

  send(text) {
    return this.#socket.send(text);
  }

  /** Gives up the present connection and makes a new one. */
  restart() {
    this.#socket.restart();
  }

  /** Somebody has signed in, say. */
  retryNow() {
    this.#socket.retryNow();
  }

  /** The phone's reading of a time of its monotonic clock, after what it may have slept. */
  reading(monotonicMs) {
    this.#compareClocks();
    return this.#clock.reading(monotonicMs);
  }

  #ping() {
    const nowMs = this.#clock.reading(performance.now());
    const device = deviceName(navigator.userAgent);
    return encodeStatusPing({ nowMs, unsentCount: this.#options.unsentCount(), device });
  }

  #onState(state) {
    this.state = state;
    this.#isReady = false;
    if (state === 'open') {
      this.#openedAtMs = performance.now();
      this.#measureAnew();
    }
    this.#options.onStateChange(state);
  }

  #receive(frame) {
    if (frame.type === 'connected') this.#clock.rate = frame.rate;
    if (frame.type !== 'pong') {
      this.#options.onFrame(frame);
      return;
    }
    const arrivedMs = this.#clock.reading(performance.now());
    this.#clock.measured({ ...frame, arrivedMs });
    this.#options.onMeasured();
    if (this.#pingsLeft > 0) this.#pingAgain();
    else this.#becomeReady();
  }

  #measureAnew() {
    this.#pingsLeft = FIRST_PINGS;
    this.#pingAgain();
  }

  #pingAgain() {
    this.#pingsLeft -= 1;
    this.#socket.send(this.#ping());
  }

  #becomeReady() {
    if (this.#isReady || this.state !== 'open') return;
    this.#isReady = true;
    this.#options.onReady();
  }

  #tick() {
    this.#compareClocks();
    if (this.state !== 'open' || this.#isReady) return;
    if (performance.now() - this.#openedAtMs > READY_AFTER_MS) this.#becomeReady();
  }

  #compareClocks() {
    const [monotonicMs, dateMs] = [performance.now(), Date.now()];
    const sleptMs = this.#clock.compare({ monotonicMs, dateMs, wasHidden: this.#wasHidden });
    this.#wasHidden = document.hidden;
    if (sleptMs > DEAD_AFTER_MS) this.#socket.restart();
    else if (sleptMs > 0 && this.state === 'open') this.#measureAnew();
  }

  #onVisibility() {
    this.#wasHidden = true;
    if (document.hidden) return;
    this.#compareClocks();
    this.#onNetwork();
  }

  /** On another network, or back on one. */
  #onNetwork() {
    if (this.state === 'open') this.#measureAnew();
    this.#socket.retryNow();
  }

  #watch(target, event, listener) {
    target.addEventListener(event, listener);
    this.#stopWatching.push(() => target.removeEventListener(event, listener));
  }
}
