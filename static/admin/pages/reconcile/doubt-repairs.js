/** What may be done about a doubt: a button, or a field that somebody fills in first. */

import { usePage } from '../../../ui/page.js';
import { html, useState } from '../../../vendor/htm-preact/standalone.module.js';
import { isEstimate, isToType, timedRepair, typedRepair } from './doubt-words.js';

/** The id of the field for a bib. */
export const TYPED_BIB = 'typed-bib';

/** `apply(repair, said)` does it. */
export function RepairChoice(props) {
  if (isToType(props.repair)) return html`<${TypedBib} ...${props} />`;
  if (isEstimate(props.repair)) return html`<${EstimatedTime} ...${props} />`;
  return html`<${RepairButton} ...${props} />`;
}

function RepairButton({ repair, words, apply, isBusy, isLikeliest }) {
  const said = words.ofRepair(repair);
  const why = words.why(repair);
  return html`<button class=${isLikeliest ? 'is-likeliest' : 'secondary outline'}
    aria-busy=${isBusy && isLikeliest ? 'true' : null} onClick=${() => apply(repair, said)}>
    <span>${said}</span>${why && html` <small>${why}</small>`}
  </button>`;
}

/** A field that makes a repair whole, and the button that does it. */
function TypedField({ id, label, button, typed, setTyped, send, hint, isLikeliest, ...more }) {
  const onSubmit = (event) => {
    event.preventDefault();
    send();
  };
  return html`<form class="typed-repair" onSubmit=${onSubmit}>
    <label for=${id}>${label}</label>
    <span class="typed-row">
      <input id=${id} value=${typed} maxlength="12" autocomplete="off" enterkeyhint="done"
        spellcheck="false" aria-describedby=${`${id}-hint`} ...${more}
        onInput=${(event) => setTyped(event.currentTarget.value)} />
      <button type="submit" class=${isLikeliest ? null : 'secondary'} disabled=${send === null}>
        ${button}</button>
    </span>
    <small id=${`${id}-hint`} role="status">${hint}</small>
  </form>`;
}

/** A repair whose bib somebody knows: whose it is shows while one types. */
function TypedBib({ repair, words, apply, isLikeliest }) {
  const { text } = usePage();
  const [typed, setTyped] = useState('');
  const bib = typed.trim();
  const send = bib === '' ? null : () => apply(typedRepair(repair, bib), words.ofRepair(repair, bib));
  return html`<${TypedField} id=${TYPED_BIB} label=${text('reconcile.typeBib')} typed=${typed}
    setTyped=${setTyped} send=${send} button=${text('reconcile.putBib')} isLikeliest=${isLikeliest}
    hint=${whose(text, words, bib)} autocapitalize="characters" />`;
}

/** A time that nobody took, as it was reckoned: who knows it better types it. */
function EstimatedTime({ repair, words, apply, isLikeliest }) {
  const { text } = usePage();
  const [typed, setTyped] = useState(words.time(repair.details.number));
  const atMs = words.readTime(typed, repair.details.number);
  const timed = timedRepair(repair, atMs);
  const send = atMs === null ? null : () => apply(timed, words.ofRepair(timed));
  return html`<${TypedField} id="typed-time" label=${text('reconcile.estimated')} typed=${typed}
    setTyped=${setTyped} send=${send} button=${text('reconcile.putTime')} isLikeliest=${isLikeliest}
    hint=${text(atMs === null ? 'marks.notATime' : 'reconcile.estimated.hint')} inputmode="decimal" />`;
}

/** Who wears a bib that is being typed. */
export function whose(text, words, bib) {
  if (bib === '') return '';
  return words.isWorn(bib)
    ? words.nameOf(bib) || text('runners.noName')
    : text('marks.nobodyWears', { bib });
}
