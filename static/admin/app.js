/** The panel as a whole: who may see it, which place is shown, and the frame around it. */

import { ApiError, request } from '../shared/api.js';
import { FIRST_ORGANIZER_PATH, ROLE_ORGANIZER } from '../shared/organizer-protocol.js';
import { PageContext } from '../ui/page.js';
import {
  html, useEffect, useMemo, useState,
} from '../vendor/htm-preact/standalone.module.js';
import { Frame } from './frame.js';
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
  useEffect(() => {
    const follow = () => setRoute(parseRoute(location.hash));
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);
  const isOrganizer = session.isSignedIn && session.role === ROLE_ORGANIZER;
  const room = useMemo(() => (isOrganizer ? new RoomFeed(session) : null), [isOrganizer]);
  useEffect(() => {
    room?.open();
    return () => room?.close();
  }, [room]);
  const text = (key, values) => translator.text(key, values);
  const panel = { session, translator, text, room, go, speak };
  return html`
    <${PageContext.Provider} value=${panel}>
      ${isOrganizer
        ? html`<${SignedIn} route=${route} />`
        : html`<${SignedOut} route=${route} session=${session} />`}
    <//>
  `;
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
      ${need.needed && html`<${FirstStart} secret=${secret} needsSecret=${need.needs_secret} />`}
      ${!need.needed && secret !== null && html`<${FirstStartDone} />`}
      ${!need.needed && secret === null && html`<${SignIn} session=${session} />`}
    </div></main>
  `;
}
