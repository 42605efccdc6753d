/** Leaving: not by accident, and not while a tap would be left behind without a word. */

import { usePage } from '../ui/page.js';
import { html, useState } from '../vendor/htm-preact/standalone.module.js';
import { othersText } from './tap-words.js';

/** `onLeft()` is called when it is done. */
export function SignOut({ view, room, onLeft }) {
  const { text } = usePage();
  const [isAsking, setAsking] = useState(false);
  if (!isAsking) {
    return html`<button class="quiet large" onClick=${() => setAsking(true)}>
      ${text('judge.signOut')}</button>`;
  }
  const stay = () => setAsking(false);
  const leave = async () => {
    await room.signOut();
    onLeft();
  };
  return view.unsentCount > 0
    ? html`<${LeaveBehind} view=${view} leave=${leave} stay=${stay} />`
    : html`<div class="sign-out">
        <p>${text('judge.signOut.ask')}</p>
        ${view.othersUnsent.map((others) => html`<p key=${others.judgeName}>
          ${othersText(others, text)}</p>`)}
        <div class="buttons">
          <button class="secondary large" onClick=${stay}>${text('judge.stay')}</button>
          <button class="danger large" onClick=${leave}>${text('judge.signOut')}</button>
        </div>
      </div>`;
}

/** Refused; who has to, says a second time that the taps stay on this phone. */
function LeaveBehind({ view, leave, stay }) {
  const { text } = usePage();
  const [isSure, setSure] = useState(false);
  const one = view.unsentCount === 1;
  // In the phone's memory they would not stay: they would be gone.
  const isKept = view.storage === 'kept';
  return html`<div class="sign-out">
    <div class="banner banner-alarm" role="alert">
      <p><strong>${text(one ? 'signOut.unsent.one' : 'signOut.unsent.many', {
        count: view.unsentCount,
      })}</strong></p>
      <p>${text(isKept ? 'signOut.unsent.kept' : 'signOut.unsent.memory')}</p>
    </div>
    <p><button class="large" onClick=${stay}>${text('judge.stay')}</button></p>
    <label class="sign-out-sure">
      <input type="checkbox" checked=${isSure}
        onChange=${({ currentTarget }) => setSure(currentTarget.checked)} />
      ${text(isKept ? 'signOut.sure.kept' : 'signOut.sure.memory')}
    </label>
    <button class="danger outline large" disabled=${!isSure} onClick=${leave}>
      ${text(isKept ? 'signOut.leave.kept' : 'signOut.leave.memory')}</button>
  </div>`;
}
