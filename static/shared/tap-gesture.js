/**
 * Which touches, keys and clicks of the one big button are taps, and when each happened; and of the
 * keys of a keypad drawn on the page, where each has a `place` of its own.
 *
 * The moment is the event's own: a phone that is busy calls its handlers late. Moments are those of
 * `performance.now()`, in ms.
 */

/** Gloves, wet screens and worn glass report one touch twice; no hand taps twice in this time. */
const SAME_TOUCH_MS = 60;
/** A moment so far ahead of the clock, or so long ago, is a fault of the browser. */
const AHEAD_MS = 5;
const LATE_MS = 2000;
/** A click follows the finger's rising, or the key, within this time. */
const CLICK_WITHIN_MS = 700;

/**
 *     const gesture = new TapGesture();
 *     const momentMs = gesture.pointerDown(event); // null: no tap of its own
 *
 * Every method takes the event. Those that may be a tap return its moment, or null.
 */
export class TapGesture {
  #nowMs;
  #lastTouchMs;
  #lastTapMs = -Infinity;
  #lastPlace = '';
  #pointersDown = new Set();
  /** When a pointer or key last did something that a click may follow. */
  #lastTouchedMs = -Infinity;

  /**
   * `lastTouchMs()` is when a pointer was last put down or lifted anywhere on the page: the click of
   * that touch may come here, too, where the page stands differently by then.
   */
  constructor({ nowMs = () => performance.now(), lastTouchMs = () => -Infinity } = {}) {
    this.#nowMs = nowMs;
    this.#lastTouchMs = lastTouchMs;
  }

  pointerDown({ pointerId, timeStamp }, place = '') {
    this.#touched();
    if (this.#pointersDown.has(pointerId)) return null;
    this.#pointersDown.add(pointerId);
    return this.#tapAt(this.momentOf(timeStamp), place);
  }

  /** The pointer was lifted, or was taken away by the system. */
  pointerUp({ pointerId }) {
    if (this.#pointersDown.delete(pointerId)) this.#touched();
  }

  /** Space and Enter, which is what shutters that hang on a hand send, once for each press. */
  keyDown({ key, repeat, timeStamp }) {
    if (!isTapKey(key)) return null;
    this.#touched();
    return repeat ? null : this.#tapAt(this.momentOf(timeStamp));
  }

  keyUp({ key }) {
    if (isTapKey(key)) this.#touched();
  }

  /** A tap only without a pointer or key before it: screen readers click like that. */
  click({ timeStamp }, place = '') {
    const lastMs = Math.max(this.#lastTouchedMs, this.#lastTouchMs());
    const isOfTouch = this.#pointersDown.size > 0 || this.#nowMs() - lastMs < CLICK_WITHIN_MS;
    return isOfTouch ? null : this.#tapAt(this.momentOf(timeStamp), place);
  }

  /** Nothing is held down any more, whatever was missed: the page was out of sight, say. */
  releaseAll() {
    this.#pointersDown.clear();
  }

  /** The moment of an event: its own where that can be, else now. */
  momentOf(timeStamp) {
    const nowMs = this.#nowMs();
    const isSound = timeStamp <= nowMs + AHEAD_MS && timeStamp >= nowMs - LATE_MS;
    return isSound ? timeStamp : nowMs;
  }

  #touched() {
    this.#lastTouchedMs = this.#nowMs();
  }

  /**
   * Compared with the last tap, not with the last event: a touch that bounces for long would
   * otherwise swallow the next runner. Two keys are two touches, however close: two thumbs type.
   */
  #tapAt(momentMs, place = '') {
    const isClose = Math.abs(momentMs - this.#lastTapMs) < SAME_TOUCH_MS;
    if (isClose && place === this.#lastPlace) return null;
    this.#lastTapMs = momentMs;
    this.#lastPlace = place;
    return momentMs;
  }
}

/** Whether the key takes a time. */
export const isTapKey = (key) => key === ' ' || key === 'Enter';
