/** Small signs beside words: drawn here, as phones draw their own signs in any colour and size. */

import { html } from '../vendor/htm-preact/standalone.module.js';

/** Lines in a square of 24. */
const LINES = {
  open: 'M4 12.5l5 5L20 6.5',
  connecting: 'M6 12h.01M12 12h.01M18 12h.01',
  waiting: 'M3 3l18 18M5 10a12 12 0 0 1 5-3M19 10a12 12 0 0 0-3-2M8.5 14a6 6 0 0 1 4-1.5M12 19h.01',
  barred: 'M12 4v10M12 19h.01',
  inactive: 'M12 4v10M12 19h.01',
  ended: 'M7 11V8a5 5 0 0 1 10 0v3M5 11h14v9H5z',
  saving: 'M6 12h.01M12 12h.01M18 12h.01',
  unsent: 'M12 20V5M6 11l6-6 6 6',
  stored: 'M4 12.5l5 5L20 6.5',
  refused: 'M9 9a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.2-1.5 2.4M12 18.5h.01',
  held: 'M12 4v10M12 19h.01',
  withdrawn: 'M6 6l12 12M18 6L6 18',
  undo: 'M9 5L4 10l5 5M4 10h10a6 6 0 0 1 0 12h-3',
  erase: 'M9 5h12v14H9L3 12zM11.5 9.5l5 5M16.5 9.5l-5 5',
  menu: 'M4 6h16M4 12h16M4 18h16',
  close: 'M6 6l12 12M18 6L6 18',
  warning: 'M12 3L2 21h20zM12 10v5M12 18h.01',
};

/** `name` is one of the signs above; it says nothing to screen readers, the words beside it do. */
export const Icon = ({ name }) => html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
  <path d=${LINES[name]} />
</svg>`;
