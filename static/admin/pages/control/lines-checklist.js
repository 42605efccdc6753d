/** Is everything there for an individual race, and who stands at which line. */

import { usePage } from '../../../ui/page.js';
import { html } from '../../../vendor/htm-preact/standalone.module.js';
import { hrefOf } from '../../routes.js';
import { runnerCountText } from '../lines/waves.js';
import { Check, ChecklistCard, JudgeItem, JudgesCheck } from './checklist.js';
import { judgesAtLines } from './readiness.js';

/** `lines` are those of the control room. */
export function LinesChecklist({ competition, lines, isLive }) {
  const page = usePage();
  const { id, runnerCount } = competition;
  const hasFinish = lines.some((line) => line.kind === 'finish');
  const toLines = (key) => html`<a href=${hrefOf('lines', id)}>${page.text(key)}</a>`;
  return html`
    <${ChecklistCard} competition=${competition} isLive=${isLive}
      below=${lines.map((line) => html`<${LineList} key=${line.id} line=${line} />`)}>
      <${Check} state=${runnerCount > 0 ? 'good' : 'warn'}>
        <a href=${hrefOf('runners', id)}>${runnerCountText(page, runnerCount)}</a>
      <//>
      ${!hasFinish && html`<${Check} state="bad">${toLines('check.noFinish')}<//>`}
      <${JudgesCheck} judges=${judgesAtLines(lines).judges}
        none=${toLines('check.nobodyAtLines')} />
    <//>
  `;
}

function LineList({ line }) {
  const { text, translator } = usePage();
  const marks = (count) => text('lines.marks', { count: translator.number(count) });
  return html`
    <h3 class="line-title">${line.name}${' '}
      <small>${marks(line.markCount)}</small></h3>
    ${line.judges.length === 0
      ? html`<p class="hint">${text('lines.noJudges')}</p>`
      : html`<ul class="judge-list" aria-label=${line.name}>
          ${line.judges.map((judge) => html`<${JudgeItem} key=${judge.id} judge=${judge}
            isMissing=${!judge.isConnected && judge.mode !== null} said=${[
              text(judge.mode === null ? 'lines.notHere' : `lines.mode.${judge.mode}`),
              marks(judge.markCount),
            ]} />`)}
        </ul>`}
  `;
}
