/** Is everything there for an individual race, and who stands at which line. */

import { phaseOf } from '../../../shared/live-results.js';
import { usePage } from '../../../ui/page.js';
import { html } from '../../../vendor/htm-preact/standalone.module.js';
import { hrefOf } from '../../routes.js';
import { runnerCountText } from '../lines/waves.js';
import { Check } from './checklist.js';
import { judgesAtLines } from './readiness.js';

/** `lines` are those of the control room. */
export function LinesChecklist({ competition, lines, isLive }) {
  const page = usePage();
  const { text, translator } = page;
  const { id, isActive, runnerCount } = competition;
  const isBefore = phaseOf(competition) === 'scheduled';
  const { judges } = judgesAtLines(lines);
  const missing = judges.filter((judge) => !judge.isConnected);
  const hasFinish = lines.some((line) => line.kind === 'finish');
  const toLines = (key) => html`<a href=${hrefOf('lines', id)}>${text(key)}</a>`;
  return html`
    <section class="card checklist" aria-labelledby="checklist-title">
      <h2 id="checklist-title">
        ${text(isBefore ? 'control.checklist' : 'control.whoIsThere')}
      </h2>
      <ul class="checks">
        <${Check} state=${isLive ? 'good' : 'bad'}>
          ${text(isLive ? 'check.connected' : 'check.notConnected')}
        <//>
        <${Check} state=${isActive ? 'good' : 'bad'}>
          ${isActive
            ? text('check.published')
            : html`<a href=${hrefOf('race', id)}>${text('check.notPublished')}</a>`}
        <//>
        <${Check} state=${runnerCount > 0 ? 'good' : 'warn'}>
          <a href=${hrefOf('runners', id)}>${runnerCountText(page, runnerCount)}</a>
        <//>
        ${!hasFinish && html`<${Check} state="bad">${toLines('check.noFinish')}<//>`}
        <${Check} state=${judges.length === 0 ? 'bad' : missing.length > 0 ? 'warn' : 'good'}>
          ${judges.length === 0
            ? toLines('check.nobodyAtLines')
            : text('check.judges', {
                connected: translator.number(judges.length - missing.length),
                total: translator.number(judges.length),
              })}
        <//>
      </ul>
      ${lines.map((line) => html`<${LineList} key=${line.id} line=${line} />`)}
    </section>
  `;
}

function LineList({ line }) {
  const { text, translator } = usePage();
  const count = translator.number(line.markCount);
  return html`
    <h3 class="line-title">${line.name}${' '}
      <small>${text('lines.marks', { count })}</small></h3>
    ${line.judges.length === 0
      ? html`<p class="hint">${text('lines.noJudges')}</p>`
      : html`<ul class="judge-list" aria-label=${line.name}>
          ${line.judges.map((judge) => html`<li key=${judge.id}
            class=${judge.isConnected || judge.mode === null ? 'is-here' : 'is-missing'}>
            <span class="sign" aria-hidden="true"></span>
            <span class="judge-name">${judge.name}</span>
            <small>${[
              text(judge.isConnected ? 'check.judgeHere' : 'check.judgeMissing'),
              judge.mode === null ? text('lines.notHere') : text(`lines.mode.${judge.mode}`),
              text('lines.marks', { count: translator.number(judge.markCount) }),
            ].join(' · ')}</small>
          </li>`)}
        </ul>`}
  `;
}
