/** A button of a strip that is pushed sideways. */

import { html, useEffect, useRef } from '../vendor/htm-preact/standalone.module.js';

/** A finger that moves further than this scrolls. */
const MOVED_PX = 12;

/**
 * Chosen as soon as the finger is lifted: browsers send no click while another finger lies on the
 * button below. The click of that touch comes here once more, where the button still stands, and then
 * chooses the same (OneTouch keeps it from everything else). Brought into sight when it `isCurrent`; other properties are the button's own.
 */
export function StripButton({ isCurrent, onChoose, children, ...attributes }) {
  const element = useRef(null);
  const from = useRef(null);
  useEffect(() => {
    if (isCurrent) element.current.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [isCurrent]);
  const onPointerDown = ({ clientX, clientY }) => {
    from.current = { clientX, clientY };
  };
  const onPointerUp = ({ clientX, clientY }) => {
    const start = from.current;
    from.current = null;
    if (start === null) return;
    if (Math.hypot(clientX - start.clientX, clientY - start.clientY) <= MOVED_PX) onChoose();
  };
  return html`
    <button type="button" ...${attributes} ref=${element} onClick=${onChoose}
      onPointerDown=${onPointerDown} onPointerUp=${onPointerUp}
      onPointerCancel=${() => {
        from.current = null;
      }}>${children}</button>
  `;
}
