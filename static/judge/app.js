/** Who may see the judge's page: by the code of a card, by a password, or by the kept session. */

import { request } from '../shared/api.js';
import { usernameOfAnswer } from '../shared/judge-protocol.js';
import { CODE_SIGN_IN_PATH, ROLE_JUDGE } from '../shared/organizer-protocol.js';
import { errorText, PageContext } from '../ui/page.js';
import { html, useEffect, useState } from '../vendor/htm-preact/standalone.module.js';
import { Lobby } from './lobby.js';
import { SignIn } from './sign-in.js';

/** `card` is `waiting` while its code is being tried, `refused`, `failed`, or null. */
export function App({ session, translator, cardCode, speak }) {
  const [card, setCard] = useState(cardCode === null ? null : 'waiting');
  const [problem, setProblem] = useState(null);
  const text = (key, values) => translator.text(key, values);
  const useCode = async () => {
    setCard('waiting');
    try {
      const body = { code: cardCode };
      const answer = await request(CODE_SIGN_IN_PATH, { method: 'POST', body });
      session.adopt(answer, usernameOfAnswer(answer));
      setCard(null);
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      setProblem(error.status === 401 ? null : errorText(translator, error));
      setCard(error.status === 401 ? 'refused' : 'failed');
    }
  };
  useEffect(() => {
    if (cardCode !== null) useCode();
  }, []);
  const isJudge = session.isSignedIn && session.role === ROLE_JUDGE;
  return html`
    <${PageContext.Provider} value=${{ session, translator, text, speak }}>
      ${draw()}
    <//>
  `;

  function draw() {
    if (card === 'waiting') {
      return html`<p class="first-words" role="status">${text('judge.signingIn')}</p>`;
    }
    if (card === 'failed') {
      return html`<main class="gate">
        <h1 tabindex="-1">${text('judge.title')}</h1>
        <p class="banner banner-alarm" role="alert">${problem}</p>
        <p><button class="large" onClick=${useCode}>${text('judge.again')}</button></p>
      </main>`;
    }
    if (isJudge) return html`<${Lobby} wasCardRefused=${card === 'refused'} key=${session.username} />`;
    return html`<${SignIn} wasCardRefused=${card === 'refused'} done=${() => setCard(null)} />`;
  }
}
