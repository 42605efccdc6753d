/** What was read off a phone, before anything of it is stored. */

import { isMark } from '../../../shared/line-marks.js';
import { usePage } from '../../../ui/page.js';
import { html } from '../../../vendor/htm-preact/standalone.module.js';
import { useFold } from '../room/fold.js';
import { describeTap } from './tap-texts.js';

const FEW = 15;

/** `judges` as of `tapsByJudge`; those whom nobody knows here cannot be stored. */
export function Preview({ judges, known, sending }) {
  const { text, translator } = usePage();
  const storable = judges.filter(({ judgeId }) => known.judgeName(judgeId) !== null);
  const taps = storable.flatMap((judge) => judge.taps);
  return html`
    ${judges.map(({ judgeId, taps }) => html`<${JudgesTaps} key=${judgeId} judgeId=${judgeId}
      taps=${taps} known=${known} />`)}
    ${taps.length > 0 && html`<div class="rescue-do">
      <button class="big" onClick=${() => sending.send(storable, known)}
        aria-busy=${sending.isBusy ? 'true' : null}>
        ${text('rescue.do', { what: countText(taps, text, translator) })}</button>
      <p class="hint">${text('rescue.do.hint')}</p>
    </div>`}
  `;
}

/** `3 times and 1 mark`: at a line nobody speaks of times where it is bibs alone. */
function countText(taps, text, translator) {
  const counted = (name, count) => (count === 1
    ? text(`rescue.${name}.one`)
    : text(`rescue.${name}`, { count: translator.number(count) }));
  const markCount = taps.filter(isMark).length;
  const timeCount = taps.length - markCount;
  const marks = counted('marks', markCount);
  const times = counted('times', timeCount);
  if (markCount === 0) return times;
  return timeCount === 0 ? marks : text('rescue.both', { times, marks });
}

function JudgesTaps({ judgeId, taps, known }) {
  const { text, translator } = usePage();
  const [shown, more] = useFold(taps, FEW);
  const name = known.judgeName(judgeId);
  const title = name ?? text('rescue.unknownJudge', { id: judgeId });
  return html`
    <section class="rescue-judge" aria-label=${title}>
      <h2>${title} <span class="count">${translator.number(taps.length)}</span></h2>
      ${name === null && html`<p class="banner banner-warn">${text('rescue.unknownJudge.hint')}</p>`}
      <ul class="refused" aria-label=${title}>
        ${shown.map((tap) => html`<${Tap} key=${tap.id} tap=${tap} known=${known} />`)}
      </ul>
      ${more}
    </section>
  `;
}

function Tap({ tap, known }) {
  const { text } = usePage();
  const { team, time, competition, notes } = describeTap(text, tap, known);
  return html`<li class=${tap.isWithdrawn ? 'is-withdrawn' : null}>
    <div class="what">
      <strong>${team}</strong> <span class="exact">${time}</span>
      ${tap.isWithdrawn && html`<span class="mark mark-warn">${text('rescue.withdrawn')}</span>`}
    </div>
    <small>${[competition, ...notes].filter(Boolean).join(' · ')}</small>
  </li>`;
}
