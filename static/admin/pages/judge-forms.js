/** Making, changing and deleting a judge. */

import {
  decodeJudge, encodeJudge, judgePath, JUDGES_PATH, PASSWORD_SUGGESTION_PATH,
} from '../../shared/organizer-protocol.js';
import { CheckField, SelectField, TextField, useForm } from '../../ui/forms.js';
import { usePage } from '../../ui/page.js';
import { html, useEffect, useRef } from '../../vendor/htm-preact/standalone.module.js';
import { FormDialog } from '../dialogs.js';
import { DeleteDialog, EditDialog, useEdit } from '../edits.js';
import { usernamesFor } from '../judge-names.js';

const SHORTEST_PASSWORD = 6;

const isShort = (password) => password !== '' && password.length < SHORTEST_PASSWORD;

function PersonFields({ form, isNew = false }) {
  const { text } = usePage();
  return html`
    <div class="field-pair">
      <${TextField} form=${form} name="first_name" label=${text('judges.firstName')}
        maxlength="200" autocomplete="off" autofocus=${isNew} />
      <${TextField} form=${form} name="last_name" label=${text('judges.lastName')}
        maxlength="200" autocomplete="off" />
    </div>
    <div class="field-pair">
      <${TextField} form=${form} name="username" label=${text('signIn.username')}
        hint=${text('judges.username.hint')} maxlength="150" autocomplete="off"
        autocapitalize="none" />
      <${TextField} form=${form} name="phone" label=${text('judges.phone')} type="tel"
        maxlength="200" autocomplete="off" />
    </div>
  `;
}

const NOBODY = { first_name: '', last_name: '', username: '', phone: '' };

/** Follows the name with a username, until one is typed. */
function useSuggestedUsername(form, judges) {
  const { text } = usePage();
  const suggested = useRef('');
  const { first_name: first, last_name: last, username } = form.values;
  useEffect(() => {
    if (username !== suggested.current) return;
    const taken = judges.map((judge) => judge.username);
    const name = `${first} ${last}`.trim();
    suggested.current = name ? usernamesFor([name], taken, text('walk.judges.word'))[0] : '';
    if (username !== suggested.current) form.set('username', suggested.current);
  }, [first, last]);
}

export function NewJudge({ judges, onSaved, onClose, showPasswords }) {
  const { session, text } = usePage();
  const send = async ({ access, password, ...person }) => {
    const body = encodeJudge(trimmed(person));
    if (access === 'typed') body.password = password;
    if (access === 'words') {
      body.password = (await session.request(PASSWORD_SUGGESTION_PATH)).password;
    }
    const judge = await session.request(JUDGES_PATH, { method: 'POST', body });
    onSaved();
    onClose();
    if (access !== 'words') return;
    const { id, username, full_name } = judge;
    showPasswords([{ judge_id: id, username, full_name, password: body.password }]);
  };
  const check = ({ username, access, password }) => ({
    username: username.trim() ? null : text('form.required'),
    password:
      access === 'typed' && password.length < SHORTEST_PASSWORD
        ? text('firstStart.shortPassword', { count: SHORTEST_PASSWORD })
        : null,
  });
  const initial = { ...NOBODY, access: 'card', password: '' };
  const form = useForm(initial, send, { check, onClose, id: 'judge' });
  useSuggestedUsername(form, judges);
  const options = [
    ['card', text('judges.access.card')],
    ['words', text('judges.access.words')],
    ['typed', text('judges.access.typed')],
  ];
  return html`
    <${FormDialog} form=${form} title=${text('judges.new')}>
      <${PersonFields} form=${form} isNew=${true} />
      <${SelectField} form=${form} name="access" label=${text('judges.access')}
        options=${options} />
      ${form.values.access === 'typed' &&
      html`<${TextField} form=${form} name="password" label=${text('signIn.password')}
        maxlength="72" autocomplete="off" />`}
    <//>
  `;
}

/** A judge's resource, as the API tells it, as the values of the form. */
function valuesOf(resource) {
  const judge = decodeJudge(resource);
  return {
    first_name: judge.first_name, last_name: judge.last_name, username: judge.username,
    phone: judge.phone, email: judge.email, is_active: judge.is_active, password: '',
  };
}

export function EditJudge({ judge, onSaved, onClose }) {
  const { session, text } = usePage();
  const check = ({ username, password }) => ({
    username: username.trim() ? null : text('form.required'),
    password: isShort(password)
      ? text('firstStart.shortPassword', { count: SHORTEST_PASSWORD })
      : null,
  });
  const form = useEdit(encodeJudge(judge), {
    path: judgePath(judge.id), valuesOf, check, onSaved, onClose, id: 'judge',
    bodyOf: (changed) => encodeJudge(trimmed(changed)),
  });
  const suggest = async () => {
    try {
      form.set('password', (await session.request(PASSWORD_SUGGESTION_PATH)).password);
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      form.setProblem(text('error.no_answer'));
    }
  };
  return html`
    <${EditDialog} form=${form} name=${judge.full_name || judge.username}>
      <${PersonFields} form=${form} />
      <${TextField} form=${form} name="email" label=${text('judges.email')} type="email"
        maxlength="200" autocomplete="off" />
      <${TextField} form=${form} name="password" label=${text('judges.password')}
        hint=${text('judges.password.hint')} maxlength="72" autocomplete="off" />
      <p><button type="button" class="small secondary" onClick=${suggest}>
        ${text('judges.suggest')}</button></p>
      <${CheckField} form=${form} name="is_active" label=${text('judges.active')}
        hint=${text('judges.active.hint')} />
    <//>
  `;
}

/** Every text without blanks at its ends; a password as it was typed. */
function trimmed(values) {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name, typeof value === 'string' && name !== 'password' ? value.trim() : value,
    ]),
  );
}

export function DeleteJudge({ judge, onDone, onClose }) {
  const { text, translator } = usePage();
  const count = translator.number(judge.team_count);
  return html`
    <${DeleteDialog} resource=${judge} path=${judgePath(judge.id)}
      name=${judge.full_name || judge.username} onDone=${onDone} onClose=${onClose}>
      ${judge.team_count > 0 && html`<p>${text('judges.delete.teams', { count })}</p>`}
      <p>${text('judges.delete.hint')}</p>
    <//>
  `;
}
