/** A sheet over the whole page; Escape and the phone's way back close it. */

import { useModal } from '../ui/modal.js';
import { usePage } from '../ui/page.js';
import { html, useEffect, useRef } from '../vendor/htm-preact/standalone.module.js';
import { Icon } from './icons.js';

/** Open as long as it is drawn; `onClose` is asked to stop drawing it. */
export function Sheet({ title, onClose, children }) {
  const { text } = usePage();
  const close = useWayBack(onClose);
  const modal = useModal(close);
  return html`
    <dialog ...${modal} class="sheet" aria-labelledby="sheet-title">
      <header class="sheet-head">
        <h2 id="sheet-title">${title}</h2>
        <button class="quiet sheet-close" onClick=${close}>
          <${Icon} name="close" /> ${text('sheet.close')}</button>
      </header>
      <div class="sheet-body">${children}</div>
    </dialog>
  `;
}

/**
 * A place in the history for as long as the sheet is open: going back leaves the sheet, not the
 * page. Returns what closes it.
 */
function useWayBack(onClose) {
  const latest = useRef(onClose);
  latest.current = onClose;
  useEffect(() => {
    let isThere = true;
    const onPopState = () => {
      isThere = false;
      latest.current();
    };
    history.pushState({ sheet: true }, '');
    window.addEventListener('popstate', onPopState);
    return () => {
      window.removeEventListener('popstate', onPopState);
      if (isThere) history.back();
    };
  }, []);
  return () => latest.current();
}
