/** The one big button: takes the time at the touch, and shows at once that it has. */

import { isTapKey, TapGesture } from '../shared/tap-gesture.js';
import { usePage } from '../ui/page.js';
import { html, useEffect, useRef } from '../vendor/htm-preact/standalone.module.js';

const FLASH_MS = 260;
/** How much of the flash covers the button at first. */
const BRIGHT = 0.75;
const GENTLE = 0.25;
const LEFT_BUTTON = 0;

/**
 * `onTap(momentMs)` with the moment of the touch, as `performance.now()` has it; `onLift()` when
 * a finger or key leaves. While `isCovered` no key of a shutter taps, as it is meant for what lies
 * over the page, and never one of which `isForKeypad(key)` is true. What stands on the button are
 * its children.
 */
export function TapButton({ onTap, onLift, isCovered, isForKeypad = () => false, children }) {
  const { touches } = usePage();
  const gesture = useRef(null);
  gesture.current ??= new TapGesture({ lastTouchMs: () => touches.lastMs });
  const flash = useRef(null);
  const tap = (momentMs) => {
    if (momentMs === null) return;
    onTap(momentMs);
    const from = matchMedia('(prefers-reduced-motion: reduce)').matches ? GENTLE : BRIGHT;
    flash.current.animate({ opacity: [from, 0] }, { duration: FLASH_MS, easing: 'ease-out' });
  };
  const down = (event) => {
    if (event.button !== LEFT_BUTTON) return;
    tap(gesture.current.pointerDown(event));
    // A mouse may leave the button before it lets go.
    event.currentTarget.setPointerCapture?.(event.pointerId);
  };
  const lift = (event) => {
    gesture.current.pointerUp(event);
    onLift();
  };
  useShutterKeys({ gesture: gesture.current, tap, onLift, isCovered, isForKeypad });
  useEffect(() => {
    // What was lifted while the page was out of sight was lifted unseen.
    const release = () => gesture.current.releaseAll();
    window.addEventListener('blur', release);
    document.addEventListener('visibilitychange', release);
    return () => {
      window.removeEventListener('blur', release);
      document.removeEventListener('visibilitychange', release);
    };
  }, []);
  return html`
    <button type="button" id="tap" class="tap"
      onPointerDown=${down} onPointerUp=${lift} onPointerCancel=${lift}
      onClick=${(event) => tap(gesture.current.click(event))}
      onContextMenu=${(event) => event.preventDefault()}
      onDragStart=${(event) => event.preventDefault()}>
      <span class="tap-flash" ref=${flash}></span>
      ${children}
    </button>
  `;
}

/** Shutters for a hand send keys, to whatever has the focus; buttons keep their own. */
function useShutterKeys({ gesture, tap, onLift, isCovered, isForKeypad }) {
  const now = useRef(null);
  now.current = { tap, onLift, isCovered, isForKeypad };
  useEffect(() => {
    const isMine = ({ key, target }) =>
      isTapKey(key) && !now.current.isCovered && !now.current.isForKeypad(key)
      && (target === document.body || target.id === 'tap');
    const onKeyDown = (event) => {
      if (!isMine(event) || event.ctrlKey || event.altKey || event.metaKey) return;
      // The keypad has had it.
      if (event.defaultPrevented) return;
      // No click of its own, and no scrolling.
      event.preventDefault();
      now.current.tap(gesture.keyDown(event));
    };
    const onKeyUp = (event) => {
      if (!isMine(event)) return;
      event.preventDefault();
      gesture.keyUp(event);
      now.current.onLift();
    };
    document.addEventListener('keydown', onKeyDown);
    document.addEventListener('keyup', onKeyUp);
    return () => {
      document.removeEventListener('keydown', onKeyDown);
      document.removeEventListener('keyup', onKeyUp);
    };
  }, []);
}
