/** Dialogs over the page. */

import { Form, SubmitButton } from '../ui/forms.js';
import { useModal } from '../ui/modal.js';
import { errorText, usePage } from '../ui/page.js';
import { html, useState } from '../vendor/htm-preact/standalone.module.js';
import { LostConnection } from './lost-connection.js';

const MOST_NAMED = 8;

/** A dialog that is open as long as it is drawn; `onClose` is asked to stop drawing it. */
export function Dialog({ title, onClose, children, wide = false }) {
  const { text } = usePage();
  const modal = useModal(onClose);
  return html`
    <dialog ...${modal} class=${wide ? 'wide' : null} aria-labelledby="dialog-title">
      <article>
        <header>
          <button class="close" aria-label=${text('dialog.close')} onClick=${onClose}></button>
          <h2 id="dialog-title">${title}</h2>
        </header>
        <${LostConnection} />
        ${children}
      </article>
    </dialog>
  `;
}

/**
 * A form (see useForm) in a dialog that it shuts, over the buttons that leave it and that send it.
 *
 * `label` is what the form is called, where not as the dialog; `send` stands on its button, and
 * `first` before both.
 */
export function FormDialog({
  form, title, label = title, send = null, first = null, isDangerous = false, wide = false, children,
}) {
  const { text } = usePage();
  return html`
    <${Dialog} title=${title} onClose=${form.close} wide=${wide}>
      <${Form} form=${form} label=${label}>
        ${children}
        <footer>
          ${first}
          <button type="button" class="secondary" onClick=${form.close}>
            ${text('dialog.cancel')}</button>
          <${SubmitButton} form=${form} isDangerous=${isDangerous}>
            ${send ?? text('form.save')}<//>
        </footer>
      <//>
    <//>
  `;
}

/**
 * Asks before something is done that cannot be taken back easily.
 *
 * `children` say what depends on it. With `typed` that text has to be typed first. `onConfirm` does
 * it; what it raises as an ApiError is shown in the dialog, which stays open. `isReady` is false
 * while `children` still ask for something.
 */
export function ConfirmDialog({
  title, children, confirmLabel, typed = null, isDangerous = true, isReady: isAnswered = true,
  onConfirm, onClose,
}) {
  const { text, translator } = usePage();
  const [written, setWritten] = useState('');
  const [problem, setProblem] = useState(null);
  const [isBusy, setBusy] = useState(false);
  const isReady = isAnswered && (typed === null || sameText(written, typed));
  const confirm = async (event) => {
    event.preventDefault();
    if (!isReady || isBusy) return;
    setBusy(true);
    try {
      await onConfirm();
      onClose();
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      setProblem(errorText(translator, error));
      setBusy(false);
    }
  };
  return html`
    <${Dialog} title=${title} onClose=${onClose}>
      <form onSubmit=${confirm}>
        ${children}
        ${typed !== null &&
        html`<div class="field">
          <label for="typed-name">${text('dialog.typeName', { name: typed })}</label>
          <input id="typed-name" autocomplete="off" value=${written}
            onInput=${(event) => setWritten(event.currentTarget.value)} />
        </div>`}
        <div role="alert">
          ${problem && html`<p class="banner banner-alarm">${problem}</p>`}
        </div>
        <footer>
          <button type="button" class="secondary" onClick=${onClose}>${text('dialog.cancel')}</button>
          <button type="submit" class=${isDangerous ? 'danger' : null} disabled=${!isReady}
            aria-busy=${isBusy ? 'true' : null}>${confirmLabel}</button>
        </footer>
      </form>
    <//>
  `;
}

/** The first of `names` as a list, and how many more there are. */
export function FirstNames({ names }) {
  const { text, translator } = usePage();
  const left = names.length - MOST_NAMED;
  return html`<ul>
    ${names.slice(0, MOST_NAMED).map((name, place) => html`<li key=${place}>${name}</li>`)}
    ${left > 0 && html`<li>${text('list.andMore', { count: translator.number(left) })}</li>`}
  </ul>`;
}

/** Upper and lower case and blanks at the ends do not matter. */
function sameText(one, other) {
  const plain = (value) => value.trim().toLocaleLowerCase();
  return plain(one) === plain(other);
}
