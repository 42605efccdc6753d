/** What was published, step by step, and what each version has changed. */

import { changesPath, decodeChanges } from '../../../shared/publication-protocol.js';
import {
  changeCountWords, momentWords, stageWords,
} from '../../../shared/publication-words.js';
import { errorText, useLoaded, usePage } from '../../../ui/page.js';
import { html, useState } from '../../../vendor/htm-preact/standalone.module.js';
import { ChangeList } from './change-list.js';

/** Props: `race`, `steps` (see decodePublication), the last first. */
export function History({ race, steps }) {
  const { text } = usePage();
  return html`
    <section class="card published-before" aria-labelledby="history-title">
      <h2 id="history-title">${text('publish.history')}</h2>
      <ol class="publish-history">
        ${steps.map((step) => html`<${Step} key=${step.publishedAtMs} race=${race} step=${step} />`)}
      </ol>
    </section>
  `;
}

function Step({ race, step }) {
  const { translator } = usePage();
  const [isOpen, setOpen] = useState(false);
  const nowMs = Date.now();
  const counted = changeCountWords(translator, step);
  return html`<li>
    <p><span class=${`worth worth-${step.stage}`}>${stageWords(translator, step, nowMs)}</span>
      ${step.stage !== 'official' && html`${' '}
        <small>${momentWords(translator, step.publishedAtMs, nowMs)}</small>`}</p>
    ${step.reason !== '' && html`<p>${step.reason}</p>`}
    ${counted !== '' && html`
      <details onToggle=${(event) => setOpen(event.currentTarget.open)}>
        <summary>${counted}</summary>
        ${isOpen && html`<${Changes} race=${race} version=${step.version} />`}
      </details>`}
  </li>`;
}

/** As the public reads them: who asked not to be shown has no name here. */
function Changes({ race, version }) {
  const { session, text, translator } = usePage();
  const read = async () => decodeChanges(await session.request(changesPath(race.id, version)));
  const { value, error } = useLoaded(read, [session, race.id, version]);
  if (error !== null) return html`<p class="banner banner-alarm">${errorText(translator, error)}</p>`;
  if (value === null) return html`<p aria-busy="true">${text('loading.wait')}</p>`;
  return html`<${ChangeList} changes=${value} isPublic=${true} />`;
}
