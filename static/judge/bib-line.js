/** What is being typed, large, and at once who wears that bib. */

import { usePage } from '../ui/page.js';
import { html } from '../vendor/htm-preact/standalone.module.js';
import { Icon } from './icons.js';
import { nameOf, shortTime } from './mark-words.js';

/**
 * `line` is the selected one, or null; `hasLetters` and `onLetters` change what the keypad has. What
 * a bib is for is said here: the mark that was chosen, the oldest that waits, or the next taps.
 */
export function BibLine({ view, line, desk, room, hasLetters, onLetters }) {
  const { text } = usePage();
  const { typed, chosen } = desk;
  const isReady = chosen === null && typed === '' && line?.mode === 'both' && view.ready.length > 0;
  const isFull = typed !== '' && line?.mode === 'both' && desk.isFull;
  const looks = [
    'bib', desk.whose.isUnknown && 'bib-unknown', isFull && 'bib-full', chosen && 'bib-chosen',
  ].filter(Boolean).join(' ');
  return html`
    <div class=${looks}>
      <p class="bib-said" role="status">
        ${typed !== '' && html`<span class="bib-typed">${typed}</span>`}
        <span class="bib-words">${typed === ''
          ? html`<${Wanted} view=${view} line=${line} chosen=${chosen} isReady=${isReady} />`
          : isFull
            ? html`<b><${Icon} name="warning" /> ${text('bib.full')}</b>`
            : html`<${Whose} view=${view} line=${line} desk=${desk} />`}</span>
      </p>
      ${(isReady || isFull) && html`<${DropReady} view=${view} room=${room} />`}
      ${chosen !== null && !chosen.isWaiting && html`<button type="button"
        aria-label=${text('bib.leave')} onClick=${desk.chooseNone}><${Icon} name="close" /></button>`}
      <button type="button" class="bib-letters" aria-pressed=${hasLetters ? 'true' : 'false'}
        aria-label=${text('key.letters')} onClick=${onLetters}>${hasLetters ? '123' : 'ABC'}</button>
    </div>
  `;
}

/**
 * Bibs that were typed before their taps, where the judge marks something else by now: no tap gets
 * them.
 */
export function ReadyLeft({ view, room }) {
  const { text } = usePage();
  if (view.ready.length === 0) return null;
  const bibs = view.ready.map(({ bib }) => bib).join(', ');
  return html`<div class="ready-left">
    <p><${Icon} name="warning" /> ${text('bib.left', { bibs })}</p>
    <${DropReady} view=${view} room=${room} />
  </div>`;
}

/** Drops the last one: those before it have been called already. */
function DropReady({ view, room }) {
  const { text } = usePage();
  const { bib } = view.ready.at(-1);
  return html`<button type="button" class="bib-drop" aria-label=${text('bib.drop', { bib })}
    onClick=${room.dropReady}><${Icon} name="close" /> ${view.ready.length > 1 && bib}</button>`;
}

/** What is to be typed now. */
function Wanted({ view, line, chosen, isReady }) {
  const { text, translator } = usePage();
  if (chosen !== null) return text('bib.of', { mark: nameOf(chosen, translator) });
  if (isReady) return text(view.ready.length === 1 ? 'bib.ready' : 'bib.ready.many');
  // No button says so where bibs alone are written.
  if (line?.isGone && line.mode === 'bibs') return text('line.remark.gone.short');
  const next = nextOf(view);
  if (next) return text('bib.of', { mark: shortTime(next, translator) });
  return html`<span>${text(line?.mode === 'both' ? 'bib.before' : 'bib.type')}</span>
    ${view.runnersKnown === 0 && html`<span>${text('bib.noList')}</span>`}`;
}

/** Who wears what was typed, and for which time it is. */
function Whose({ view, line, desk }) {
  const { text, translator } = usePage();
  const { chosen } = desk;
  const { runner, isUnknown } = desk.whose;
  const next = chosen ?? (line?.mode === 'both' ? nextOf(view) : null);
  const name = runner?.name ?? text(isUnknown ? 'bib.unknown' : 'bib.noList');
  const about = [next && text('bib.for', { mark: shortTime(next, translator) }), runner?.team];
  const below = about.filter(Boolean).join(' · ');
  return html`<b>${isUnknown && html`<${Icon} name="warning" /> `}${name}</b>
    <span>${below || (isUnknown ? text('bib.unknown.hint') : '')}</span>`;
}

const nextOf = (view) => view.marks.find(({ id }) => id === view.waiting[0]) ?? null;
