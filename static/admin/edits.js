/** Changing something that another organizer may be changing at the same time. */

import { useForm } from '../ui/forms.js';
import { usePage } from '../ui/page.js';
import { html, useEffect, useState } from '../vendor/htm-preact/standalone.module.js';
import { ConfirmDialog, Dialog, FormDialog } from './dialogs.js';

/**
 * A form over a resource that is there already, with its `etag`.
 *
 * Only the fields that were changed are sent, and only if the resource is as it was read. If it is
 * not, the form stays as it was typed: fields that only the other one changed follow, and those that
 * both changed say what they are now (`form.theirs`) until they are settled; sending again keeps
 * what was typed. A form in which nothing was typed follows `resource`.
 *
 * `valuesOf(resource)` are the form's values, `bodyOf(changedValues)` what is sent. `explain(error,
 * changedValues)`, where given, answers an ApiError with more in it for its text. `onSaved(resource)`
 * is called when it is saved, and then `onClose()`, where given. `save(changedBody, seen)` sends it
 * otherwise, where given, and answers with the resource as it is then.
 */
export function useEdit(
  resource,
  {
    path, valuesOf, bodyOf = (changed) => changed, check, explain = (error) => error, onSaved,
    onClose, id, save = null,
  },
) {
  const { session } = usePage();
  const [base, setBase] = useState(resource);
  const [theirs, setTheirs] = useState({});
  const [isChanged, setChanged] = useState(false);

  const send = async (values, seen = base) => {
    const changed = differing(values, valuesOf(seen));
    if (Object.keys(changed).length === 0) return saved(seen);
    const headers = { 'If-Match': seen.etag };
    const change = save ?? ((body) => session.request(path, { method: 'PATCH', headers, body }));
    try {
      return saved(await change(bodyOf(changed), seen));
    } catch (error) {
      const now = error.status === 412 ? error.body.current : null;
      // A race that was started is another resource, and the same form.
      const isSameForm = now && Object.keys(differing(valuesOf(now), valuesOf(seen))).length === 0;
      if (isSameForm) return send(values, now);
      // What is gone can be neither kept nor taken over.
      if (error.status === 404) {
        setTheirs({});
        setChanged(false);
      }
      if (error.name !== 'ApiError') throw error;
      throw await explain(error, changed);
    }
  };
  const startFrom = (now) => {
    setBase(now);
    setTheirs({});
    setChanged(false);
    form.setValues(valuesOf(now));
    form.rebase(() => valuesOf(now));
  };
  const saved = (now) => {
    startFrom(now);
    onSaved(now);
    onClose?.();
  };
  const onConflict = ({ current }) => {
    const now = valuesOf(current);
    const changedByThem = differing(now, valuesOf(base));
    const mine = differing(form.values, valuesOf(base));
    form.setValues({ ...now, ...mine });
    form.rebase(() => now);
    setTheirs(differing(pick(changedByThem, mine), form.values));
    setBase(current);
    setChanged(true);
  };
  const form = useForm(valuesOf(resource), send, { check, onConflict, onClose, id });
  useEffect(() => {
    if (resource.etag !== base.etag && !form.isDirty && !form.isSending) startFrom(resource);
  }, [resource.etag]);
  const takeTheirs = (name) => {
    form.set(name, theirs[name]);
    setTheirs(({ [name]: _, ...others }) => others);
  };
  const takeAll = () => {
    form.setValues(valuesOf(base));
    setTheirs({});
  };
  return { ...form, theirs, isChanged, takeTheirs, takeAll };
}

/** Above a form of `useEdit`: somebody else was there first, and what can be done now. */
export function ChangedMeanwhile({ form }) {
  const { text } = usePage();
  if (!form.isChanged) return html`<div role="alert"></div>`;
  const isOpen = Object.keys(form.theirs).length > 0;
  return html`
    <div role="alert">
      <div class="banner banner-warn changed">
        <p><strong>${text('edit.changed')}</strong>${' '}
          ${text(isOpen ? 'edit.changed.hint' : 'edit.followed')}</p>
        ${isOpen && html`<p class="buttons">
          <button type="submit" class="small">${text('edit.keepMine')}</button>
          <button type="button" class="small secondary" onClick=${form.takeAll}>
            ${text('edit.takeTheirs')}</button>
        </p>`}
      </div>
    </div>
  `;
}

/** The dialog around a form of `useEdit` over what is called `name`; more as of FormDialog. */
export function EditDialog({ form, name, children, ...more }) {
  const { text } = usePage();
  return html`
    <${FormDialog} form=${form} title=${text('teams.editNamed', { name })}
      label=${text('list.edit')} ...${more}>
      <${ChangedMeanwhile} form=${form} />
      ${children}
    <//>
  `;
}

/**
 * Deletes `resource` at `path`, if it is as it was read. `children` say what goes with it.
 *
 * `name` is what it is called; with `typed` that has to be typed first. Where `reason` is not null,
 * it stays: nothing is asked then. `onDone` is called in any case.
 */
export function DeleteDialog({
  resource, path, name, typed = null, reason = null, onDone, onClose, children,
}) {
  const { session, text } = usePage();
  const title = text('teams.deleteNamed', { name });
  if (reason !== null) {
    return html`
      <${Dialog} title=${title} onClose=${onClose}>
        <p class="banner banner-warn">${reason}</p>
        <footer><button type="button" onClick=${onClose}>${text('dialog.close')}</button></footer>
      <//>
    `;
  }
  const remove = async () => {
    try {
      await session.request(path, { method: 'DELETE', headers: { 'If-Match': resource.etag } });
    } finally {
      onDone();
    }
  };
  return html`
    <${ConfirmDialog} title=${title} confirmLabel=${text('list.delete')} typed=${typed}
      onConfirm=${remove} onClose=${onClose}>
      ${children}
    <//>
  `;
}

/** Those of `values` that are not the same in `others`. */
function differing(values, others) {
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => value !== others[name]),
  );
}

/** Those of `values` whose names `others` has, too. */
function pick(values, others) {
  return Object.fromEntries(Object.entries(values).filter(([name]) => name in others));
}
