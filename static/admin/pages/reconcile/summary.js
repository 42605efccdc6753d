/** What is to be done at a line, at one glance, and the one button for all that is sure. */

import { acceptance } from '../../../shared/reconciliation.js';
import { usePage } from '../../../ui/page.js';
import { html } from '../../../vendor/htm-preact/standalone.module.js';

/** `isOver`: the race has been stopped, so that who is out has to be dealt with. */
export function Summary({ value, line, isOver, repairing }) {
  const { text, translator } = usePage();
  const { totals, rows } = value;
  const { rowCount } = acceptance(rows);
  const isOut = isOver && value.runners_out > 0;
  const isSettled = totals.faults === 0 && totals.proposed === 0 && !isOut;
  const figure = (name, count, kind = '') => html`<div class=${kind}>
    <dt>${text(`reconcile.figure.${name}`)}</dt><dd>${translator.number(count)}</dd>
  </div>`;
  return html`
    <section class="card reconcile-summary" aria-label=${text('reconcile.summary')}>
      <dl class="figures">
        ${figure('paired', totals.paired)}
        ${figure('proposed', totals.proposed, totals.proposed > 0 ? 'is-open' : '')}
        ${figure('faults', totals.faults, totals.faults > 0 ? 'is-doubtful' : '')}
        ${figure('out', value.runners_out)}
      </dl>
      ${rowCount > 0
        ? html`<${AcceptButton} rows=${rows} rowCount=${rowCount} repairing=${repairing} />`
        : html`<p class=${isSettled && rows.length > 0 ? 'settled' : 'hint'}>
            ${text(nothingToAccept({ isSettled, value, line }), {
              count: translator.number(value.runners_out),
            })}</p>`}
    </section>
  `;
}

function AcceptButton({ rows, rowCount, repairing }) {
  const { text, translator } = usePage();
  return html`<button class="big accept" aria-busy=${repairing.isBusy ? 'true' : null}
    onClick=${() => repairing.accept(rows)}>
    ${rowCount === 1
      ? text('reconcile.acceptOne')
      : text('reconcile.accept', { count: translator.number(rowCount) })}</button>`;
}

function nothingToAccept({ isSettled, value, line }) {
  const { rows, totals, runners_out: out } = value;
  if (rows.length === 0) return 'reconcile.noRows';
  if (isSettled) return 'reconcile.settled';
  if (totals.faults > 0 || totals.proposed > 0) return 'reconcile.onlyDoubts';
  if (line.kind !== 'finish') return 'reconcile.notSeen';
  return out === 1 ? 'reconcile.oneOut' : 'reconcile.someOut';
}

/** Who took times and who wrote bibs here, and how far apart they are. */
export function WhoMarked({ value, line, words }) {
  const { text, translator } = usePage();
  const { timers, writers } = value;
  if (timers.length + writers.length === 0) return null;
  const names = new Map(line.judges.map((judge) => [judge.id, judge.name]));
  const nameOf = (one) => names.get(one.judge_id) ?? one.username ?? '–';
  const seconds = (ms) => translator.number(Math.round(ms / 10) / 100);
  const timerSaid = (timer) => {
    const count = text('reconcile.timesOf', { count: translator.number(timer.count) });
    if (timer.is_reference && timers.length > 1) return [count, text('reconcile.reference')];
    if (timer.offset_ms === null) return [count];
    return [count, text('reconcile.offset', {
      offset: words.difference(timer.offset_ms), spread: seconds(timer.spread_ms ?? 0),
    })];
  };
  const writerSaid = (writer) => [
    text('reconcile.bibsOf', { count: translator.number(writer.count) }),
    // Below zero the times are late, and nobody writes before.
    ...(writer.usual_lag_ms === null || writer.usual_lag_ms < 0
      ? [] : [text('reconcile.lag', { seconds: seconds(writer.usual_lag_ms) })]),
  ];
  const item = (one, said) => html`<li key=${one.judge_id}>
    <strong>${nameOf(one)}</strong> <small>${said.join(' · ')}</small>
  </li>`;
  return html`<ul class="who-marked" aria-label=${text('reconcile.whoMarked')}>
    ${timers.map((timer) => item(timer, timerSaid(timer)))}
    ${writers.map((writer) => item(writer, writerSaid(writer)))}
  </ul>`;
}
