/** What was done on this page, before it was opened and by others, with its undo; what went wrong. */

import { errorText, usePage } from '../../../ui/page.js';
import { html } from '../../../vendor/htm-preact/standalone.module.js';
import { entriesOfSteps } from './steps.js';

export function DoneHere({ repairing, steps }) {
  const page = usePage();
  const { text, translator } = page;
  const [newest, ...older] = repairing.done;
  const before = [...older, ...entriesOfSteps(page, steps, repairing.done, Date.now())];
  const entry = (one) => html`<${Entry} key=${one.key} entry=${one} repairing=${repairing} />`;
  return html`
    <section class="done-here" aria-label=${text('reconcile.done')}>
      <div role="status">${newest && html`<ul>${entry(newest)}</ul>`}</div>
      ${before.length > 0 && html`<details>
        <summary>${text('reconcile.doneBefore', {
          count: translator.number(before.length),
        })}</summary>
        <ul>${before.map(entry)}</ul>
      </details>`}
    </section>
  `;
}

function Entry({ entry, repairing }) {
  const { text } = usePage();
  const said = entry.isUndone ? text('correcting.undone', { what: entry.said }) : entry.said;
  const label = text(entry.isUndone ? 'correcting.redo' : 'correcting.undo');
  return html`<li class=${entry.isUndone ? 'is-undone' : null}>
    <span class="sign" aria-hidden="true">${entry.isUndone ? '↶' : '✓'}</span>
    <span>${said}${entry.by && html` <small>${entry.by}</small>`}</span>
    ${entry.ids.length > 0 && html`<button class="small secondary"
      aria-label=${[`${label}: ${entry.said}`, entry.by].filter(Boolean).join(', ')} aria-busy=${repairing.isBusy ? 'true' : null}
      onClick=${() => repairing.undo(entry)}>${label}</button>`}
  </li>`;
}

/** What went wrong, and what somebody else had changed meanwhile. */
export function Trouble({ trouble, error }) {
  const { text, translator } = usePage();
  return html`<div role="alert">
    ${trouble && html`<div class="banner banner-alarm">
      <p>${trouble.sentence}</p>
      ${trouble.changes.length > 0 && html`<p>${text('reconcile.changed')}</p><ul>
        ${trouble.changes.map((said) => html`<li key=${said}>${said}</li>`)}
      </ul>`}
    </div>`}
    ${error && html`<p class="banner banner-alarm">${errorText(translator, error)}</p>`}
  </div>`;
}
