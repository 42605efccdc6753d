/** What the public sees now, what it does not see yet, and the steps from here. */

import {
  changeCountWords, countWords, momentWords, stageWords,
} from '../../../shared/publication-words.js';
import { usePage } from '../../../ui/page.js';
import { html, useState } from '../../../vendor/htm-preact/standalone.module.js';
import { hrefOf } from '../../routes.js';
import { ChangeList } from './change-list.js';
import { OfficialDialog, ProvisionalDialog } from './publish-dialogs.js';

/** Props: `race`, `step` (see decodeStep), how many rows the last step changed, `reload`. */
export function StageNow({ race, step, changeCount, reload }) {
  const { text, translator } = usePage();
  // With the step that it was opened for: what somebody else publishes meanwhile is another.
  const [dialog, setDialog] = useState(null);
  const open = (name) => setDialog({ name, step });
  const shared = { race, step: dialog?.step, onDone: reload, onClose: () => setDialog(null) };
  const nowMs = Date.now();
  const counted = changeCountWords(translator, { ...step, changeCount });
  return html`
    <section class="card publish-now" aria-labelledby="publish-now-title">
      <h2 id="publish-now-title">${text('publish.now')}</h2>
      <p class=${`worth worth-${step.stage}`} role="status">
        ${stageWords(translator, step, nowMs)}${counted !== '' && `: ${counted}`}
      </p>
      ${step.reason !== '' && html`<p>${step.reason}</p>`}
      <p class="hint">${text(`publish.now.${step.stage}`, {
        time: step.publishedAtMs === null ? '' : momentWords(translator, step.publishedAtMs, nowMs),
      })}</p>
      ${!race.is_active && html`<p class="banner banner-warn">
        ${text('publish.notListed')} <a href=${hrefOf('race', race.id)}>${race.name}</a></p>`}
      <${Pending} step=${step} />
      <${Steps} race=${race} step=${step} open=${open} />
      ${dialog?.name === 'provisional' && html`<${ProvisionalDialog} ...${shared} />`}
      ${dialog?.name === 'official' && html`<${OfficialDialog} ...${shared} />`}
      ${dialog?.name === 'reopen' &&
      html`<${ProvisionalDialog} ...${shared} isReopened=${true} />`}
    </section>
  `;
}

/** How the results of now differ from the last official ones. */
function Pending({ step }) {
  const { text, translator } = usePage();
  if (step.version === 0) return null;
  const isOfficial = step.stage === 'official';
  if (step.pendingCount === 0) {
    return html`<p role="status">${text(isOfficial ? 'publish.allOut' : 'publish.asBefore')}</p>`;
  }
  const count = countWords(translator, step.pendingCount);
  return html`
    <h3 role="status">${text(isOfficial ? 'publish.pending' : 'publish.since', {
      count, version: translator.number(step.version),
    })}</h3>
    <${ChangeList} changes=${step.pending} isCut=${step.pending.length >= 200} />
  `;
}

/** What can be done next, the likeliest first. */
function Steps({ race, step, open }) {
  const { text, translator } = usePage();
  const { stage, version } = step;
  if (race.started_at === null) return html`<p class="hint">${text('publish.notStarted')}</p>`;
  const official = text('publish.official', { version: translator.number(version + 1) });
  const hasNews = stage !== 'official' || step.pendingCount > 0;
  const button = (name, label, isFirst) => html`<button type="button"
    class=${isFirst ? null : 'secondary outline'} onClick=${() => open(name)}>${label}</button>`;
  return html`
    ${race.is_running && html`<p class="banner banner-warn">${text('publish.running')}${' '}
      <a href=${hrefOf('control', race.id)}>${text('races.control')}</a></p>`}
    <div class="buttons">
      ${stage === 'live' && button('provisional', text('publish.provisional'), true)}
      ${!race.is_running && hasNews && button('official', official, stage !== 'live')}
      ${stage === 'provisional' && button('provisional', text('publish.otherTime'), false)}
      ${stage === 'official' && button('reopen', text('publish.reopen'), false)}
    </div>
  `;
}
