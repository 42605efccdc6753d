/** A sentence in place of the page's content, with a hint of what to do. */

import { html } from '../vendor/htm-preact/standalone.module.js';

/** `name` is the key of the text; the hint's is the same with `.hint`. */
export function Notice({ translator, name }) {
  return html`
    <div class="notice" role="status">
      <p>${translator.text(name)}</p>
      <p class="hint">${translator.text(`${name}.hint`)}</p>
    </div>
  `;
}
