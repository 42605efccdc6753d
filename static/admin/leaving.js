/** Asks before what was typed, or is shown but once, is thrown away by a link, the way back, or Escape. */

import { useModal } from '../ui/modal.js';
import { usePage } from '../ui/page.js';
import { findUnsaved, giveUpUnsaved } from '../ui/unsaved.js';
import { html, useEffect, useRef, useState } from '../vendor/htm-preact/standalone.module.js';

/**
 * `{leave, question}`: `leave(then)` calls `then` at once where nothing is unsaved, else when the
 * user says so; `question` is what is asked meanwhile, or null.
 */
export function useLeaving() {
  const [then, setThen] = useState(null);
  const asked = useRef(null);
  const leave = (next) => {
    const found = findUnsaved();
    if (found === null) {
      next();
      return;
    }
    asked.current = found.question;
    setThen(() => next);
  };
  useWatchedKeys(leave);
  useWatchedLinks(leave);
  const answer = (isSure) => {
    setThen(null);
    if (isSure) then();
  };
  return { leave, question: then && html`<${LeaveQuestion} question=${asked.current} answer=${answer} />` };
}

/** Escape in a dialog with something unsaved; what is behind the dialog is not in danger. */
function useWatchedKeys(leave) {
  useEffect(() => {
    const onKeyDown = (event) => {
      if (event.key !== 'Escape' || document.querySelector('dialog.leaving[open]')) return;
      const { close } = findUnsaved() ?? {};
      if (!close) return;
      // Left to itself, the browser closes a dialog at the second Escape, whatever is in it.
      event.preventDefault();
      leave(close);
    };
    window.addEventListener('keydown', onKeyDown, true);
    return () => window.removeEventListener('keydown', onKeyDown, true);
  }, []);
}

/** Links to other places of the panel that open in this window. */
function useWatchedLinks(leave) {
  useEffect(() => {
    const onClick = (event) => {
      const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
      const link = event.target.closest?.('a[href^="#/"]:not([target])');
      if (!isPlain || !link || findUnsaved() === null) return;
      event.preventDefault();
      leave(() => goTo(link.getAttribute('href')));
    };
    window.addEventListener('click', onClick, true);
    return () => window.removeEventListener('click', onClick, true);
  }, []);
}

/**
 * The address behind the `#`, followed by `onGo(hash)`. The browser's own Back cannot be held up:
 * while something is unsaved, the address is put back and the question asked.
 */
export function useAddress(leave, onGo) {
  const shown = useRef(location.hash);
  useEffect(() => {
    const show = () => {
      shown.current = location.hash;
      onGo(location.hash);
    };
    const follow = () => {
      if (findUnsaved() === null || location.hash === shown.current) {
        show();
        return;
      }
      const wanted = location.hash;
      history.pushState(null, '', shown.current || '#/');
      leave(() => goTo(wanted));
    };
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);
}

function goTo(hash) {
  giveUpUnsaved();
  location.hash = hash;
}

/** Over everything, also over the dialog that it is about. */
function LeaveQuestion({ question, answer }) {
  const { text } = usePage();
  const modal = useModal(() => answer(false));
  return html`
    <dialog ...${modal} class="leaving" aria-labelledby="leaving-title"
      onClose=${() => modal.ref.current && answer(false)}>
      <article>
        <h2 id="leaving-title">${text(question.title)}</h2>
        <p>${text(question.what)}</p>
        <footer>
          <button class="danger outline" onClick=${() => answer(true)}>
            ${text(question.leave)}</button>
          <button onClick=${() => answer(false)} autofocus>${text('leave.stay')}</button>
        </footer>
      </article>
    </dialog>
  `;
}
