/** Signing in with a password, where there is no card or its code is spent. */

import { ROLE_JUDGE } from '../shared/organizer-protocol.js';
import { Form, SubmitButton, TextField, useForm } from '../ui/forms.js';
import { usePage } from '../ui/page.js';
import { html } from '../vendor/htm-preact/standalone.module.js';
import { LanguageButton } from './language-button.js';

export function SignIn({ wasCardRefused, done }) {
  const { text, session } = usePage();
  const send = async ({ username, password }) => {
    await session.signIn(username.trim(), password);
    if (session.role === ROLE_JUDGE) {
      done();
      return;
    }
    await session.signOut();
    form.setProblem(text('judge.notJudge'));
  };
  const check = (values) => ({
    username: values.username.trim() ? null : text('form.required'),
    password: values.password ? null : text('form.required'),
  });
  const form = useForm({ username: '', password: '' }, send, { check });
  return html`
    <main class="gate">
      <h1 tabindex="-1">${text('judge.title')}</h1>
      <div role="alert">
        ${wasCardRefused && html`<div class="banner banner-warn card-spent">
          <p><strong>${text('judge.cardSpent')}</strong></p>
          <p>${text('judge.cardSpent.hint')}</p>
        </div>`}
      </div>
      <p>${text(wasCardRefused ? 'judge.withPassword' : 'judge.hint')}</p>
      <${Form} form=${form} label=${text('judge.signIn')}>
        <${TextField} form=${form} name="username" label=${text('judge.username')}
          autocomplete="username" autocapitalize="none" spellcheck="false" />
        <${TextField} form=${form} name="password" label=${text('judge.password')} type="password"
          autocomplete="current-password" />
        <${SubmitButton} form=${form}>${text('judge.signIn')}<//>
      <//>
      <p><${LanguageButton} /></p>
    </main>
  `;
}
