/**
 * One touch does one thing, on the whole page.
 *
 * The page acts as soon as a finger touches or is lifted, and may stand differently then. The browser
 * sends the `mousedown` and the `click` of that touch only afterwards, to whatever lies under the finger
 * by now: to the big button, say, which has come up where a key was. Those are stopped here, before
 * anything on the page hears of them. Keys, and screen readers, click without any pointer.
 */

/** A click follows the finger's rising within this time. */
const CLICK_WITHIN_MS = 700;
const CONTROLS = 'button, a, label, input, select, textarea, summary';
const OPTIONS = { capture: true };

/**
 *     const touches = new OneTouch();
 *     touches.watch(window); // from now on
 *     touches.lastMs;        // when a pointer was last put down or lifted anywhere, or -Infinity
 */
export class OneTouch {
  lastMs = -Infinity;
  #nowMs;
  /** By pointer: `{control, liftedMs}`, what it went down on, and when it left. */
  #pointers = new Map();
  /** The one that was put down or lifted last. */
  #last = null;

  constructor({ nowMs = () => performance.now() } = {}) {
    this.#nowMs = nowMs;
  }

  watch(page) {
    page.addEventListener('pointerdown', this.#down, OPTIONS);
    page.addEventListener('pointerup', this.#lift, OPTIONS);
    page.addEventListener('pointercancel', this.#lift, OPTIONS);
    page.addEventListener('mousedown', this.#stopStray, OPTIONS);
    page.addEventListener('click', this.#stopStray, OPTIONS);
  }

  #down = ({ pointerId, target }) => {
    this.lastMs = this.#nowMs();
    for (const [id, { liftedMs }] of this.#pointers) {
      if (this.lastMs - liftedMs > CLICK_WITHIN_MS) this.#pointers.delete(id);
    }
    this.#last = { control: controlOf(target), liftedMs: Infinity };
    this.#pointers.set(pointerId, this.#last);
  };

  #lift = ({ pointerId }) => {
    this.lastMs = this.#nowMs();
    const pointer = this.#pointers.get(pointerId);
    if (pointer === undefined) return;
    pointer.liftedMs = this.lastMs;
    this.#last = pointer;
  };

  #stopStray = (event) => {
    if (!this.#isStray(event)) return;
    event.stopImmediatePropagation();
    // Neither the focus, which a shutter's key would press, nor a tick in a box.
    event.preventDefault();
  };

  #isStray({ detail, pointerId, target }) {
    // 0 of keys, screen readers and programs.
    if (detail === 0) return false;
    // Not every event says of which pointer it is.
    const pointer = this.#pointers.get(pointerId) ?? this.#last;
    if (pointer === null || this.#nowMs() - pointer.liftedMs > CLICK_WITHIN_MS) return false;
    return pointer.control !== null && pointer.control !== controlOf(target);
  }
}

/** What a touch of `target` works, or null; a label works its field. */
function controlOf(target) {
  const control = target.closest?.(CONTROLS) ?? null;
  return control?.control ?? control;
}
