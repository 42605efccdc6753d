/** What is being typed, large, and at once who wears that bib. */

import { usePage } from '../ui/page.js';
import { html } from '../vendor/htm-preact/standalone.module.js';
import { Icon } from './icons.js';
import { nameOf, shortTime } from './mark-words.js';

/**
 * `line` is the selected one, or null; `hasLetters` and `onLetters` change what the keypad has. What
 * a bib is for is said here: the mark that was chosen, the oldest that waits, or the next tap.
 */
export function BibLine({ view, line, desk, room, hasLetters, onLetters }) {
  const { text } = usePage();
  const { typed, chosen } = desk;
  const isReady = chosen === null && typed === '' && view.readyBib !== null;
  return html`
    <div class=${`bib ${desk.whose.isUnknown ? 'bib-unknown' : ''} ${chosen ? 'bib-chosen' : ''}`}>
      <p class="bib-said" role="status">
        ${typed !== '' && html`<span class="bib-typed">${typed}</span>`}
        <span class="bib-words">${typed === ''
          ? html`<${Wanted} view=${view} line=${line} chosen=${chosen} isReady=${isReady} />`
          : html`<${Whose} view=${view} line=${line} desk=${desk} />`}</span>
      </p>
      ${isReady && html`<button type="button" aria-label=${text('bib.drop', { bib: view.readyBib })}
        onClick=${() => room.dropReady()}><${Icon} name="close" /></button>`}
      ${chosen !== null && !chosen.isWaiting && html`<button type="button"
        aria-label=${text('bib.leave')} onClick=${desk.chooseNone}><${Icon} name="close" /></button>`}
      <button type="button" class="bib-letters" aria-pressed=${hasLetters ? 'true' : 'false'}
        aria-label=${text('key.letters')} onClick=${onLetters}>${hasLetters ? '123' : 'ABC'}</button>
    </div>
  `;
}

/** What is to be typed now. */
function Wanted({ view, line, chosen, isReady }) {
  const { text, translator } = usePage();
  if (chosen !== null) return text('bib.of', { mark: nameOf(chosen, translator) });
  if (isReady) return text('bib.ready');
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
