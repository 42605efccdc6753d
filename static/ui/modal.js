/** The browser's own dialogs: they keep the keyboard inside, and close on Escape. */

import { useLayoutEffect, useRef } from '../vendor/htm-preact/standalone.module.js';

/**
 * What a `<dialog>` takes that is open as long as it is drawn: `ref`, and `onCancel`, by which Escape
 * and a phone's way back ask to `close` it.
 *
 *     const modal = useModal(onClose);
 *     html`<dialog ...${modal}>`
 */
export function useModal(close) {
  const ref = useRef(null);
  // Before the next picture: what is below must not take a key that is meant for it.
  useLayoutEffect(() => {
    const dialog = ref.current;
    dialog.showModal();
    return () => dialog.close();
  }, []);
  const onCancel = (event) => {
    event.preventDefault();
    close();
  };
  return { ref, onCancel };
}
