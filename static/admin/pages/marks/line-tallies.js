/** Each line at a glance: how many marks, by whom, when the last one came, and what is odd. */

import { usePage, useTick } from '../../../ui/page.js';
import { html } from '../../../vendor/htm-preact/standalone.module.js';
import { hrefOf } from '../../routes.js';
import { agoText } from '../../spans.js';

export function LineTallies({ race, clock }) {
  useTick(1000);
  const nowMs = clock.timeMs(performance.now());
  return html`<ul class="line-tallies">
    ${race.lines.map((line) => html`<${LineTally} key=${line.id} line=${line} race=${race} nowMs=${nowMs} />`)}
  </ul>`;
}

function LineTally({ line, race, nowMs }) {
  const { text, translator } = usePage();
  return html`<li class="card line-tally" aria-label=${line.name}>
    <div class="line-head">
      <h2>${line.name}</h2>
      <span class="tally-figure">${text('lines.marks', {
        count: translator.number(line.markCount),
      })}</span>
      ${line.flaggedCount > 0
        ? html`<span class="mark mark-warn">${text('marks.flagged', {
            count: translator.number(line.flaggedCount),
          })}</span>`
        : html`<span class="mark mark-good">${text('marks.noneFlagged')}</span>`}
      ${line.markCount > 0 && html`<a role="button" class="small secondary"
        href=${hrefOf('reconcile', line.id)}>${text('reconcile.open')}</a>`}
    </div>
    ${line.judges.length === 0
      ? html`<p class="hint"><a href=${hrefOf('lines', race.competitionId)}>
          ${text('lines.noJudges')}</a></p>`
      : html`<ul class="tally-judges">
          ${line.judges.map((judge) => html`<${JudgeTally} key=${judge.id} judge=${judge}
            nowMs=${nowMs} />`)}
        </ul>`}
  </li>`;
}

function JudgeTally({ judge, nowMs }) {
  const { text, translator } = usePage();
  const isHere = judge.isConnected || judge.mode === null;
  const said = [
    text(judge.isConnected ? 'check.judgeHere' : 'check.judgeMissing'),
    judge.mode === null ? text('lines.notHere') : text(`lines.mode.${judge.mode}`),
    text('lines.marks', { count: translator.number(judge.markCount) }),
  ];
  if (judge.lastMarkMs !== null && nowMs !== null) {
    said.push(text('marks.last', { ago: agoText(text, nowMs - judge.lastMarkMs) }));
  }
  return html`<li class=${isHere ? 'is-here' : 'is-missing'}>
    <span class="sign" aria-hidden="true"></span>
    <span><span class="judge-name">${judge.name}</span> <small>${said.join(' · ')}</small></span>
  </li>`;
}
