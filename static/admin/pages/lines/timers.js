/** Several timers of one line: which time counts, who is late, and whom they disagree about. */

import { linePath, timersPath } from '../../../shared/lines-protocol.js';
import { Form, SelectField, SubmitButton } from '../../../ui/forms.js';
import { errorText, usePage } from '../../../ui/page.js';
import { html, useState } from '../../../vendor/htm-preact/standalone.module.js';
import { LastCorrection, useCorrecting } from '../../correcting.js';
import { ChangedMeanwhile, useEdit } from '../../edits.js';
import { namesOf } from '../../judge-names.js';
import { Loaded } from '../../loading.js';
import { useLive, useLookAgain, useRoom } from '../../panel.js';
import { hrefOf } from '../../routes.js';
import {
  appliedText, applyText, isOff, offsetText, raceTimeText, secondsText, timerIds,
} from './timer-words.js';

const RULES = ['first', 'agreement', 'primary'];
const AGREEMENTS_MS = [100, 200, 300, 500, 1000, 2000];
/** As many are read at a glance; the others on demand. */
const SHOWN = 10;

/** The part of a line's card about its timers, where there are several. */
export function LineTimers({ line, judges, reload }) {
  const { room } = useRoom();
  const race = room.markedRaces.find((one) => one.competitionId === line.competition_id);
  const marked = race?.lines.find((one) => one.id === line.id);
  const ids = timerIds(line, marked);
  if (ids.length < 2) return null;
  return html`<${Timers} line=${line} judges=${judges} ids=${ids} reload=${reload}
    markCount=${marked?.markCount} />`;
}

function Timers({ line, judges, ids, reload, markCount }) {
  const { session, text } = usePage();
  const report = useLive(
    () => session.request(timersPath(line.id)),
    [session, line.id, line.etag],
  );
  useLookAgain(report.reload, markCount);
  const correcting = useCorrecting(line.competition_id, report.reload);
  const titleId = `timers-${line.id}`;
  const known = namesOf(judges);
  const nameOf = (id, username = null) => known(id) ?? username ?? text('timers.deleted');
  return html`
    <section class="timers" aria-labelledby=${titleId}>
      <h4 id=${titleId}>${text('timers.title')}</h4>
      <${Rule} line=${line} ids=${ids} nameOf=${nameOf} reload=${reload} />
      <${LastCorrection} correcting=${correcting} />
      <${Loaded} from=${report}>
        ${(found) => html`
          <${Offsets} line=${line} timers=${found.timers} nameOf=${nameOf} correcting=${correcting} />
          <${Disagreements} found=${found} nameOf=${nameOf} raceId=${line.competition_id} />
        `}
      <//>
    </section>
  `;
}

const valuesOf = (line) => ({
  rule: line.rule,
  primary_judge_id: line.primary_judge_id === null ? '' : String(line.primary_judge_id),
  agreement_ms: String(line.agreement_ms),
});
const bodyOf = ({ primary_judge_id: primary, agreement_ms: agreement, ...changed }) => ({
  ...changed,
  ...(primary !== undefined && { primary_judge_id: primary === '' ? null : Number(primary) }),
  ...(agreement !== undefined && { agreement_ms: Number(agreement) }),
});
const check = ({ rule, primary_judge_id: primary }, text) => ({
  primary_judge_id: rule === 'primary' && primary === '' ? text('form.required') : null,
});

/** Which of several times counts. */
function Rule({ line, ids, nameOf, reload }) {
  const { text, translator } = usePage();
  const [isSaved, setSaved] = useState(false);
  const onSaved = () => {
    setSaved(true);
    reload();
  };
  const form = useEdit(line, {
    path: linePath(line.id), valuesOf, bodyOf, check, onSaved, id: `rule-${line.id}`,
  });
  const { values } = form;
  const primary = line.primary_judge_id;
  const people = primary === null || ids.includes(primary) ? ids : [...ids, primary];
  const spans = [...new Set([...AGREEMENTS_MS, line.agreement_ms])].sort((one, two) => one - two);
  return html`
    <${Form} form=${form} label=${text('timers.rule.form', { line: line.name })}>
      <${ChangedMeanwhile} form=${form} />
      <div class="timer-rule">
        <${SelectField} form=${form} name="rule" label=${text('timers.rule')}
          options=${RULES.map((rule) => [rule, text(`timers.rule.${rule}`)])} />
        ${values.rule === 'primary' && html`<${SelectField} form=${form} name="primary_judge_id"
          label=${text('timers.primary')} options=${[
            ['', text('timers.choose')], ...people.map((id) => [String(id), nameOf(id)]),
          ]} />`}
        <${SelectField} form=${form} name="agreement_ms" label=${text('timers.agreement')}
          options=${spans.map((ms) => [String(ms), secondsText(translator, ms)])} />
      </div>
      <p class="hint">${text(`timers.rule.${values.rule}.hint`)}</p>
      <div class="timer-save">
        ${form.isDirty && html`<${SubmitButton} form=${form}>${text('timers.save')}<//>`}
        <span role="status">${isSaved && !form.isDirty && text('timers.saved')}</span>
      </div>
    <//>
  `;
}

/** Who is late or early, and taking it from their times. */
function Offsets({ line, timers, nameOf, correcting }) {
  const page = usePage();
  const { text, translator } = page;
  const [busy, setBusy] = useState(null);
  const [problem, setProblem] = useState(null);
  const reference = timers.find((timer) => timer.is_reference);
  const referenceName = reference ? nameOf(reference.judge_id, reference.username) : '';
  const act = (timer, work) => async () => {
    if (busy !== null) return;
    setBusy(timer.judge_id);
    setProblem(null);
    try {
      await work();
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      setProblem(errorText(translator, error));
    }
    setBusy(null);
  };
  const rows = timers.map((timer) => {
    const name = nameOf(timer.judge_id, timer.username);
    const applied = appliedText(page, timer);
    const apply = act(timer, () => correcting.make(
      {
        kind: 'timer_offset', subject: `${line.id}:${timer.judge_id}`, number: timer.offset_ms,
      },
      text('timers.applied', { name, span: secondsText(translator, timer.offset_ms) }),
    ));
    const undo = act(timer, () =>
      correcting.undo(timer.correction_id, text('timers.applied', {
        name, span: secondsText(translator, timer.applied_offset_ms),
      })));
    return html`<li key=${timer.judge_id} aria-busy=${busy === timer.judge_id ? 'true' : null}>
      <div>
        <strong>${name}</strong>${' '}
        <small>${text('timers.count', { count: translator.number(timer.count) })}</small>
        <p>${offsetText(page, timer, referenceName)}${applied && html` <strong>${applied}</strong>`}</p>
      </div>
      <span class="timer-buttons">
        ${isOff(timer) && html`<button class="small" onClick=${apply}
          aria-label=${`${applyText(page, timer)}: ${name}`}>${applyText(page, timer)}</button>`}
        ${timer.correction_id !== null && timer.applied_offset_ms !== 0 && html`
          <button class="small secondary outline" onClick=${undo}
            aria-label=${text('timers.undoNamed', { name })}>${text('timers.undo')}</button>`}
      </span>
    </li>`;
  });
  return html`
    <div role="alert">${problem && html`<p class="banner banner-alarm">${problem}</p>`}</div>
    <ul class="timer-list">${rows}</ul>
  `;
}

/** Runners whose times are too far apart, the worst first. */
function Disagreements({ found, nameOf, raceId }) {
  const { text, translator } = usePage();
  const { room } = useRoom();
  const { startCorrectionMs = 0 } = room.competitions.find((one) => one.id === raceId) ?? {};
  const [isWhole, setWhole] = useState(false);
  const { disagreements } = found;
  const count = translator.number(disagreements.length);
  const usernames = new Map(found.timers.map((timer) => [timer.judge_id, timer.username]));
  const timed = (elapsedMs) => raceTimeText(elapsedMs, startCorrectionMs);
  if (disagreements.length === 0) return html`<p class="hint">${text('timers.allAgree')}</p>`;
  const shown = isWhole ? disagreements : disagreements.slice(0, SHOWN);
  return html`
    <h5>${text('timers.disagreements', { count })}</h5>
    <ul class="timer-list disagreements">
      ${shown.map((one) => html`<li key=${one.runner_id}>
        <div>
          <a href=${hrefOf('runner', one.runner_id)}>${one.bib} · ${one.name || '–'}</a>${' '}
          <small>${text('timers.apart', { span: secondsText(translator, one.spread_ms) })}</small>
          <p>${one.times.map((time) =>
            html`<span key=${time.mark_id}>${nameOf(time.judge_id, usernames.get(time.judge_id))}${' '}
              <span class="timer-time">${timed(time.elapsed_ms)}</span></span>`)}</p>
        </div>
        <span class="counted">${text('timers.counts')}${' '}
          <strong class="timer-time">
            ${timed(one.counted_ms)}</strong></span>
      </li>`)}
    </ul>
    ${shown.length < disagreements.length && html`
      <button class="small secondary outline" onClick=${() => setWhole(true)}>
        ${text('timers.showAll', { count })}</button>`}
  `;
}
