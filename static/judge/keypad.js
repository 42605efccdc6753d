/** A keypad for a thumb in a glove: keys are taken at the touch, and no system keyboard comes up. */

import { TapGesture } from '../shared/tap-gesture.js';
import { usePage } from '../ui/page.js';
import { html, useEffect, useRef } from '../vendor/htm-preact/standalone.module.js';
import { Icon } from './icons.js';

const LEFT_BUTTON = 0;
const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];
const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ-'];
/** What of a real keyboard is part of a bib. */
const OF_A_BIB = /^[\p{L}\d/.-]$/u;

export const ERASE = 'erase';
export const ENTER = 'enter';

/**
 * `onKey(key, momentMs)` with a digit, letter, ERASE or ENTER; `onLift()` when a finger leaves.
 * `hasLetters` shows them in the place of the digits.
 */
export function Keypad({ hasLetters, onKey, onLift }) {
  const { text, touches } = usePage();
  const gesture = useRef(null);
  gesture.current ??= new TapGesture({ lastTouchMs: () => touches.lastMs });
  const press = (key, momentMs) => {
    if (momentMs !== null) onKey(key, momentMs);
  };
  const keyOf = ({ target }) => target.closest('[data-key]')?.dataset.key;
  const down = (event) => {
    const key = keyOf(event);
    if (key === undefined || event.button !== LEFT_BUTTON) return;
    press(key, gesture.current.pointerDown(event, key));
  };
  const lift = (event) => {
    gesture.current.pointerUp(event);
    onLift();
  };
  const click = (event) => {
    const key = keyOf(event);
    if (key !== undefined) press(key, gesture.current.click(event, key));
  };
  useEffect(() => {
    // What was lifted while the page was out of sight, or beside the keys, was lifted unseen.
    const release = () => gesture.current.releaseAll();
    const names = ['blur', 'pointerup', 'pointercancel'];
    for (const name of names) window.addEventListener(name, release);
    return () => {
      for (const name of names) window.removeEventListener(name, release);
    };
  }, []);
  const key = (value) => html`<button type="button" key=${value} data-key=${value}>${value}</button>`;
  const erase = html`<button type="button" key=${ERASE} data-key=${ERASE} class="key-erase"
    aria-label=${text('key.erase')}><${Icon} name="erase" /></button>`;
  return html`
    <div class=${`keypad ${hasLetters ? 'keypad-letters' : ''}`} role="group"
      aria-label=${text('key.pad')} onPointerDown=${down} onPointerUp=${lift}
      onPointerCancel=${lift} onClick=${click} onContextMenu=${(event) => event.preventDefault()}>
      ${hasLetters
        ? [...LETTERS.map(key), erase]
        : [...DIGITS.map(key), erase, key('0'), html`<button type="button" key=${ENTER}
            data-key=${ENTER} class="key-enter" aria-label=${text('key.enter')}>
            <${Icon} name="stored" /></button>`]}
    </div>
  `;
}

/**
 * A keyboard that is plugged in types, too. `onKey(key, momentMs)` as that of Keypad; `takesEnter()`
 * says whether Enter is a bib's end: it may be a shutter's as well.
 */
export function useKeyboard({ onKey, takesEnter, isOff }) {
  const now = useRef(null);
  now.current = { onKey, takesEnter, isOff };
  useEffect(() => {
    const gesture = new TapGesture();
    const onKeyDown = (event) => {
      const key = now.current.isOff || event.ctrlKey || event.altKey || event.metaKey
        ? null
        : keyOfKeyboard(event, now.current.takesEnter);
      if (key === null) return;
      event.preventDefault();
      if (key === ENTER && event.repeat) return;
      now.current.onKey(key, gesture.momentOf(event.timeStamp));
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}

function keyOfKeyboard({ key, target }, takesEnter) {
  if (target.closest('input, select, textarea, dialog')) return null;
  const isElsewhere = target !== document.body && target.id !== 'tap';
  if (key === 'Enter') return !isElsewhere && takesEnter() ? ENTER : null;
  if (key === 'Backspace') return ERASE;
  return OF_A_BIB.test(key) ? key.toUpperCase() : null;
}
