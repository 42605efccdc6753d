/** Taps or marks of this phone, the newest first, and the way to take the last one back. */

import { usePage } from '../ui/page.js';
import { html, useCallback, useLayoutEffect, useRef, useState } from '../vendor/htm-preact/standalone.module.js';
import { Icon } from './icons.js';
import { TapRow } from './tap-row.js';

/** So many are drawn until all are asked for. */
const SHOWN = 60;
/** A glove that bounces takes back one tap, not two; no hand means to undo two in this time. */
const SAME_TOUCH_MS = 120;

/**
 * `items` are taps or marks, `entryOf(item)` one of them as a row, `actionsOf(item, close)` what can
 * be done with it, `note` something about all of them; with `closesOnNew` an opened row makes room for
 * what comes after it. `undo` is `{label, which, act()}`: what it takes back to be heard, or null, and to
 * be seen, or ''; null where there is nothing. `giveBack(id)` must stay the same function.
 */
export function TapList({
  items, title, note, none, entryOf, actionsOf, undo, giveBack, closesOnNew = false,
}) {
  const { text } = usePage();
  const [openId, setOpenId] = useState(null);
  const [showsAll, setShowsAll] = useState(false);
  const open = useCallback((id) => setOpenId((now) => (now === id ? null : id)), []);
  const close = () => setOpenId(null);
  const shown = showsAll ? items : items.slice(0, SHOWN);
  const list = useRef(null);
  // What is new is seen, wherever the list was scrolled to.
  useLayoutEffect(() => {
    if (list.current) list.current.scrollTop = 0;
    if (closesOnNew) close();
  }, [items[0]?.id]);
  return html`
    <section class="taps" aria-labelledby="taps-title">
      <div class="taps-head">
        <div><h2 id="taps-title">${title}</h2>${note && html`<p class="taps-note">${note}</p>`}</div>
        ${undo !== null && html`<${Undo} ...${undo} />`}
      </div>
      ${items.length === 0
        ? html`<p class="taps-empty">${none}</p>`
        : html`<ol class="taps-list" ref=${list}>
            ${shown.map((item) => html`<${TapRow} key=${item.id} entry=${entryOf(item)}
              isOpen=${item.id === openId} onOpen=${open} onGiveBack=${giveBack}
              label=${text('tap.giveBack')}>${item.id === openId && actionsOf(item, close)}<//>`)}
            ${shown.length < items.length && html`<li><button class="quiet taps-all"
              onClick=${() => setShowsAll(true)}>${text('taps.all', { count: items.length })}</button></li>`}
          </ol>`}
    </section>
  `;
}

/** Takes back what was done last; that it can be given back needs no question. */
function Undo({ label, which, act }) {
  const { text } = usePage();
  const lastMs = useRef(-Infinity);
  const undo = () => {
    const nowMs = performance.now();
    if (nowMs - lastMs.current < SAME_TOUCH_MS) return;
    lastMs.current = nowMs;
    act();
  };
  return html`<button class="undo" aria-label=${label} onClick=${undo}>
    <${Icon} name="undo" /> ${text('taps.undo')}${which && html` <small>${which}</small>`}
  </button>`;
}
