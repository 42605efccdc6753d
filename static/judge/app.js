/** Who may see the judge's page: by the code of a card, by a password, or known from before. */

import { request } from '../shared/api.js';
import { usernameOfAnswer } from '../shared/judge-protocol.js';
import { CODE_SIGN_IN_PATH, ROLE_JUDGE } from '../shared/organizer-protocol.js';
import { isSessionOf } from '../shared/own-session.js';
import { errorText, PageContext, usePage } from '../ui/page.js';
import { html, useEffect, useRef, useState } from '../vendor/htm-preact/standalone.module.js';
import { isProfileOf, profileOf, readProfile } from './profile.js';
import { SignIn } from './sign-in.js';
import { Timing } from './timing.js';

/** What was not there when it was asked for is asked for again after so long. */
const ASK_AGAIN_MS = 3000;

/** `touches` is the OneTouch of the page, as all below have it at hand. */
export function App({ session, translator, cardCode, touches, speak }) {
  const text = (key, values) => translator.text(key, values);
  const [profile, setProfile] = useProfile(session);
  const card = useCard(cardCode, session, translator);
  // Who signed in on this page; another window may have changed that under the judge's thumb.
  const first = useRef(null);
  first.current ??= profile?.id ?? null;
  const page = { session, translator, text, speak, touches };
  return html`<${PageContext.Provider} value=${page}>${draw()}<//>`;

  function draw() {
    if (card.state === 'waiting') return html`<${Entering} />`;
    if (card.state === 'failed') return html`<${CardFailed} card=${card} profile=${profile} />`;
    const wasCardRefused = card.state === 'refused';
    // Somebody else's room is left at once, though it may take a while until the new one is known.
    const isOther = profile !== null && isJudge(session) && !isSessionOf(session, profile);
    if (profile !== null && !isOther) {
      const remark = remarkOn(profile, wasCardRefused);
      return html`<${Timing} key=${profile.id} profile=${profile} remark=${remark}
        onLeft=${leave} />`;
    }
    if (isJudge(session)) return html`<${Entering} />`;
    return html`<${SignIn} wasCardRefused=${wasCardRefused} done=${card.done} />`;
  }

  function remarkOn(judge, wasCardRefused) {
    if (wasCardRefused) return text('judge.cardSpent.signedIn', judge);
    return judge.id === first.current ? null : text('judge.changed', judge);
  }

  function leave() {
    first.current = null;
    setProfile(null);
  }
}

const isJudge = (session) => session.isSignedIn && session.role === ROLE_JUDGE;

/**
 * Who is timing: the judge who is signed in, or was when the session ended by itself. A phone that
 * has no connection knows the judge from before.
 */
function useProfile(session) {
  const [profile, setProfile] = useState(readProfile);
  const wasSignedIn = useRef(session.isSignedIn);
  useEffect(() => {
    const hasLeft = wasSignedIn.current && !session.isSignedIn && session.ending !== 'ended';
    wasSignedIn.current = session.isSignedIn;
    if (hasLeft) setProfile(null);
    if (!isJudge(session) || isProfileOf(profile, session)) return undefined;
    let timer = null;
    let isOver = false;
    const ask = async () => {
      try {
        const found = await profileOf(session);
        if (!isOver) setProfile(found);
      } catch (error) {
        if (error.name !== 'ApiError') throw error;
        if (!isOver) timer = setTimeout(ask, ASK_AGAIN_MS);
      }
    };
    ask();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [session.isSignedIn, session.username, session.judge?.id]);
  return [profile, setProfile];
}

/**
 * The code that the page was opened with. `state` is `waiting` while it is being tried, `refused`,
 * `failed` (with the `problem` in words), or null; `use()` tries it again, `done()` lets it be.
 */
function useCard(cardCode, session, translator) {
  const [state, setState] = useState(cardCode === null ? null : 'waiting');
  const [problem, setProblem] = useState(null);
  const use = async () => {
    setState('waiting');
    try {
      const body = { code: cardCode };
      const answer = await request(CODE_SIGN_IN_PATH, { method: 'POST', body });
      session.adopt(answer, usernameOfAnswer(answer));
      setState(null);
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      setProblem(error.status === 401 ? null : errorText(translator, error));
      setState(error.status === 401 ? 'refused' : 'failed');
    }
  };
  useEffect(() => {
    if (cardCode !== null) use();
  }, []);
  return { state, problem, use, done: () => setState(null) };
}

function Entering() {
  const { text } = usePage();
  return html`<p class="first-words" role="status">${text('judge.signingIn')}</p>`;
}

/** A judge whom the phone knows can go on timing; the card can wait. */
function CardFailed({ card, profile }) {
  const { text } = usePage();
  return html`<main class="gate">
    <h1 tabindex="-1">${text('judge.title')}</h1>
    <p class="banner banner-alarm" role="alert">${card.problem}</p>
    <p><button class="large" onClick=${card.use}>${text('judge.again')}</button></p>
    ${profile !== null && html`<p><button class="large secondary" onClick=${card.done}>
      ${text('judge.goOnAs', profile)}</button></p>`}
  </main>`;
}
