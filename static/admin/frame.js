/** What stands around every page of the panel: where one can go, and whether the laptop answers. */

import { languageOf } from '../shared/i18n.js';
import { usePage } from '../ui/page.js';
import { html } from '../vendor/htm-preact/standalone.module.js';
import { useRoom } from './panel.js';
import { hrefOf } from './routes.js';

/** Places of the menu, and the further places that belong to each. */
const MENU = [
  ['races', ['newRace', 'walk', 'walkStep', 'race', 'teams', 'importTeams', 'control']],
  ['judges', ['importJudges', 'cards', 'cardsOf']],
  ['room', []],
  ['record', []],
  ['bin', []],
];

export function Frame({ route, children }) {
  const { text } = usePage();
  return html`
    <a class="skip" href="#main" onClick=${skipToMain}>${text('frame.skip')}</a>
    <header class="bar no-print">
      <a class="brand" href=${hrefOf('races')}>${text('panel.brand')}</a>
      <nav aria-label=${text('frame.menu')}>
        <ul>
          ${MENU.map(([name, further]) => {
            const isHere = name === route.name || further.includes(route.name);
            return html`<li key=${name}>
              <a href=${hrefOf(name)} aria-current=${isHere ? 'page' : null}>
                ${text(`menu.${name}`)}<${Badge} name=${name} />
              </a>
            </li>`;
          })}
        </ul>
      </nav>
      <${Account} />
    </header>
    <${Connection} />
    ${route.name !== 'room' && html`<${MissingJudges} />`}
    <main id="main" tabindex="-1">${children}</main>
  `;
}

function skipToMain(event) {
  event.preventDefault();
  document.getElementById('main').focus();
}

function Badge({ name }) {
  const { text, translator } = usePage();
  const { room } = useRoom();
  if (name !== 'room' || room.refusedCount === 0) return null;
  return html`<span class="badge" title=${text('menu.refused', { count: room.refusedCount })}>
    ${translator.number(room.refusedCount)}
  </span>`;
}

function Account() {
  const { session, text, translator, speak } = usePage();
  const language = languageOf(translator.locale);
  const other = language === 'es' ? 'en' : 'es';
  return html`
    <div class="account">
      <span class="username">${session.username}</span>
      <button class="quiet" lang=${other} onClick=${() => speak(other)}>
        ${text('frame.otherLanguage')}
      </button>
      <button class="quiet" onClick=${() => session.signOut()}>${text('frame.signOut')}</button>
    </div>
  `;
}

/** A lost connection is said at once, on every page; what was typed stays where it is. */
function Connection() {
  const { text } = usePage();
  const { isLive, hasCome } = useRoom();
  if (isLive || !hasCome) return html`<div role="status" aria-live="assertive"></div>`;
  return html`
    <div role="status" aria-live="assertive">
      <p class="banner banner-warn no-print">
        <strong>${text('frame.lost')}</strong> ${text('frame.lost.hint')}
      </p>
    </div>
  `;
}

/** On every page, but the room, which says more: a race runs and a judge is not connected. */
function MissingJudges() {
  const { text } = usePage();
  const { room, isLive } = useRoom();
  if (!isLive || room.missing.length === 0) return html`<div role="alert"></div>`;
  const names = [...new Set(room.missing.map((judge) => judge.name))];
  const shown = names.slice(0, 5).join(', ') + (names.length > 5 ? '…' : '');
  return html`
    <div role="alert">
      <p class="banner banner-alarm no-print">
        <strong>${text('frame.missing', { count: names.length })}</strong> ${shown}${' '}
        <a href=${hrefOf('room')}>${text('menu.room')}</a>
      </p>
    </div>
  `;
}
