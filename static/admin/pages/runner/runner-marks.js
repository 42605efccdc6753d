/** The marks of a runner: as they came, and beside it as they count. */

import { usePage } from '../../../ui/page.js';
import { html } from '../../../vendor/htm-preact/standalone.module.js';
import { useRoom } from '../../panel.js';
import { hrefOf } from '../../routes.js';
import { appliedText } from '../lines/timer-words.js';
import { FlagMarks, raceTimeText, takenBy } from '../marks/mark-words.js';

export function RunnerMarks({ runner, result, competition, worn, correct }) {
  const { text } = usePage();
  const { room } = useRoom();
  const judges = room.markedRaces.flatMap((race) => race.lines).flatMap((line) => line.judges);
  const names = new Map(judges.map((judge) => [judge.id, judge.name]));
  const judgeName = (mark) => names.get(mark.judge_id) ?? mark.judge_username;
  const headings = ['line', 'came', 'counts', 'by', 'flags'];
  return html`
    <section class="runner-marks" aria-labelledby="runner-marks-title">
      <h2 id="runner-marks-title">${text('runner.marks')}</h2>
      ${runner.wave_id !== null && result.marks.length > 0 && html`<p class="hint">
        ${text('marks.sinceRaceStart')}</p>`}
      ${result.marks.length === 0
        ? html`<p class="empty">${text('runner.noMarks')}</p>`
        : html`<div class="table-scroll" tabindex="0" role="region"
            aria-label=${text('runner.marks')}>
            <table>
              <thead><tr>
                ${headings.map((key) => html`<th scope="col" key=${key}>
                  ${text(`runner.marks.${key}`)}</th>`)}
                <th scope="col"><span class="visually-hidden">${text('table.actions')}</span></th>
              </tr></thead>
              <tbody>
                ${result.marks.map((mark) => html`<${MarkLine} key=${mark.id} mark=${mark}
                  runner=${runner} competition=${competition} worn=${worn}
                  judgeName=${judgeName} correct=${() => correct(mark)} />`)}
              </tbody>
            </table>
          </div>`}
    </section>
  `;
}

/** `17:58.310 · dorsal 7`. */
function saidOf(text, atMs, bib, competition) {
  const time = raceTimeText({ at_ms: atMs }, competition.startedAtMs);
  return [
    html`<span class="exact" key="time">${time ?? text('marks.noTime')}</span>`, ' · ',
    bib === null || bib === '' ? text('flag.no_bib') : text('marks.withBib', { bib }),
  ];
}

function MarkLine({ mark, runner, competition, worn, judgeName, correct }) {
  const page = usePage();
  const { text, translator } = page;
  const offset = appliedText(page, { applied_offset_ms: mark.offset_ms });
  const isChanged = mark.at_ms !== mark.sent_at_ms || (mark.bib ?? '') !== (mark.sent_bib ?? '');
  const told = mark.is_withdrawn ? { at_ms: mark.sent_at_ms, bib: mark.sent_bib } : mark;
  const name = takenBy(text, told, raceTimeText(told, competition.startedAtMs));
  return html`<tr class=${mark.is_withdrawn ? 'is-withdrawn' : null}>
    <td data-label=${text('runner.marks.line')}>${mark.line_name ?? '–'}</td>
    <td data-label=${text('runner.marks.came')}>
      ${saidOf(text, mark.sent_at_ms, mark.sent_bib, competition)}
      ${mark.uncertainty_ms !== null && html`<small> ± ${translator.number(mark.uncertainty_ms)} ms
      </small>`}
    </td>
    <td data-label=${text('runner.marks.counts')}>
      ${mark.is_withdrawn
        ? html`<span class="mark">${text('marks.withdrawn')}</span>`
        : isChanged
          ? html`<strong>${saidOf(text, mark.at_ms, mark.bib, competition)}</strong>`
          : text('runner.marks.same')}
      ${offset !== null && html` <small>${offset}</small>`}
      <${WhoseNow} mark=${mark} runner=${runner} worn=${worn} />
    </td>
    <td data-label=${text('runner.marks.by')}>
      ${[judgeName(mark), mark.device].filter(Boolean).join(' · ')}
      <small> ${translator.timeOfDay(Date.parse(mark.received_at), { withSeconds: true })}</small>
    </td>
    <td data-label=${text('runner.marks.flags')}>
      ${mark.flags.length === 0 ? '–' : html`<${FlagMarks} mark=${mark} />`}</td>
    <td class="actions">
      <button class="secondary outline" onClick=${correct}
        aria-label=${text('marks.correctNamed', { mark: name })}>${text('marks.correct')}</button>
    </td>
  </tr>`;
}

/** It was this runner's, and is somebody else's. */
function WhoseNow({ mark, runner, worn }) {
  const { text } = usePage();
  if (mark.is_withdrawn || mark.runner_id === runner.id) return null;
  const other = worn.find((one) => one.id === mark.runner_id);
  return html`<p class="mark-given">${other
    ? html`${text('runner.marks.now')}${' '}<a href=${hrefOf('runner', other.id)}>
        ${[other.bib, other.name].filter(Boolean).join(' · ')}</a>`
    : text('runner.marks.nobody')}</p>`;
}
