/** What a runner has run, in large letters. */

import { nameOf } from '../board/runner-row.js';
import { addedTimeText, shownTimeParts } from '../shared/durations.js';
import { outcomeOf, OVERALL, placeIn } from '../shared/individual-standings.js';
import { html } from '../vendor/htm-preact/standalone.module.js';

/** What there is to explain about a status that is no time. */
const EXPLAINED = ['arrived', 'started', 'unrecorded', 'registered'];

/** Props: the runner's `row`, all `rows` (none until known), whether the race `isOver`, `translator`. */
export function RunnerResult({ translator, row, rows, isOver }) {
  const { runner, officialText } = row;
  const outcome = outcomeOf(row.status, isOver);
  const about = [runner.category, runner.team].filter(Boolean).join(' · ');
  return html`
    <article class="result" data-status=${row.status}>
      <p class="result-bib"><span>${translator.text('standings.bib')}</span> ${runner.bib}</p>
      <h1>${nameOf(translator, runner)}</h1>
      ${about !== '' && html`<p class="result-about">${about}</p>`}
      <div role="status">
        ${officialText === null
          ? html`<p class="result-words">${translator.text(`outcome.${outcome}`)}</p>`
          : html`<${OfficialTime} translator=${translator} text=${officialText} />`}
        ${EXPLAINED.includes(outcome) &&
        html`<p class="result-hint">${translator.text(`explained.${outcome}`)}</p>`}
      </div>
      <${Places} translator=${translator} row=${row} rows=${rows} />
      ${officialText !== null && html`<${OtherTimes} translator=${translator} row=${row} />`}
    </article>
  `;
}

function OfficialTime({ translator, text }) {
  const [whole, fraction] = shownTimeParts(text);
  return html`<p class="result-time">
    <span class="visually-hidden">${translator.text('runner.official')}</span>
    ${' '}${whole}<small>${fraction}</small>
  </p>`;
}

/**
 * The places that the runner has, overall of how many: in a sex or a category who is hidden counts
 * and is not to be counted.
 */
function Places({ translator, row, rows }) {
  const { runner } = row;
  const rankings = [
    [translator.text('ranking.overall'), OVERALL],
    [runner.sex && translator.text(`sex.${runner.sex}`), { by: 'sex', value: runner.sex }],
    [runner.category, { by: 'category', value: runner.category }],
  ].filter(([, ranking]) => placeIn(row, ranking) !== null);
  if (rankings.length === 0) return null;
  const total = rows.filter(({ officialMs }) => officialMs !== null).length;
  return html`
    <dl class="result-places">
      ${rankings.map(([name, ranking]) => html`<div key=${ranking.by}>
        <dt>${name}</dt>
        <dd>
          ${translator.text('runner.place', { place: translator.number(placeIn(row, ranking)) })}
          ${ranking === OVERALL && total > 0 && html` <small>
            ${translator.text('runner.ofAll', { count: translator.number(total) })}
          </small>`}
        </dd>
      </div>`)}
    </dl>
  `;
}

function OtherTimes({ translator, row }) {
  const shown = (text) => text && shownTimeParts(text).join('');
  const times = [
    ['gun', shown(row.gunText)],
    ['net', shown(row.netText)],
    ['penalty', row.penaltyMs === 0 ? null : addedTimeText(row.penaltyMs)],
  ].filter(([, time]) => time);
  return html`
    <dl class="result-times">
      ${times.map(([name, time]) => html`<div key=${name}>
        <dt>${translator.text(`runnertime.${name}`)}</dt>
        <dd>${time}</dd>
      </div>`)}
    </dl>
  `;
}
