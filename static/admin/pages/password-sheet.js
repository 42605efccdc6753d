/** Passwords that are shown once: to write down, or to print. */

import { usePage } from '../../ui/page.js';
import { html } from '../../vendor/htm-preact/standalone.module.js';
import { PageHead } from '../loading.js';
import { useShownOnce } from './shown-once.js';

/** `passwords` are `{judge_id, username, full_name, password}`; the server does not keep them. */
export function PasswordSheet({ passwords, onDone }) {
  const { text } = usePage();
  const print = useShownOnce();
  return html`
    <${PageHead} title=${text('passwords.title')}>
      <span class="buttons no-print">
        <button onClick=${print}>${text('cards.print')}</button>
        <button class="secondary" onClick=${onDone}>${text('passwords.done')}</button>
      </span>
    <//>
    <p class="banner banner-warn no-print" role="status">${text('passwords.once')}</p>
    <ul class="password-slips">
      ${passwords.map((one) => html`<li key=${one.judge_id} class="slip">
        <strong>${one.full_name || one.username}</strong>
        <dl>
          <dt>${text('signIn.username')}</dt><dd>${one.username}</dd>
          <dt>${text('signIn.password')}</dt><dd class="secret">${one.password}</dd>
        </dl>
      </li>`)}
    </ul>
  `;
}
