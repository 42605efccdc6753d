/** What stands around every page of the panel: where one can go, and whether the laptop answers. */

import { LanguageButton } from '../ui/language-button.js';
import { usePage } from '../ui/page.js';
import {
  html, useEffect, useLayoutEffect, useRef,
} from '../vendor/htm-preact/standalone.module.js';
import { LostConnection } from './lost-connection.js';
import { useRoom } from './panel.js';
import { hrefOf } from './routes.js';

/** Places of the menu, and the further places that belong to each. */
const MENU = [
  ['races', [
    'newRace', 'walk', 'walkStep', 'walkImport', 'walkImportRunners', 'race', 'teams',
    'importTeams', 'control', 'runners', 'importRunners', 'ageBands', 'lines', 'marks', 'runner', 'reconcile', 'publish', 'handOut',
  ]],
  ['judges', ['importJudges', 'cards', 'cardsOf']],
  ['room', ['rescue']],
  ['laptop', ['rehearsal', 'operation', 'backups']],
  ['record', []],
  ['bin', []],
];

export function Frame({ route, children }) {
  const { text } = usePage();
  return html`
    <a class="skip" href="#main" onClick=${skipToMain}>${text('frame.skip')}</a>
    <header class="bar no-print">
      <a class="brand" href=${hrefOf('races')}>${text('panel.brand')}</a>
      <${Menu} route=${route} />
      <${WaitingLink} />
      <${Account} />
    </header>
    <${LostConnection} />
    ${route.name !== 'room' && html`<${MissingJudges} />`}
    ${route.name !== 'backups' && html`<${TroubledBackups} />`}
    <main id="main" tabindex="-1">${children}</main>
  `;
}

function skipToMain(event) {
  event.preventDefault();
  document.getElementById('main').focus();
}

/** On a phone it is wider than the screen: it can be pushed, and its edges show that it goes on. */
function Menu({ route }) {
  const { text } = usePage();
  const nav = useRef(null);
  const showEdges = () => {
    const { scrollLeft, scrollWidth, clientWidth, classList } = nav.current;
    classList.toggle('more-before', scrollLeft > 1);
    classList.toggle('more-after', scrollLeft + clientWidth < scrollWidth - 1);
  };
  useLayoutEffect(() => {
    const here = nav.current.querySelector('[aria-current]');
    if (here !== null) {
      const { left, width } = here.getBoundingClientRect();
      const middle = left + width / 2 - nav.current.getBoundingClientRect().left;
      nav.current.scrollLeft += middle - nav.current.clientWidth / 2;
    }
    showEdges();
  }, [route.name]);
  useEffect(() => {
    const watch = new ResizeObserver(showEdges);
    watch.observe(nav.current);
    watch.observe(nav.current.firstElementChild);
    return () => watch.disconnect();
  }, []);
  return html`
    <nav aria-label=${text('frame.menu')} ref=${nav} onScroll=${showEdges}>
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
  `;
}

/** On a phone, where the menu's own badge may be pushed out of sight. */
function WaitingLink() {
  const { text, translator } = usePage();
  const { room } = useRoom();
  if (room.refusedCount === 0) return null;
  const count = translator.number(room.refusedCount);
  return html`<a class="waiting" href=${hrefOf('room')}
    title=${text('menu.refused', { count })} aria-label=${text('menu.refused', { count })}>
    ${count}
  </a>`;
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
  const { session, text, leave } = usePage();
  return html`
    <div class="account">
      <span class="username">${session.username}</span>
      <${LanguageButton} />
      <button class="quiet" onClick=${() => leave(() => session.signOut())}>
        ${text('frame.signOut')}
      </button>
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

/** A race goes on with no second copy, though there is a stick for it: another laptop took over. */
function UnusedStick({ place }) {
  const { text } = usePage();
  return html`
    <div role="status">
      <p class="banner no-print">
        ${text('frame.stick')} ${place.path}.${' '}
        <a href=${hrefOf('backups')}>${text('laptop.place.backups')}</a>
      </p>
    </div>
  `;
}

/** On every page, but that of the backups, which says more: a copy does not arrive. */
function TroubledBackups() {
  const { text } = usePage();
  const { room } = useRoom();
  const [place] = room.troubledBackups;
  if (place === undefined) return html`<div role="status"></div>`;
  if (place.state === 'offered') return html`<${UnusedStick} place=${place} />`;
  return html`
    <div role="status">
      <p class="banner banner-warn no-print">
        <strong>${text('frame.backups')}</strong> ${place.path}:${' '}
        ${text(`backups.mark.${place.state}`)}.${' '}
        <a href=${hrefOf('backups')}>${text('laptop.place.backups')}</a>
      </p>
    </div>
  `;
}
