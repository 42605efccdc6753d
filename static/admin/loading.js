/** What a page shows until it has what it asks for, and where it does not get it. */

import { errorText, usePage } from '../ui/page.js';
import { html } from '../vendor/htm-preact/standalone.module.js';

/**
 * Draws `children(value)` with the value of `useLoaded` or `useLive`.
 *
 * A value that is there stays when loading it again fails, with what is being typed: the frame
 * says that the connection is lost, and this says when the thing itself is gone.
 */
export function Loaded({ from, children }) {
  const { text, translator } = usePage();
  if (from.value !== null) {
    const isGone = from.error?.status === 404;
    return html`
      <div aria-live="assertive">
        ${isGone && html`<p class="banner banner-alarm">${errorText(translator, from.error)}</p>`}
      </div>
      ${children(from.value)}
    `;
  }
  if (from.error === null) {
    return html`<p class="first-words" aria-busy="true">${text('loading.wait')}</p>`;
  }
  return html`
    <div class="banner banner-alarm" role="alert">
      <p>${errorText(translator, from.error)}</p>
      <button class="small secondary" onClick=${from.reload}>${text('loading.again')}</button>
    </div>
  `;
}

/** The head of a page: its title, a line below it, and its buttons, the most common first. */
export function PageHead({ title, below = null, children }) {
  return html`
    <div class="page-head">
      <div>
        <h1 tabindex="-1">${title}</h1>
        ${below && html`<p class="below">${below}</p>`}
      </div>
      <div class="buttons">${children}</div>
    </div>
  `;
}
