/** The first start: there is no organizer yet, and whoever has the link becomes the first one. */

import { request } from '../../shared/api.js';
import { FIRST_ORGANIZER_PATH } from '../../shared/organizer-protocol.js';
import { CheckField, Form, SubmitButton, TextField, useForm } from '../../ui/forms.js';
import { LanguageButton } from '../../ui/language-button.js';
import { usePage } from '../../ui/page.js';
import { html, useState } from '../../vendor/htm-preact/standalone.module.js';
import { hrefOf } from '../routes.js';

const SHORTEST_PASSWORD = 8;

/**
 * Asks for the first account; `secret` is of the link, and needed where `needsSecret`. `toSignIn`
 * leads those on whom somebody else was first.
 */
export function FirstStart({ secret, needsSecret, toSignIn }) {
  const { session, text, go } = usePage();
  const [isTooLate, setTooLate] = useState(false);
  const asksForSecret = needsSecret && !secret;
  const send = async ({ username, password, typedSecret }) => {
    const name = username.trim();
    const body = { username: name, password, secret: secret || typedSecret.trim() || undefined };
    let answer;
    try {
      answer = await request(FIRST_ORGANIZER_PATH, { method: 'POST', body });
    } catch (error) {
      setTooLate(error.code === 'organizer_exists');
      throw error;
    }
    go('newRace');
    session.adopt(answer, name);
  };
  const check = ({ username, password, typedSecret }) => ({
    username: username.trim() ? null : text('form.required'),
    password:
      password.length >= SHORTEST_PASSWORD
        ? null
        : text('firstStart.shortPassword', { count: SHORTEST_PASSWORD }),
    typedSecret: !asksForSecret || typedSecret.trim() ? null : text('form.required'),
  });
  const initial = { username: '', password: '', isShown: false, typedSecret: '' };
  const form = useForm(initial, send, { check, isGuarded: false });
  return html`
    <h1 tabindex="-1">${text('firstStart.title')}</h1>
    <p>${text('firstStart.hint')}</p>
    <${Form} form=${form} label=${text('firstStart.title')}>
      <${TextField} form=${form} name="username" label=${text('firstStart.username')}
        hint=${text('firstStart.username.hint')} autocomplete="username" maxlength="150" autofocus />
      <${TextField} form=${form} name="password" label=${text('signIn.password')}
        type=${form.values.isShown ? 'text' : 'password'} autocomplete="new-password"
        hint=${text('firstStart.shortPassword', { count: SHORTEST_PASSWORD })} maxlength="72" />
      <${CheckField} form=${form} name="isShown" label=${text('firstStart.showPassword')} />
      ${asksForSecret &&
      html`<${TextField} form=${form} name="typedSecret" label=${text('firstStart.secret')}
        hint=${text('firstStart.secret.hint')} autocomplete="off" />`}
      <${SubmitButton} form=${form}>${text('firstStart.do')}<//>
    <//>
    <p class="gate-links">
      ${isTooLate && html`<a href=${hrefOf('races')} onClick=${toSignIn}>
        ${text('firstStart.toSignIn')}</a>`}
      <${LanguageButton} />
    </p>
  `;
}

/** Where the link leads once it has been used. */
export function FirstStartDone() {
  const { session, text } = usePage();
  return html`
    <h1 tabindex="-1">${text('firstStart.done')}</h1>
    <p>${text('firstStart.done.hint')}</p>
    <p><a role="button" href=${hrefOf('races')}>
      ${text(session.isSignedIn ? 'firstStart.toRaces' : 'signIn.do')}
    </a></p>
  `;
}
