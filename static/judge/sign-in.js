/** Signing in without the camera: by the code that stands on a card, or with a password. */

import { request } from '../shared/api.js';
import { codeAsTyped, usernameOfAnswer } from '../shared/judge-protocol.js';
import {
  CODE_SIGN_IN_PATH, ROLE_JUDGE, roleOf, SIGN_IN_PATH, SIGN_OUT_PATH,
} from '../shared/organizer-protocol.js';
import { Form, SubmitButton, TextField, useForm } from '../ui/forms.js';
import { LanguageButton } from '../ui/language-button.js';
import { errorText, usePage } from '../ui/page.js';
import { html } from '../vendor/htm-preact/standalone.module.js';
import { LeftBehind } from './left-behind.js';

/** All of the page, while nobody is known. */
export function SignIn({ wasCardRefused, done }) {
  const { text } = usePage();
  return html`
    <main class="gate">
      <h1 tabindex="-1">${text('judge.title')}</h1>
      <div role="alert">
        ${wasCardRefused && html`<div class="banner banner-warn card-spent">
          <p><strong>${text('judge.cardSpent')}</strong></p>
          <p>${text('judge.cardSpent.hint')}</p>
        </div>`}
      </div>
      ${!wasCardRefused && html`<p>${text('judge.hint')}</p>`}
      <${LeftBehind} />
      <${SignInForms} done=${done} />
      <p><${LanguageButton} /></p>
    </main>
  `;
}

/** Both ways in; `done()` after either. */
export function SignInForms({ done, username = '' }) {
  const { text } = usePage();
  return html`
    <${CodeForm} done=${done} />
    <h2 class="other-way">${text('judge.withPassword')}</h2>
    <${PasswordForm} done=${done} username=${username} />
  `;
}

/** The code of a card, as people read it off: the server forgives how it is written. */
function CodeForm({ done }) {
  const { text, translator, session } = usePage();
  const send = async ({ code }) => {
    const body = { code: codeAsTyped(code) };
    try {
      const answer = await request(CODE_SIGN_IN_PATH, { method: 'POST', body });
      session.adopt(answer, usernameOfAnswer(answer));
    } catch (error) {
      if (error.name !== 'ApiError' || error.status !== 401) throw error;
      form.setErrors({ code: errorText(translator, error) });
      form.element.current.elements.namedItem('code').focus();
      return;
    }
    done();
  };
  const check = (values) => ({ code: codeAsTyped(values.code) ? null : text('form.required') });
  const form = useForm({ code: '' }, send, { check, id: 'card' });
  return html`
    <${Form} form=${form} label=${text('judge.code')}>
      <${TextField} form=${form} name="code" label=${text('judge.code')}
        hint=${text('judge.code.hint')} class="card-code" autocomplete="one-time-code"
        autocapitalize="characters" autocorrect="off" spellcheck="false" />
      <${SubmitButton} form=${form}>${text('judge.signIn')}<//>
    <//>
  `;
}

function PasswordForm({ done, username: known }) {
  const { text, session } = usePage();
  const send = async ({ username, password }) => {
    const body = { username: username.trim(), password };
    const answer = await request(SIGN_IN_PATH, { method: 'POST', body });
    if (roleOf(answer) !== ROLE_JUDGE) {
      await endSession(answer);
      form.setProblem(text('judge.notJudge'));
      return;
    }
    session.adopt(answer, usernameOfAnswer(answer));
    done();
  };
  const check = (values) => ({
    username: values.username.trim() ? null : text('form.required'),
    password: values.password ? null : text('form.required'),
  });
  const form = useForm({ username: known, password: '' }, send, { check });
  return html`
    <${Form} form=${form} label=${text('judge.withPassword')}>
      <${TextField} form=${form} name="username" label=${text('judge.username')}
        autocomplete="username" autocapitalize="none" spellcheck="false" />
      <${TextField} form=${form} name="password" label=${text('judge.password')} type="password"
        autocomplete="current-password" />
      <${SubmitButton} form=${form}>${text('judge.signIn.password')}<//>
    <//>
  `;
}

/** Of somebody who is not to be signed in here, whoever is. */
async function endSession({ access, refresh }) {
  try {
    const headers = { Authorization: `Bearer ${access}` };
    await request(SIGN_OUT_PATH, { method: 'POST', body: { refresh }, headers });
  } catch (error) {
    // It ends by itself in a week.
    if (error.name !== 'ApiError') throw error;
  }
}
