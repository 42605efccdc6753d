/**
 * Trial taps of the rehearsal, on a judge's phone, and how none of them can swallow a real one.
 *
 * The laptop answers a trial tap and forgets it. One that it refuses, or does not answer because the
 * connection is lost, is in doubt: if a race of the judge turns out to have been in progress when it
 * was made, it is a real tap.
 */

import { encodeTrialTap } from './judge-protocol.js';

/** A start may be pressed late: then the first runners come in soon after it. */
const LATE_PRESS_MS = 10_000;
const MOST_WAITING = 50;

/**
 * `send(text)` sends over the socket while `isOpen()`; `resolve(tap)` is `{offsetMs, uncertaintyMs}` of
 * a tap, as well as it is known now; `races()` are those of the judge, each with `isRunning`,
 * `startedAtMs` and `finishedAtMs`, null before. `onChange()` is called when `state` may have changed.
 */
export class TrialTaps {
  /** `{id, untilMs, state}`: what the laptop asks for; null for nothing. */
  #asked = null;
  /** Taps that were not answered, as a TapBook keeps a moment. */
  #waiting = [];
  #count = 0;
  #options;

  constructor({ nowMs = () => performance.now(), ...options }) {
    this.#options = { nowMs, ...options };
  }

  /**
   * `asked`, `sent` or `answered` while the trial button is to be shown. Null while the real one is:
   * always when a race of the judge is in progress, and without a connection.
   */
  get state() {
    const { isOpen, races, nowMs } = this.#options;
    if (this.#asked === null || nowMs() > this.#asked.untilMs || !isOpen()) return null;
    return races().some((race) => race.isRunning) ? null : this.#asked.state;
  }

  /** A frame of the judge's socket. Whether it was for this. */
  receive(frame) {
    if (frame.type === 'trial_asked') {
      const untilMs = this.#options.nowMs() + frame.seconds * 1000;
      this.#asked = { id: frame.id, untilMs, state: 'asked' };
      this.#options.onChange();
    } else if (frame.type === 'trial_over') this.end();
    else if (frame.type === 'trial_answered') this.#answered(frame.ref);
    else if (frame.type === 'error' && this.#waiting.some((tap) => tap.ref === frame.ref)) this.end();
    else return false;
    return true;
  }

  /** A tap on the trial button, `moment` as a TapBook keeps it. */
  tap(moment) {
    const ref = `trial${++this.#count}`;
    this.#waiting = [...this.#waiting, { ...moment, ref }].slice(-MOST_WAITING);
    if (this.#asked === null) return;
    const { id } = this.#asked;
    const { readingMs } = moment;
    this.#options.send(encodeTrialTap({ id, readingMs, ...this.#options.resolve(moment), ref }));
    this.#become('sent');
  }

  /** The judge is done with it, the laptop is, or the connection is lost. */
  end() {
    this.#asked = null;
    this.#options.onChange();
  }

  /** Once a second: nobody is asked for ever. */
  tick() {
    if (this.#asked !== null && this.#options.nowMs() > this.#asked.untilMs) this.end();
  }

  /** The readings of those taps in doubt that were made in a race; each is given once. */
  takeReal() {
    const races = this.#options.races();
    const real = this.#waiting.filter((tap) => races.some((race) => this.#isIn(race, tap)));
    this.#waiting = this.#waiting.filter((tap) => !real.includes(tap));
    return real.map((tap) => tap.readingMs);
  }

  #isIn({ isRunning, startedAtMs, finishedAtMs }, tap) {
    if (startedAtMs === null) return false;
    const { offsetMs } = this.#options.resolve(tap);
    if (offsetMs === null) return isRunning;
    const takenAtMs = tap.readingMs - offsetMs;
    return takenAtMs >= startedAtMs - LATE_PRESS_MS && (isRunning || takenAtMs <= finishedAtMs);
  }

  #answered(ref) {
    this.#waiting = this.#waiting.filter((tap) => tap.ref !== ref);
    if (this.#asked !== null) this.#become('answered');
  }

  #become(state) {
    this.#asked = { ...this.#asked, state };
    this.#options.onChange();
  }
}

/** The races in which a judge has a team or stands at a line, now or until lately. */
export function racesOf({ teams, lines = [], competitions }) {
  const ids = new Set([...teams, ...lines].map((one) => one.competitionId));
  return competitions.filter((one) => ids.has(one.id));
}
