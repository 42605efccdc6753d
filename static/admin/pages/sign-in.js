/** Signing in as an organizer. */

import { ROLE_ORGANIZER } from '../../shared/organizer-protocol.js';
import { Form, SubmitButton, TextField, useForm } from '../../ui/forms.js';
import { LanguageButton } from '../../ui/language-button.js';
import { usePage } from '../../ui/page.js';
import { html } from '../../vendor/htm-preact/standalone.module.js';

/** Says why one is here, where a session has ended; `isFormKept`: a form waits behind it. */
export function SignIn({ session, isFormKept = false }) {
  const { text } = usePage();
  const send = async ({ username, password }) => {
    await session.signIn(username.trim(), password);
    if (session.role === ROLE_ORGANIZER) return;
    await session.signOut();
    form.setProblem(text('signIn.notOrganizer'));
  };
  const check = (values) => ({
    username: values.username.trim() ? null : text('form.required'),
    password: values.password ? null : text('form.required'),
  });
  const initial = { username: '', password: '' };
  const form = useForm(initial, send, { check, id: 'sign-in', isGuarded: false });
  return html`
    <h1 tabindex="-1">${text('signIn.title')}</h1>
    <div role="status">
      ${session.ending && html`<p class="banner banner-warn">
        ${text(`signIn.ending.${session.ending}`)}${' '}
        ${isFormKept && text('signIn.formKept')}
      </p>`}
    </div>
    <p>${text('signIn.hint')}</p>
    <${Form} form=${form} label=${text('signIn.title')}>
      <${TextField} form=${form} name="username" label=${text('signIn.username')}
        autocomplete="username" autocapitalize="none" spellcheck="false" autofocus />
      <${TextField} form=${form} name="password" label=${text('signIn.password')} type="password"
        autocomplete="current-password" />
      <${SubmitButton} form=${form}>${text('signIn.do')}<//>
    <//>
    <p class="gate-links">
      <a href="/?lista" target=${isFormKept ? '_blank' : null}>${text('signIn.toResults')}</a>
      <${LanguageButton} />
    </p>
  `;
}
