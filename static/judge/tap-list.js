/** The taps of this phone, the newest first, and the way to take the last one back. */

import { usePage } from '../ui/page.js';
import { html, useCallback, useLayoutEffect, useRef, useState } from '../vendor/htm-preact/standalone.module.js';
import { Icon } from './icons.js';
import { TapRow } from './tap-row.js';
import { timeOfTap } from './tap-words.js';

/** So many are drawn until all are asked for. */
const SHOWN = 60;
/** A glove that bounces takes back one tap, not two; no hand means to undo two in this time. */
const SAME_TOUCH_MS = 120;

/** `actions` as of TapRow; they must stay the same object. */
export function TapList({ taps, teams, actions }) {
  const { text, translator } = usePage();
  const [openId, setOpenId] = useState(null);
  const [showsAll, setShowsAll] = useState(false);
  const open = useCallback((id) => setOpenId((now) => (now === id ? null : id)), []);
  const names = useNames(teams);
  const shown = showsAll ? taps : taps.slice(0, SHOWN);
  const list = useRef(null);
  // A new tap is seen, wherever the list was scrolled to.
  useLayoutEffect(() => {
    if (list.current) list.current.scrollTop = 0;
  }, [taps[0]?.id]);
  return html`
    <section class="taps" aria-labelledby="taps-title">
      <div class="taps-head">
        <h2 id="taps-title">${text('taps.title', { count: taps.length })}</h2>
        <${Undo} taps=${taps} actions=${actions} />
      </div>
      ${taps.length === 0
        ? html`<p class="taps-empty">${text('taps.none')}</p>`
        : html`<ol class="taps-list" ref=${list}>
            ${shown.map((tap) => html`<${TapRow} key=${tap.id} tap=${tap} teams=${names}
              translator=${translator} isOpen=${tap.id === openId} onOpen=${open}
              actions=${actions} />`)}
            ${shown.length < taps.length && html`<li><button class="quiet taps-all"
              onClick=${() => setShowsAll(true)}>${text('taps.all', { count: taps.length })}</button></li>`}
          </ol>`}
    </section>
  `;
}

/** The teams without their counts: the same object until a row has to be drawn otherwise. */
function useNames(teams) {
  const names = useRef({ key: '', teams: [] });
  const now = teams.map(({ id, number, name, isGone }) => ({ id, number, name, isGone }));
  const key = JSON.stringify(now);
  if (key !== names.current.key) names.current = { key, teams: now };
  return names.current.teams;
}

/** Takes the last tap back that still counts; that it can be given back needs no question. */
function Undo({ taps, actions }) {
  const { text, translator } = usePage();
  const lastMs = useRef(-Infinity);
  const last = taps.find((tap) => !tap.isWithdrawn);
  if (last === undefined) return null;
  const undo = () => {
    const nowMs = performance.now();
    if (nowMs - lastMs.current < SAME_TOUCH_MS) return;
    lastMs.current = nowMs;
    actions.withdraw(last.id);
  };
  const which = { time: timeOfTap(last, translator), bib: last.teamNumber };
  return html`<button class="undo" aria-label=${text('taps.undo.which', which)} onClick=${undo}>
    <${Icon} name="undo" /> ${text('taps.undo')}
  </button>`;
}
