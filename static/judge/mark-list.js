/** Marks at the lines: the list of them, and what stands on the button that takes their times. */

import { usePage } from '../ui/page.js';
import { html } from '../vendor/htm-preact/standalone.module.js';
import { bibText, lineProgressText, markEntry, numbersOf } from './mark-words.js';
import { TapList } from './tap-list.js';
import { RowActions } from './tap-row.js';

/**
 * `actions` are `{withdraw(id), giveBack(id), setBib(id, bib), stopWaiting(id), chooseMark(id)}`, always
 * the same functions; `chooseMark` has the keypad write the bib of that mark.
 */
export function LineMarks({ marks, waitingCount, lines, line, actions }) {
  const { text, translator } = usePage();
  const numbers = numbersOf(marks, lines);
  const entryOf = (mark) => markEntry(mark, {
    number: numbers.get(mark.id) ?? null, lines, translator,
  });
  const actionsOf = (mark, close) => html`<${MarkActions} mark=${mark} actions=${actions}
    onDone=${close} />`;
  const title = line.mode === 'bibs' ? 'marks.title.bibs' : 'marks.title';
  const count = marks.filter((mark) => !mark.isWithdrawn).length;
  return html`<${TapList} items=${marks} title=${text(title, { count })}
    note=${waitingCount > 0 && text('marks.waiting', { count: waitingCount })}
    none=${text(line.mode === 'bibs' ? 'marks.none.bibs' : 'taps.none')}
    entryOf=${entryOf} actionsOf=${actionsOf}
    withdraw=${actions.withdraw} giveBack=${actions.giveBack} closesOnNew=${true} />`;
}

function MarkActions({ mark, actions, onDone }) {
  const { text } = usePage();
  const act = (work) => () => {
    work();
    onDone();
  };
  if (mark.isWithdrawn) {
    return html`<${RowActions}>
      <button onClick=${act(() => actions.giveBack(mark.id))}>${text('tap.giveBack')}</button>
    <//>`;
  }
  return html`<${RowActions}>
    <button onClick=${act(() => actions.chooseMark(mark.id))}>
      ${text(mark.bib === null ? 'mark.giveBib' : 'mark.changeBib')}</button>
    <button onClick=${act(() => actions.withdraw(mark.id))}>${text('tap.withdraw')}</button>
    ${mark.isWaiting && html`<button onClick=${act(() => actions.stopWaiting(mark.id))}>
      ${text('queue.noBib')}</button>`}
    ${mark.bib !== null && mark.hasTime && html`<button
      onClick=${act(() => actions.setBib(mark.id, ''))}>${text('mark.dropBib')}</button>`}
    ${mark.hasTime && mark.uncertaintyMs !== null && html`<p>${text('tap.uncertainty', {
      ms: Math.ceil(mark.uncertaintyMs),
    })}</p>`}
  <//>`;
}

/** On the button: what the next touch is, and for whom where the bib was typed before it. */
export function LineOnButton({ line, view, phase, isLow }) {
  const { text } = usePage();
  const isReady = view.readyBib !== null;
  const remark = remarkOf(line, phase);
  return html`
    <span class="tap-do">${text('tap.do')}</span>
    ${isReady
      ? html`<span class="tap-ready">${bibText(view.readyBib, view.readyRunner)}</span>`
      : !isLow && html`<span class="tap-bib">${line.count}</span>`}
    ${!isReady && !isLow && html`<span class="tap-team">
      ${text(line.count === 1 ? 'line.at.one' : 'line.at', { line: line.name })}</span>`}
    ${!isReady && isLow && html`<span class="tap-progress">
      ${line.name} · ${lineProgressText(line, text)}</span>`}
    ${remark !== null && html`<span class="tap-remark">${text(remark)}</span>`}
  `;
}

function remarkOf(line, phase) {
  if (line.isGone) return 'line.remark.gone';
  if (phase === 'scheduled') return 'line.remark.scheduled';
  if (phase === 'finished') return 'line.remark.finished';
  return null;
}
