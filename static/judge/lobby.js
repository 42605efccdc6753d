/** What a signed-in judge sees: whether the laptop hears the phone, the race, the teams. */

import { phaseOf } from '../shared/live-results.js';
import { ME_PATH, TEAMS_PATH } from '../shared/organizer-protocol.js';
import { LanguageButton } from '../ui/language-button.js';
import { useLoaded, usePage } from '../ui/page.js';
import { RaceFace } from '../ui/race-face.js';
import { html, useEffect, useRef, useState } from '../vendor/htm-preact/standalone.module.js';
import { JudgeFeed } from './judge-feed.js';

/** What was not there when it was asked for is asked for again after so long. */
const ASK_AGAIN_MS = 3000;

export function Lobby({ wasCardRefused }) {
  const { session, text } = usePage();
  const me = useLoaded(() => session.request(ME_PATH), []);
  useEffect(() => {
    if (me.error === null) return undefined;
    const timer = setTimeout(me.reload, ASK_AGAIN_MS);
    return () => clearTimeout(timer);
  }, [me.error]);
  return html`
    <main class="lobby">
      ${me.value
        ? html`<${Signed} me=${me.value} wasCardRefused=${wasCardRefused} />`
        : html`<p class="first-words" role="status">
            ${text(me.error ? 'judge.connection.waiting' : 'judge.signingIn')}</p>`}
      <${SignOut} />
    </main>
  `;
}

function Signed({ me, wasCardRefused }) {
  const { session, text } = usePage();
  const teams = useLoaded(() => session.request(TEAMS_PATH), []);
  const [now, setNow] = useState({ state: 'connecting', competition: null, roundTripMs: null });
  const feed = useRef(null);
  useEffect(() => {
    feed.current = new JudgeFeed(session, me.id, {
      onChange: setNow,
      onTeamsChanged: teams.reload,
      // Without an active competition the server lets no judge in; the teams tell why.
      onRefused: teams.reload,
    });
    feed.current.open();
    return () => feed.current.close();
  }, []);
  const name = me.full_name || me.username;
  return html`
    <header class="lobby-head">
      <h1 tabindex="-1">${name}</h1>
      <span>${text('judge.role')}</span>
    </header>
    ${wasCardRefused && html`<p class="banner banner-warn" role="status">
      ${text('judge.cardSpent.signedIn', { name })}</p>`}
    <${Connection} now=${now} hasTeams=${teams.value === null || teams.value.length > 0} />
    <p class="how-to-record">${text('judge.howToRecord')}</p>
    ${now.competition && html`<${Race} competition=${now.competition} clock=${feed.current.clock} />`}
    <${Teams} teams=${teams.value} />
  `;
}

function Connection({ now, hasTeams }) {
  const { text, translator } = usePage();
  return html`
    <section class=${`connection connection-${now.state}`} role="status">
      <strong>${text(`judge.connection.${now.state}`)}</strong>
      <span>
        ${now.state === 'open' && now.roundTripMs !== null
          ? text('judge.roundTrip', { ms: translator.number(now.roundTripMs) })
          : text(hasTeams ? `judge.connection.${now.state}.hint` : 'judge.noTeams.hint')}
      </span>
    </section>
  `;
}

function Race({ competition, clock }) {
  const { text, translator } = usePage();
  const phase = phaseOf(competition);
  return html`
    <section class=${`race race-${phase}`} aria-labelledby="race-name">
      <h2 id="race-name">${competition.name}</h2>
      <p class="race-phase">${text(`phase.${phase}`)}</p>
      ${phase === 'scheduled'
        ? html`<p class="race-when">${translator.dayAndTime(competition.scheduledAtMs)}</p>`
        : html`<p class="race-clock" role="timer" aria-live="off">
            <${RaceFace} competition=${competition} clock=${clock} /></p>`}
    </section>
  `;
}

function Teams({ teams }) {
  const { text } = usePage();
  if (teams === null) return null;
  if (teams.length === 0) return html`<p class="empty">${text('judge.noTeams')}</p>`;
  const inOrder = [...teams].sort((one, other) => one.number - other.number);
  return html`
    <section aria-labelledby="teams-title">
      <h2 id="teams-title">${text('judge.teams', { count: teams.length })}</h2>
      <ul class="teams">
        ${inOrder.map((team) => html`<li key=${team.id}>
          <b>${team.number}</b> <span>${team.name}</span>
        </li>`)}
      </ul>
    </section>
  `;
}

/** A card works once: leaving asks. */
function SignOut() {
  const { session, text } = usePage();
  const [isAsking, setAsking] = useState(false);
  if (!isAsking) {
    return html`<footer class="lobby-foot">
      <${LanguageButton} />
      <button class="quiet" onClick=${() => setAsking(true)}>${text('judge.signOut')}</button>
    </footer>`;
  }
  return html`<footer class="lobby-foot is-asking">
    <p>${text('judge.signOut.ask')}</p>
    <div class="buttons">
      <button class="secondary large" onClick=${() => setAsking(false)}>${text('judge.stay')}</button>
      <button class="danger large" onClick=${() => session.signOut()}>${text('judge.signOut')}</button>
    </div>
  </footer>`;
}
