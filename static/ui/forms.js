/** Forms: every error beside its field, nothing that was typed is lost, no sending twice. */

import { html, useRef, useState } from '../vendor/htm-preact/standalone.module.js';
import { errorText, usePage } from './page.js';
import { useUnsaved } from './unsaved.js';

/** Which field it is that an error without a named field concerns. */
const FIELD_OF_CODE = {
  number_taken: 'number',
  username_taken: 'username',
  password_too_long: 'password',
  team_has_times: 'competition_id',
  unknown_judge: 'judge_id',
};

/**
 * The state of a form.
 *
 *     const form = useForm({ name: '' }, async (values) => session.request(...), {
 *       check: (values, text) => ({ name: values.name ? null : text('form.required') }),
 *     });
 *     <${Form} form=${form}><${TextField} form=${form} name="name" label=... /></${Form}>
 *
 * `send` gets the values; what it raises as an ApiError is shown beside the field that the server
 * names, else above the form. `onConflict(body)`, where given, is called when somebody else changed
 * the thing meanwhile (412). Forms that change something that is there already: see edits.js.
 * `id` keeps two forms on one page apart.
 *
 * What was typed is not thrown away without a question (see unsaved.js), unless `isGuarded` is
 * false or the page has no `leave`; `onClose` shuts the dialog that the form stands in, and `form.close` asks before it does.
 * The form is clean again when `send` has ended; where it answers false, nothing was saved.
 */
export function useForm(
  initial,
  send,
  { check = () => ({}), onConflict = null, id = 'field', onClose = null, isGuarded = true } = {},
) {
  const { text, translator, leave = null } = usePage();
  const [values, setValues] = useState(initial);
  const [errors, setErrors] = useState({});
  const [problem, setProblem] = useState(null);
  const [isSending, setSending] = useState(false);
  const busy = useRef(false);
  const element = useRef(null);
  const saved = useRef(initial);
  const isDirty = isGuarded && leave !== null && !isSending && !areSame(values, saved.current);
  useUnsaved(isDirty, onClose);

  /** `valuesOf(now)` are what is saved, as of now. */
  const rebase = (valuesOf) =>
    setValues((now) => {
      saved.current = valuesOf(now);
      return now;
    });
  const showErrors = (found) => {
    setErrors(found);
    const first = Object.keys(found)[0];
    if (first) element.current?.elements.namedItem(first)?.focus?.();
  };
  const fail = (error) => {
    if (error.name !== 'ApiError') throw error;
    if (error.status === 412 && onConflict) onConflict(error.body);
    else {
      const field = error.field ?? FIELD_OF_CODE[error.code];
      if (field in values) showErrors({ [field]: errorText(translator, error) });
      else setProblem(errorText(translator, error));
    }
  };
  const submit = async (event) => {
    event?.preventDefault();
    if (busy.current) return;
    setProblem(null);
    const found = Object.fromEntries(
      Object.entries(check(values, text)).filter(([, sentence]) => sentence),
    );
    showErrors(found);
    if (Object.keys(found).length > 0) return;
    busy.current = true;
    setSending(true);
    try {
      const isSaved = (await send(values)) !== false;
      // What is in the form by now: sending may have emptied it for the next one.
      if (isSaved) rebase((now) => now);
    } catch (error) {
      fail(error);
    } finally {
      busy.current = false;
      setSending(false);
    }
  };
  const set = (name, value) => {
    setValues((before) => ({ ...before, [name]: value }));
    setErrors(({ [name]: _, ...others }) => others);
  };
  return {
    id, values, errors, problem, isSending, isDirty, element, submit, set, setValues, setErrors,
    setProblem, rebase, close: () => (isDirty ? leave(onClose) : onClose()),
  };
}

const areSame = (one, other) => Object.keys(one).every((name) => one[name] === other[name]);

/** The form itself, with what concerns all of it on top. */
export function Form({ form, children, label }) {
  return html`
    <form ref=${form.element} onSubmit=${form.submit} noValidate aria-label=${label}>
      <div role="alert">
        ${form.problem && html`<p class="banner banner-alarm">${form.problem}</p>`}
      </div>
      ${children}
    </form>
  `;
}

/**
 * A label, a control with its hint and its error, tied together for readers.
 *
 * `show(value)`: how a value is said, where it is not said as it is.
 */
export function Field({ form, name, label, hint, render, show = String }) {
  const error = form.errors[name];
  const hintId = `${form.id}-${name}-hint`;
  const errorId = `${form.id}-${name}-error`;
  const describedBy = [hint && hintId, error && errorId].filter(Boolean).join(' ') || null;
  const attributes = {
    id: `${form.id}-${name}`,
    name,
    'aria-invalid': error ? 'true' : null,
    'aria-describedby': describedBy,
  };
  return html`
    <div class="field">
      <label for=${attributes.id}>${label}</label>
      ${render(attributes)}
      ${hint && html`<small id=${hintId}>${hint}</small>`}
      ${error && html`<p class="field-error" id=${errorId}>${error}</p>`}
      <${TheirValue} form=${form} name=${name} show=${show} />
    </div>
  `;
}

/** What another organizer made of a field meanwhile, and a button that takes it over. */
function TheirValue({ form, name, show }) {
  const { text } = usePage();
  if (form.theirs === undefined || !(name in form.theirs)) return null;
  return html`<p class="their-value">
    ${text('edit.now', { value: show(form.theirs[name]) || '–' })}${' '}
    <button type="button" class="small secondary" onClick=${() => form.takeTheirs(name)}>
      ${text('edit.take')}
    </button>
  </p>`;
}

/** One line of text; `type` as of an input: text, password, email, number, datetime-local ... */
export function TextField({ form, name, label, hint, show, type = 'text', ...attributes }) {
  const render = (tied) => html`<input
    ...${attributes}
    ...${tied}
    type=${type}
    value=${form.values[name]}
    onInput=${(event) => form.set(name, event.currentTarget.value)}
  />`;
  return html`<${Field} form=${form} name=${name} label=${label} hint=${hint} render=${render}
    show=${show} />`;
}

/** A choice; `options` are `[value, label]`, values are texts. */
export function SelectField({ form, name, label, hint, options }) {
  const render = (tied) => html`<select
    ...${tied}
    value=${form.values[name]}
    onChange=${(event) => form.set(name, event.currentTarget.value)}
  >
    ${options.map(
      ([value, shown]) => html`<option
        key=${value} value=${value} selected=${value === form.values[name]}
      >${shown}</option>`,
    )}
  </select>`;
  const show = (value) => options.find(([known]) => known === value)?.[1] ?? value;
  return html`<${Field} form=${form} name=${name} label=${label} hint=${hint} render=${render}
    show=${show} />`;
}

/** Yes or no. */
export function CheckField({ form, name, label, hint }) {
  const { text } = usePage();
  const hintId = `${form.id}-${name}-hint`;
  return html`
    <div class="field field-check">
      <label>
        <input
          type="checkbox"
          name=${name}
          checked=${form.values[name]}
          aria-describedby=${hint ? hintId : null}
          onChange=${(event) => form.set(name, event.currentTarget.checked)}
        />
        ${label}
      </label>
      ${hint && html`<small id=${hintId}>${hint}</small>`}
      <${TheirValue} form=${form} name=${name}
        show=${(value) => text(value ? 'edit.yes' : 'edit.no')} />
    </div>
  `;
}

/** Sends the form; says so while it does. */
export function SubmitButton({ form, isDangerous = false, children }) {
  return html`<button type="submit" class=${isDangerous ? 'danger' : null} aria-busy=${form.isSending ? 'true' : null}>
    ${children}
  </button>`;
}
