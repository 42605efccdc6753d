/** Marks at the lines: the list of them, and what stands on the button that takes their times. */

import { usePage } from '../ui/page.js';
import { html } from '../vendor/htm-preact/standalone.module.js';
import { bibText, lineProgressText, markEntry, numbersOf, shortTime } from './mark-words.js';
import { TapList } from './tap-list.js';
import { RowActions } from './tap-row.js';

/**
 * `actions` are `{undo(), withdraw(id), giveBack(id), setBib(id, bib), stopWaiting(id), chooseMark(id)}`,
 * always the same functions; `chooseMark` has the keypad write the bib of that mark. `lastAct` is what
 * `undo` takes back.
 */
export function LineMarks({ marks, lastAct, waitingCount, lines, line, actions }) {
  const { text, translator } = usePage();
  const numbers = numbersOf(marks, lines);
  const entryOf = (mark) => markEntry(mark, {
    number: numbers.get(mark.id) ?? null, lines, translator,
  });
  const actionsOf = (mark, close) => html`<${MarkActions} mark=${mark} actions=${actions}
    onDone=${close} />`;
  const title = line.mode === 'bibs' ? 'marks.title.bibs' : 'marks.title';
  const waiting = waitingCount === 1 ? 'marks.waiting.one' : 'marks.waiting';
  const undoWhich = undoText(lastAct, marks, translator);
  return html`<${TapList} items=${marks} title=${text(title, { count: line.count })}
    note=${waitingCount > 0 && text(waiting, { count: waitingCount })}
    none=${text(line.mode === 'bibs' ? 'marks.none.bibs' : 'taps.none')}
    entryOf=${entryOf} actionsOf=${actionsOf}
    undo=${lastAct && { label: null, which: undoWhich, act: actions.undo }}
    giveBack=${actions.giveBack} closesOnNew=${true} />`;
}

/** What "undo" takes back: the bib, or the time, that came last. */
function undoText(act, marks, translator) {
  if (act?.kind !== 'bib') return markUndoText(marks.find(({ id }) => id === act?.markId), translator);
  return act.bib === '' ? translator.text('mark.noBib') : translator.text('mark.bib', { bib: act.bib });
}

const markUndoText = (mark, translator) =>
  (mark?.hasTime ? shortTime(mark, translator) : (mark?.bib ?? ''));

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
  const [next, ...others] = line.mode === 'both' ? view.ready : [];
  const isReady = next !== undefined;
  const later = others.map(({ bib }) => bib).join(', ');
  const remark = remarkOf(line, phase, isLow);
  const isGone = line.isGone && isLow;
  return html`
    <span class="tap-do">${text('tap.do')}</span>
    ${isReady
      ? html`<span class="tap-ready">${bibText(next.bib, next.runner)}</span>`
      : !isLow && html`<span class="tap-bib">${line.count}</span>`}
    ${!isReady && !isLow && html`<span class="tap-team">
      ${text(line.count === 1 ? 'line.at.one' : 'line.at', { line: line.name })}</span>`}
    ${!isReady && isLow && !isGone && html`<span class="tap-progress">
      ${line.name} · ${lineProgressText(line, text)}</span>`}
    ${later !== '' && !isGone && html`<span class="tap-later">${text('bib.later', { bibs: later })}</span>`}
    ${remark !== null && html`<span class="tap-remark">${text(remark)}</span>`}
  `;
}

function remarkOf(line, phase, isLow) {
  if (line.isGone) return isLow ? 'line.remark.gone.short' : 'line.remark.gone';
  if (phase === 'scheduled') return 'line.remark.scheduled';
  if (phase === 'finished') return 'line.remark.finished';
  return null;
}
