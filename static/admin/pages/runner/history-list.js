/** Who corrected what of a runner, when and why; each can be undone, and its undo, too. */

import { addedTimeText } from '../../../shared/durations.js';
import { errorText, usePage } from '../../../ui/page.js';
import { html, useState } from '../../../vendor/htm-preact/standalone.module.js';
import { exactTimeOfDay } from '../control/start-times.js';
import { raceTimeText, takenBy } from '../marks/mark-words.js';
import { historyOf } from './history.js';

/** A value before or after a correction, as people write it. */
function valueText({ text }, kind, value, competition) {
  switch (kind) {
    case 'mark_moment':
      return raceTimeText({ at_ms: value }, competition.startedAtMs) ?? text('marks.noTime');
    case 'mark_withdrawn': return text(value ? 'marks.withdrawn' : 'history.counts');
    case 'runner_status': return text(`runners.status.${value || 'none'}`);
    case 'runner_start': return value === null ? text('history.withOthers') : exactTimeOfDay(value);
    case 'penalty': return value === 0 ? '–' : addedTimeText(value);
    default: return value || text('history.noBib');
  }
}

/** What it is about: the kind, and of a mark which one. */
function subjectText({ text }, line, result, competition) {
  const mark = result.marks.find((one) => one.id === line.subject);
  const what = text(`history.kind.${line.kind}`);
  if (!line.kind.startsWith('mark_') || mark === undefined) return what;
  const asItCame = { at_ms: mark.sent_at_ms, bib: mark.sent_bib };
  const name = takenBy(text, asItCame, raceTimeText(asItCame, competition.startedAtMs));
  return `${what} (${[mark.line_name, name].filter(Boolean).join(', ')})`;
}

export function History({ corrections, result, competition, correcting }) {
  const { text } = usePage();
  const lines = historyOf(corrections, result.marks, result.entered_bib);
  return html`
    <section aria-labelledby="history-title">
      <h2 id="history-title">${text('history.title')}</h2>
      ${lines.length === 0
        ? html`<p class="empty">${text('history.none')}</p>`
        : html`<ol class="record history" aria-labelledby="history-title">
            ${lines.map((line) => html`<${Line} key=${line.id} line=${line} result=${result}
              competition=${competition} correcting=${correcting} />`)}
          </ol>`}
    </section>
  `;
}

function Line({ line, result, competition, correcting }) {
  const page = usePage();
  const { text, translator } = page;
  const [problem, setProblem] = useState(null);
  const [isBusy, setBusy] = useState(false);
  const subject = subjectText(page, line, result, competition);
  // Doing a correction again sets what its undo had taken away.
  const value = valueText(page, line.kind, line.from, competition);
  const done = text('history.setTo', { what: subject, value });
  const undo = async () => {
    if (isBusy) return;
    setBusy(true);
    setProblem(null);
    try {
      await correcting.undo(line.id, line.isUndo ? done : subject, line.isUndo);
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      setProblem(errorText(translator, error));
    }
    setBusy(false);
  };
  const { undoneBy } = line;
  const said = line.isUndo ? text('history.undoOf', { what: subject }) : subject;
  return html`<li class=${line.holds ? null : 'is-undone'}>
    <time dateTime=${new Date(line.atMs).toISOString()} title=${translator.dayAndTime(line.atMs)}>
      ${translator.timeOfDay(line.atMs, { withSeconds: true })}</time>
    <div class="did">
      <span>${said}:${' '}<del>${valueText(page, line.kind, line.from, competition)}</del> →${' '}
        <ins>${valueText(page, line.kind, line.to, competition)}</ins></span>
      ${line.reason && html`<p class="why">«${line.reason}»</p>`}
      ${undoneBy && html`<p class="undone-by">${text('history.undoneBy', {
        name: undoneBy.made_by ?? '–',
        time: translator.timeOfDay(Date.parse(undoneBy.made_at), { withSeconds: true }),
      })}</p>`}
      <div role="alert">${problem && html`<p class="field-error">${problem}</p>`}</div>
    </div>
    <span class="by">${line.by ?? '–'}
      ${line.holds && html`<button class="small secondary outline" onClick=${undo}
        aria-busy=${isBusy ? 'true' : null}
        aria-label=${text(line.isUndo ? 'history.redoNamed' : 'history.undoNamed', { what: subject })}>
        ${text(line.isUndo ? 'correcting.redo' : 'correcting.undo')}</button>`}
    </span>
  </li>`;
}
