/**
 * From the countdown to the start of a race. Pure: what it needs of the world is handed in.
 *
 * The rule that everything here serves: a start is sent once. What was sent and not answered may
 * have arrived, so it is never sent again by itself; the server is asked what is the case.
 */

/** A timer that fires so long after zero means that the laptop slept: nobody saw the countdown. */
export const MISSED_MS = 1500;
const ASK_AGAIN_MS = 1500;

/** What the server says when the race runs already: the start that was sent has arrived. */
const ALREADY_RUNNING = 'race_already_running';

const WORLD = {
  nowMs: () => performance.now(),
  setTimer: (callback, delayMs) => setTimeout(callback, delayMs),
  clearTimer: (timer) => clearTimeout(timer),
};

/**
 *     const sequence = new StartSequence({
 *       send: () => ...,          // sends the start; raises ApiError
 *       askIsRunning: () => ...,  // asks the server; raises ApiError
 *       serverTimeMs: () => ...,  // epoch ms by the server's clock, or null
 *       onChange: (state) => ...,
 *       onSecond: (secondsLeft) => ..., // 0 at the start
 *     });
 *     sequence.begin(5);
 *
 * `state.name` is one of: `idle`; `counting` with `secondsLeft`; `sending`; `unanswered`, while the
 * server is asked; `notStarted`, when it said so after an unanswered start; `refused` with `error`;
 * `missed`; `started`. `state.signalMs` is the server's time at the zero of a start that was not
 * answered: people ran at that moment.
 */
export class StartSequence {
  state = { name: 'idle', signalMs: null };
  #world;
  #timer = null;
  #zeroAtMs = 0;
  /** Grows with every step that makes answers to earlier questions void. */
  #turn = 0;

  constructor(world) {
    this.#world = { ...WORLD, ...world };
  }

  get isCounting() {
    return this.state.name === 'counting';
  }

  /** Starts counting down, unless something is on its way already. */
  begin(seconds) {
    if (['counting', 'sending', 'unanswered'].includes(this.state.name)) return;
    this.#turn += 1;
    this.#zeroAtMs = this.#world.nowMs() + seconds * 1000;
    this.#tick();
  }

  /** Ends the countdown; once the start has been sent it is too late for that. */
  abort() {
    if (!this.isCounting) return;
    this.#stop();
    this.#become({ name: 'idle' });
  }

  /** The race is known to run, whoever has started it. */
  noticeRunning() {
    if (this.isCounting) this.abort();
    else if (['sending', 'unanswered', 'notStarted'].includes(this.state.name)) this.#started();
    else if (['refused', 'missed'].includes(this.state.name)) this.#become({ name: 'idle' });
  }

  /** Back to the beginning; the page is left, or the race has been stopped. */
  reset() {
    this.#stop();
    this.state = { name: 'idle', signalMs: null };
    this.#world.onChange(this.state);
  }

  #tick() {
    const leftMs = this.#zeroAtMs - this.#world.nowMs();
    if (leftMs <= -MISSED_MS) {
      this.#become({ name: 'missed' });
      return;
    }
    const secondsLeft = Math.max(0, Math.ceil(leftMs / 1000));
    if (this.state.secondsLeft !== secondsLeft) this.#world.onSecond(secondsLeft);
    if (leftMs <= 0) {
      this.#send();
      return;
    }
    this.#become({ name: 'counting', secondsLeft });
    this.#wait(() => this.#tick(), leftMs - (secondsLeft - 1) * 1000);
  }

  async #send() {
    const turn = this.#turn;
    const signalMs = this.state.signalMs ?? this.#world.serverTimeMs();
    this.#become({ name: 'sending' });
    try {
      await this.#world.send();
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      if (turn !== this.#turn) return;
      if (error.code === ALREADY_RUNNING) this.#started();
      else if (error.status === 0) {
        this.#become({ name: 'unanswered', signalMs });
        this.#ask();
      } else this.#become({ name: 'refused', error });
      return;
    }
    if (turn === this.#turn) this.#started();
  }

  async #ask() {
    const turn = this.#turn;
    try {
      const isRunning = await this.#world.askIsRunning();
      if (turn !== this.#turn) return;
      if (isRunning) this.#started();
      else this.#become({ name: 'notStarted' });
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      if (turn === this.#turn) this.#wait(() => this.#ask(), ASK_AGAIN_MS);
    }
  }

  #started() {
    this.#stop();
    this.#become({ name: 'started' });
  }

  #wait(callback, delayMs) {
    this.#world.clearTimer(this.#timer);
    this.#timer = this.#world.setTimer(callback, delayMs);
  }

  #stop() {
    this.#turn += 1;
    this.#world.clearTimer(this.#timer);
  }

  /** The time of the signal stays known until `reset`. */
  #become(state) {
    this.state = { signalMs: this.state.signalMs, ...state };
    this.#world.onChange(this.state);
  }
}
