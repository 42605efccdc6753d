/** Whether the laptop hears this phone, and how many taps it does not have yet: always on top. */

import { usePage } from '../ui/page.js';
import { html, useRef } from '../vendor/htm-preact/standalone.module.js';
import { Icon } from './icons.js';

/** `onSignIn` opens the sign-in, `onMenu` the menu. */
export function SignalBar({ view, onSignIn, onMenu, isSigningIn }) {
  const { text } = usePage();
  const state = useCalmState(view.connection);
  const isOffline = state === 'waiting' && view.storage === 'kept';
  return html`
    <div class=${`signal signal-${state}`}>
      <${Icon} name=${state} />
      <p class="signal-words">
        <strong role="status">${text(isOffline ? 'signal.waiting.kept' : `signal.${state}`)}</strong>
        <span class="signal-unsent">${unsentText(view, text)}</span>
      </p>
      ${state === 'ended' && !isSigningIn && html`<button class="signal-do" onClick=${onSignIn}>
        ${text('judge.signIn')}</button>`}
      <button class="signal-menu" aria-label=${text('menu.open')} aria-haspopup="dialog"
        onClick=${onMenu}><${Icon} name="menu" /></button>
    </div>
  `;
}

/**
 * Without a connection the page tries again and again, and each try is `connecting` for a moment:
 * the bar does not change its colour for that.
 */
function useCalmState(connection) {
  const shown = useRef(connection);
  const isTryAgain = connection === 'connecting' && shown.current === 'waiting';
  if (!isTryAgain) shown.current = connection;
  return shown.current;
}

export function unsentText({ unsentCount, othersUnsent }, text) {
  if (unsentCount === null) return text('signal.opening');
  if (unsentCount > 0) return text('signal.unsent', { count: unsentCount });
  return text(othersUnsent.length > 0 ? 'signal.ownSent' : 'signal.allSent');
}
