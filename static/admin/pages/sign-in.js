/** Signing in as an organizer. */

import { ROLE_ORGANIZER } from '../../shared/organizer-protocol.js';
import { Form, SubmitButton, TextField, useForm } from '../../ui/forms.js';
import { usePage } from '../../ui/page.js';
import { html } from '../../vendor/htm-preact/standalone.module.js';

export function SignIn({ session }) {
  const { text } = usePage();
  const send = async ({ username, password }) => {
    await session.signIn(username, password);
    if (session.role === ROLE_ORGANIZER) return;
    await session.signOut();
    form.setProblem(text('signIn.notOrganizer'));
  };
  const check = (values) => ({
    username: values.username.trim() ? null : text('form.required'),
    password: values.password ? null : text('form.required'),
  });
  const form = useForm({ username: '', password: '' }, send, { check });
  return html`
    <h1 tabindex="-1">${text('signIn.title')}</h1>
    <p>${text('signIn.hint')}</p>
    <${Form} form=${form} label=${text('signIn.title')}>
      <${TextField} form=${form} name="username" label=${text('signIn.username')}
        autocomplete="username" autofocus />
      <${TextField} form=${form} name="password" label=${text('signIn.password')} type="password"
        autocomplete="current-password" />
      <${SubmitButton} form=${form}>${text('signIn.do')}<//>
    <//>
    <p><a href="/?lista">${text('signIn.toResults')}</a></p>
  `;
}
