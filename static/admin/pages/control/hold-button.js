/** A button for what must not happen by accident: it has to be held down. */

import { html, useEffect, useRef, useState } from '../../../vendor/htm-preact/standalone.module.js';

const HOLD_MS = 1500;

/**
 * Held for 1.5 s, with a finger, the mouse, space or enter, it calls `onHeld`. A short press, and
 * the press of a reader's or a voice's command, calls `onPressed`, which should ask.
 */
export function HoldButton({ onHeld, onPressed, isBusy = false, children, ...attributes }) {
  const [isHeld, setHeld] = useState(false);
  const timer = useRef(null);
  const hasFired = useRef(false);
  const release = () => {
    clearTimeout(timer.current);
    timer.current = null;
    setHeld(false);
  };
  const press = () => {
    if (timer.current !== null || isBusy) return;
    hasFired.current = false;
    setHeld(true);
    timer.current = setTimeout(() => {
      hasFired.current = true;
      release();
      onHeld();
    }, HOLD_MS);
  };
  useEffect(() => release, []);
  const isKey = (event) => event.key === ' ' || event.key === 'Enter';
  const onClick = () => {
    // The end of a press that was long enough is no further press.
    if (!hasFired.current && !isBusy) onPressed();
    hasFired.current = false;
  };
  const onKeyDown = (event) => {
    if (!isKey(event)) return;
    // Enter would press the button at once, and again and again.
    event.preventDefault();
    if (!event.repeat) press();
  };
  const onKeyUp = (event) => {
    if (!isKey(event)) return;
    event.preventDefault();
    const wasPressed = timer.current !== null;
    release();
    if (wasPressed) onPressed();
  };
  return html`<button
    ...${attributes}
    class=${`hold ${isHeld ? 'is-held' : ''} ${attributes.class ?? ''}`}
    aria-busy=${isBusy ? 'true' : null}
    onPointerDown=${(event) => event.button === 0 && press()}
    onPointerUp=${release}
    onPointerLeave=${release}
    onPointerCancel=${release}
    onContextMenu=${(event) => event.preventDefault()}
    onBlur=${release}
    onClick=${onClick}
    onKeyDown=${onKeyDown}
    onKeyUp=${onKeyUp}
  >${children}</button>`;
}
