/** A judge's socket: what it says of the race, and that the laptop hears this phone. */

import { decodeJudgeFrame, encodeStatusPing } from '../shared/judge-protocol.js';
import { judgeSocketPath } from '../shared/organizer-protocol.js';
import { ServerClock } from '../shared/race-clock.js';
import { LiveSocket } from '../ui/live-socket.js';
import { deviceName } from './device-name.js';

/**
 * `onChange({state, competition, roundTripMs})` whenever something is new: `state` is that of the
 * connection (`connecting`, `open`, `waiting`). `onTeamsChanged()` when the organizer has given or
 * taken teams, or may have done so while the phone was away; `onRefused()` when the server does not
 * let the judge in or is away.
 */
export class JudgeFeed {
  clock = new ServerClock();
  now = { state: 'connecting', competition: null, roundTripMs: null };
  #options;
  #socket;

  constructor(session, judgeId, options) {
    this.#options = options;
    this.#socket = new LiveSocket({
      path: judgeSocketPath(judgeId),
      session,
      heartbeat: () => this.#ping(),
      onMessage: (text) => this.#receive(decodeJudgeFrame(text)),
      onStateChange: (state) => this.#onState(state),
      onRefused: options.onRefused,
    });
  }

  open() {
    this.#socket.open();
  }

  close() {
    this.#socket.close();
  }

  #ping() {
    const device = deviceName(navigator.userAgent);
    return encodeStatusPing({ nowMs: Date.now(), unsentCount: 0, device });
  }

  #onState(state) {
    // At once, so that the organizer sees the phone's clock and name without waiting.
    if (state === 'open') this.#socket.send(this.#ping());
    this.#change({ state });
  }

  #receive({ type, serverMs, rate, competition, sentMs }) {
    const nowMs = performance.now();
    if (type === 'connected') this.clock.anchor({ serverMs, rate, nowMs });
    else if (serverMs !== undefined) this.clock.observe({ serverMs, nowMs });
    if (type === 'pong') this.#change({ roundTripMs: Math.max(0, Date.now() - sentMs) });
    else if (type === 'connected') this.#connected(competition);
    else if (type === 'race_started' || type === 'race_stopped') this.#raceTurned(competition);
    else if (type === 'race_changed') this.#raceChanged(competition);
    else if (type === 'teams_changed') this.#options.onTeamsChanged();
  }

  #connected(competition) {
    this.#change({ competition });
    this.#options.onTeamsChanged();
  }

  /** A judge may have teams in several competitions: that in progress is the one that matters. */
  #raceTurned(competition) {
    const shown = this.now.competition;
    if (shown !== null && shown.id !== competition.id && !competition.isRunning) return;
    this.#change({ competition: { ...(shown?.id === competition.id ? shown : {}), ...competition } });
  }

  /** Another name, or the start was corrected. */
  #raceChanged(competition) {
    if (this.now.competition?.id === competition.id) this.#change({ competition });
  }

  #change(part) {
    this.now = { ...this.now, ...part };
    this.#options.onChange(this.now);
  }
}
