/** The panel as a whole: who may see it, which place is shown, and the frame around it. */

import { ApiError, request } from '../shared/api.js';
import { FIRST_ORGANIZER_PATH, ROLE_ORGANIZER } from '../shared/organizer-protocol.js';
import { useModal } from '../ui/modal.js';
import { PageContext, usePage } from '../ui/page.js';
import { findUnsaved } from '../ui/unsaved.js';
import { html, useEffect, useMemo, useRef, useState } from '../vendor/htm-preact/standalone.module.js';
import { Frame } from './frame.js';
import { useAddress, useLeaving } from './leaving.js';
import { PAGES } from './pages.js';
import { FirstStart, FirstStartDone } from './pages/first-start.js';
import { SignIn } from './pages/sign-in.js';
import { RoomFeed } from './room-feed.js';
import { hrefOf, parseRoute } from './routes.js';

const go = (name, argument, detail) => {
  location.hash = hrefOf(name, argument, detail);
};

/** Decides between the first start, the sign-in and the panel itself. */
export function App({ session, translator, speak }) {
  const [route, setRoute] = useState(() => parseRoute(location.hash));
  const { leave, question } = useLeaving();
  useAddress(leave, (hash) => setRoute(parseRoute(hash)));
  const isOrganizer = session.isSignedIn && session.role === ROLE_ORGANIZER;
  const isWaiting = useWaitingForm(session, isOrganizer);
  const isShown = isOrganizer || isWaiting;
  const room = useMemo(() => (isShown ? new RoomFeed(session) : null), [isShown]);
  useEffect(() => {
    room?.open();
    return () => room?.close();
  }, [room]);
  const text = (key, values) => translator.text(key, values);
  const panel = { session, translator, text, room, go, speak, leave };
  return html`
    <${PageContext.Provider} value=${panel}>
      ${isShown
        ? html`<${SignedIn} route=${route} />`
        : html`<${SignedOut} route=${route} session=${session} />`}
      ${isWaiting && html`<${SignInAgain} session=${session} />`}
      ${question}
    <//>
  `;
}

/**
 * Whether the panel stays as it is behind the sign-in: the session was ended by something else
 * than this page, in the middle of a form, and whoever signs in again goes on with it.
 */
function useWaitingForm(session, isOrganizer) {
  const isWaiting = useRef(false);
  if (isOrganizer || session.ending === null) isWaiting.current = false;
  else isWaiting.current ||= findUnsaved() !== null;
  return isWaiting.current;
}

function SignedIn({ route }) {
  const Page = PAGES[route.name];
  useEffect(() => {
    // Somebody who uses the keyboard or a reader goes on at the new page, not at the old link.
    document.querySelector('main h1')?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [route.name, route.argument, route.detail]);
  const key = `${route.name}/${route.argument}`;
  return html`
    <${Frame} route=${route}>
      <${Page} key=${key} argument=${route.argument} detail=${route.detail} />
    <//>
  `;
}

/** The first organizer is asked for where there is none yet. */
function SignedOut({ route, session }) {
  const [need, setNeed] = useState(null);
  useEffect(() => {
    request(FIRST_ORGANIZER_PATH).then(setNeed, (error) => {
      if (!(error instanceof ApiError)) throw error;
      setNeed({ needed: false });
    });
  }, []);
  if (need === null) return null;
  const secret = route.name === 'firstStart' ? route.argument : null;
  return html`
    <main class="gate"><div class="card">
      ${need.needed && html`<${FirstStart} secret=${secret} needsSecret=${need.needs_secret}
        toSignIn=${() => setNeed({ needed: false })} />`}
      ${!need.needed && secret !== null && html`<${FirstStartDone} />`}
      ${!need.needed && secret === null && html`<${SignIn} session=${session} />`}
    </div></main>
  `;
}

/** Over a half-typed form; it cannot be closed, only signed in. */
function SignInAgain({ session }) {
  const { text } = usePage();
  const modal = useModal(() => {});
  return html`
    <dialog ...${modal} class="gate-dialog" aria-label=${text('signIn.title')}
      onClose=${() => modal.ref.current?.showModal()}>
      <article class="gate"><${SignIn} session=${session} isFormKept=${true} /></article>
    </dialog>
  `;
}
