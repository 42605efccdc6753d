/** The marks themselves, each with a field for its bib: Enter goes on to the next one without. */

import { errorText, usePage } from '../../../ui/page.js';
import { html, useMemo, useRef, useState } from '../../../vendor/htm-preact/standalone.module.js';
import { hrefOf } from '../../routes.js';
import { FlagMarks, raceTimeText, takenBy } from './mark-words.js';
import { nextWithoutBib, wearerOf } from './mark-list.js';

/** So many rows are drawn at first; more on demand: 5,000 at once would make a laptop wait. */
const FIRST = 100;
const MORE = 400;

const fieldId = (markId) => `bib-of-${markId}`;

/** What is below `markId` and has no bib yet gets the cursor; tells whether there is one. */
function focusNext(marks, markId) {
  const field = document.getElementById(fieldId(nextWithoutBib(marks, markId)));
  field?.focus();
  field?.select();
  return field !== null;
}

export function MarkRows({ marks, total, openCorrection, ...known }) {
  const { text, translator } = usePage();
  const [limit, setLimit] = useState(FIRST);
  const { competition, runnersById, runnersByBib, race } = known;
  // The rows are drawn anew when they change, and not with every word of the control room.
  const latest = useRef(null);
  latest.current = { marks, openCorrection, ...known };
  const names = useMemo(
    () => new Map(race.lines.flatMap((line) => line.judges).map((one) => [one.id, one.name])),
    [race],
  );
  const lines = useMemo(() => new Map(race.lines.map((line) => [line.id, line.name])), [race]);
  const rows = useMemo(
    () => marks.slice(0, limit).map((mark) => html`<${MarkRow} key=${mark.id} mark=${mark}
      latest=${latest} judge=${names.get(mark.judge_id) ?? mark.judge_username ?? '–'}
      line=${lines.size > 1 ? lines.get(mark.line_id) ?? '–' : null} />`),
    [marks, limit, names, lines, runnersById, runnersByBib, competition.startedAtMs, translator],
  );
  if (marks.length === 0) {
    return html`<p class="empty">${text(total === 0 ? 'marks.none' : 'marks.noneShown')}</p>`;
  }
  return html`
    <ol class="mark-rows" aria-label=${text('marks.title')}>${rows}</ol>
    ${marks.length > limit && html`<p class="show-more">
      <button class="secondary" onClick=${() => setLimit(limit + MORE)}>
        ${text('table.more', { count: translator.number(marks.length - limit) })}</button>
    </p>`}
  `;
}

function MarkRow({ mark, latest, judge, line }) {
  const { text, translator } = usePage();
  const { competition, runnersById } = latest.current;
  const runner = runnersById.get(mark.runner_id) ?? null;
  // One that counts no more is told as it came.
  const told = mark.is_withdrawn ? { ...mark, at_ms: mark.sent_at_ms, bib: mark.sent_bib } : mark;
  const time = raceTimeText(told, competition.startedAtMs);
  const receivedMs = Date.parse(mark.received_at);
  const Struck = mark.is_withdrawn ? 'del' : 'span';
  const said = [line, judge, mark.device, text('refused.received', {
    time: translator.timeOfDay(receivedMs, { withSeconds: true }),
  })].filter(Boolean).join(' · ');
  return html`<li class=${`mark-row ${mark.is_withdrawn ? 'is-withdrawn' : ''}`} data-id=${mark.id}>
    <${Struck} class="mark-time exact">${time ?? text('marks.noTime')}<//>
    ${mark.is_withdrawn
      ? html`<del class="mark-bib">${mark.sent_bib ?? '–'}</del>`
      : html`<${BibField} mark=${mark} latest=${latest} time=${time} runner=${runner} />`}
    <div class="mark-flags"><${FlagMarks} mark=${mark} /></div>
    <small class="mark-by">${said}</small>
    <button class="small secondary outline mark-correct"
      aria-label=${text('marks.correctNamed', { mark: takenBy(text, told, time) })}
      onClick=${() => latest.current.openCorrection(mark)}>${text('marks.correct')}</button>
  </li>`;
}

/** What is typed and not saved yet is the field's own, whatever comes in meanwhile. */
function BibField({ mark, latest, time, runner }) {
  const { text, translator } = usePage();
  const [typed, setTyped] = useState(null);
  const [problem, setProblem] = useState(null);
  const [isBusy, setBusy] = useState(false);
  const isChanged = typed !== null && typed.trim() !== (mark.bib ?? '');
  const save = async () => {
    const { marks, correcting, feed, runnersByBib } = latest.current;
    const next = () => focusNext(marks, mark.id);
    if (!isChanged) {
      setTyped(null);
      next();
      return;
    }
    if (isBusy) return;
    setBusy(true);
    setProblem(null);
    const bib = typed.trim();
    // The fingers are on the next number before the laptop has answered.
    next();
    try {
      const said = bib === ''
        ? text('marks.said.noBib', { time: time ?? text('marks.noTime') })
        : text('marks.said.bib', { bib, time: time ?? text('marks.noTime') });
      await correcting.make({ kind: 'mark_bib', subject: mark.id, text: bib }, said);
      feed.current.correct(mark.id, { bib: bib || null }, runnersByBib);
      setTyped(null);
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      setProblem(errorText(translator, error));
    }
    setBusy(false);
  };
  const onKeyDown = (event) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      save();
    } else if (event.key === 'Escape' && typed !== null) {
      event.preventDefault();
      setTyped(null);
      setProblem(null);
    }
  };
  return html`
    <div class="mark-bib">
      <input id=${fieldId(mark.id)} value=${typed ?? mark.bib ?? ''} maxlength="12"
        autocomplete="off" autocapitalize="characters" spellcheck="false" enterkeyhint="next"
        aria-label=${text('marks.bibOf', { mark: takenBy(text, { ...mark, bib: null }, time) })}
        aria-invalid=${problem ? 'true' : null} aria-busy=${isBusy ? 'true' : null}
        onInput=${(event) => setTyped(event.currentTarget.value)} onKeyDown=${onKeyDown} />
      ${isChanged && html`<button class="small" onClick=${save}>${text('marks.saveBib')}</button>`}
    </div>
    <div class="mark-runner">
      <${Whose} mark=${mark} runner=${runner} typed=${isChanged ? typed.trim() : null}
        runnersByBib=${latest.current.runnersByBib} />
      <div role="alert">${problem && html`<p class="field-error">${problem}</p>`}</div>
    </div>
  `;
}

/** Whose the mark is or, while a bib is typed, whose it would be. */
function Whose({ mark, runner, typed, runnersByBib }) {
  const { text } = usePage();
  if (typed !== null) {
    const wearer = typed === '' ? null : wearerOf(runnersByBib, typed);
    return html`<span class="would-be">${typed === ''
      ? text('marks.wouldBeNobody')
      : wearer?.name || (wearer ? text('runners.noName') : text('marks.nobodyWears', { bib: typed }))
    }</span>`;
  }
  if (runner) {
    return html`<a href=${hrefOf('runner', runner.id)}>${runner.name || text('runners.noName')}</a>
      ${runner.team && html` <small>${runner.team}</small>`}`;
  }
  if (mark.bib !== null) {
    return html`<span class="hint">${text('marks.nobodyWears', { bib: mark.bib })}</span>`;
  }
  return null;
}
