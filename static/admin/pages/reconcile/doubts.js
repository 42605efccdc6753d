/** The doubts of a line one after the other, each with its repairs, the likeliest first. */

import { isClose } from '../../../shared/reconciliation.js';
import { usePage } from '../../../ui/page.js';
import { html, useEffect, useRef } from '../../../vendor/htm-preact/standalone.module.js';
import { RepairChoice, TYPED_BIB } from './doubt-repairs.js';
import { DoubtSign } from './doubt-sign.js';
import { isToType } from './doubt-words.js';

/** What order alone cannot tell is only accepted by its button, never in passing. */
const UNSURE = 'unsure';

/** So many are named after the one that is shown. */
const MOST_NAMED = 4;

/**
 * `faults` in order, `place` the number of the one that is shown (-1 for none), `show(place)` shows
 * another one, `apply(repair, said)` does what it says, `accept()` what is sure (null: nothing is).
 */
export function Doubts({ faults, place, show, words, apply, accept, repairing }) {
  const { text } = usePage();
  const fault = faults[place] ?? null;
  const heading = useRef(null);
  const choices = useRef(null);
  const shown = useRef(fault?.id);
  const likeliest = fault?.repairs[0];
  const applyLikeliest = () => {
    if (fault === null) accept?.();
    else if (likeliest === undefined) return;
    else if (isToType(likeliest)) document.getElementById(TYPED_BIB).focus();
    else if (isClose(fault) || fault.kind === UNSURE) choices.current.querySelector('input, button').focus();
    else apply(likeliest, words.ofRepair(likeliest));
  };
  useKeys({ faults, place, show, applyLikeliest, undoLast: repairing.undoLast });
  useEffect(() => {
    // Who goes on by the keyboard, or has just pressed a button that is gone now, goes on here.
    const isOurs = shown.current !== fault?.id && document.activeElement.matches('body, h1');
    shown.current = fault?.id;
    if (isOurs) heading.current?.focus({ preventScroll: true });
  }, [fault?.id]);
  if (fault === null) {
    return html`<section class="card doubts" aria-label=${text('reconcile.doubts')}>
      <h2 ref=${heading} tabindex="-1">${text('reconcile.noDoubts')}</h2>
      ${accept && html`<p class="hint">${text('reconcile.acceptLeft')}</p>`}
    </section>`;
  }
  return html`
    <section class="card doubts" aria-label=${text('reconcile.doubts')}>
      <${DoubtSteps} faults=${faults} place=${place} show=${show} />
      <h2 ref=${heading} tabindex="-1" class="doubt-title">
        <${DoubtSign} kind=${fault.kind} /> ${words.ofFault(fault)}</h2>
      ${isClose(fault) && html`<p class="hint">${text('reconcile.close')}</p>`}
      <div class="doubt-repairs" key=${fault.id} ref=${choices}>
        ${fault.repairs.map((repair, index) => html`<${RepairChoice} key=${index} repair=${repair}
          words=${words} apply=${apply} isBusy=${repairing.isBusy}
          isLikeliest=${repair === likeliest} />`)}
        ${fault.repairs.length === 0 && html`<p class="hint">${text('reconcile.byHand')}</p>`}
      </div>
      <${Following} faults=${faults} place=${place} show=${show} words=${words} />
      <p class="hint doubt-keys">${text('reconcile.keys')}</p>
    </section>
  `;
}

/** Which of them it is, and the buttons to the one before and after. */
function DoubtSteps({ faults, place, show }) {
  const { text, translator } = usePage();
  const step = (next, said) => html`<button class="small secondary outline"
    disabled=${next < 0 || next >= faults.length} onClick=${() => show(next)}>${said}</button>`;
  return html`<div class="doubts-head">
    <span>${text('reconcile.doubtOf', {
      place: translator.number(place + 1), count: translator.number(faults.length),
    })}</span>
    <span class="doubts-steps">
      ${step(place - 1, text('reconcile.previous'))}
      ${step(place + 1, text('reconcile.next'))}
    </span>
  </div>`;
}

/** The next ones, where there is room for them. */
function Following({ faults, place, show, words }) {
  const { text, translator } = usePage();
  const next = faults.slice(place + 1, place + 1 + MOST_NAMED);
  const left = faults.length - place - 1 - next.length;
  if (next.length === 0) return null;
  return html`<div class="doubts-next">
    <h3>${text('reconcile.then')}</h3>
    <ol>
      ${next.map((fault, index) => html`<li key=${fault.id}>
        <button class="quiet" onClick=${() => show(place + 1 + index)}>
          <${DoubtSign} kind=${fault.kind} /> <span>${words.ofFault(fault)}</span></button>
      </li>`)}
    </ol>
    ${left > 0 && html`<p class="hint">${text('list.andMore', {
      count: translator.number(left),
    })}</p>`}
  </div>`;
}

/** J and K or arrows go from doubt to doubt, Enter does what is likeliest, U undoes it. */
function useKeys(keys) {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const onKeyDown = (event) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isTakenElsewhere(event)) return;
      const { faults, place, show, applyLikeliest, undoLast } = latest.current;
      const act = {
        j: () => place < faults.length - 1 && show(place + 1),
        k: () => place > 0 && show(place - 1),
        u: undoLast,
        enter: applyLikeliest,
      }[KEYS[event.key] ?? event.key.toLowerCase()];
      if (act === undefined) return;
      event.preventDefault();
      if (!event.repeat) act();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

const KEYS = { ArrowDown: 'j', ArrowUp: 'k' };

/** A dialog, a field, a button or a list that is scrolled has its own use of keys. */
function isTakenElsewhere({ key, target }) {
  if (document.querySelector('dialog[open]') !== null) return true;
  if (target.closest('input, select, textarea')) return true;
  if (key === 'Enter' && target.closest('a, button, summary')) return true;
  return key.startsWith('Arrow') && target.closest('.pair-scroll') !== null;
}
