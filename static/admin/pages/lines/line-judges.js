/** Who stands at a line, and what each marks there: saved at every touch. */

import { lineJudgesPath } from '../../../shared/lines-protocol.js';
import { errorText, usePage } from '../../../ui/page.js';
import { useUnsaved } from '../../../ui/unsaved.js';
import { html, useRef, useState } from '../../../vendor/htm-preact/standalone.module.js';
import { namesOf } from '../../judge-names.js';
import { useRoom } from '../../panel.js';
import { hrefOf } from '../../routes.js';

const MODES = ['times', 'bibs', 'both'];
/** As many buttons as a thumb finds its way among; beyond that it is a list to choose from. */
const MOST_BUTTONS = 12;

/**
 * `{standing, change, problem, isSaving}`: what `change((judges) => rows)` makes of them is shown at
 * once, and sent. What another organizer has changed meanwhile is not overwritten: it is shown.
 */
function useLineJudges(line, reload) {
  const { session, translator } = usePage();
  // Also in a ref: the next touch may come before the page is drawn.
  const wanted = useRef(null);
  const [, setDrawn] = useState(null);
  const [problem, setProblem] = useState(null);
  const isSaving = wanted.current !== null;
  useUnsaved(isSaving);
  const queue = useRef(Promise.resolve());
  const etag = useRef(line.etag);
  const pending = useRef(0);
  // What was loaded before it was saved is older than what the answer to it says.
  if (wanted.current === null) etag.current = line.etag;
  const send = async (rows) => {
    const body = rows.map(({ judge_id, mode }) => ({ judge_id, mode }));
    const options = { method: 'PUT', headers: { 'If-Match': etag.current }, body };
    const saved = await session.request(lineJudgesPath(line.id), options);
    etag.current = saved.etag;
  };
  const want = (rows) => {
    wanted.current = rows;
    setDrawn(rows);
  };
  const change = (changed) => {
    const rows = changed(wanted.current ?? line.judges);
    want(rows);
    setProblem(null);
    pending.current += 1;
    queue.current = queue.current.then(async () => {
      try {
        await send(rows);
      } catch (error) {
        if (error.name !== 'ApiError') throw error;
        setProblem(errorText(translator, error));
      }
      pending.current -= 1;
      if (pending.current > 0) return;
      await reload();
      // Somebody may have gone on meanwhile.
      if (pending.current === 0) want(null);
    });
  };
  return { standing: wanted.current ?? line.judges, change, problem, isSaving };
}

export function LineJudges({ line, judges, reload }) {
  const { text } = usePage();
  const { room } = useRoom();
  const { standing, change, problem, isSaving } = useLineJudges(line, reload);
  const nameOf = namesOf(judges);
  const online = new Set(room.connections.map((connection) => connection.judgeId));
  const ids = new Set(standing.map((one) => one.judge_id));
  const free = judges.filter((judge) => !ids.has(judge.id));
  const add = (id) => change((rows) => [...rows, { judge_id: id, mode: modeFor(rows) }]);
  const setMode = (id, mode) =>
    change((rows) => rows.map((one) => (one.judge_id === id ? { ...one, mode } : one)));
  const remove = (id) => change((rows) => rows.filter((one) => one.judge_id !== id));
  return html`
    <div role="alert">${problem && html`<p class="field-error">${problem}</p>`}</div>
    ${isSaving && html`<p class="visually-hidden" role="status">${text('lines.saving')}</p>`}
    ${standing.length === 0
      ? html`<p class="banner banner-warn">${text('lines.noJudges')}</p>`
      : html`<ul class="line-judges">
          ${standing.map((one) => html`<${Standing} key=${one.judge_id} lineId=${line.id}
            judge=${{ ...one, name: nameOf(one.judge_id) ?? one.judge_username }}
            isConnected=${online.has(one.judge_id)} setMode=${(mode) => setMode(one.judge_id, mode)}
            remove=${() => remove(one.judge_id)} />`)}
        </ul>`}
    <${FreeJudges} free=${free} nameOf=${nameOf} add=${add} line=${line} />
    ${judges.length === 0 && html`<p><a href=${hrefOf('judges')}>${text('lines.makeJudges')}</a></p>`}
  `;
}

/** The first one does both; with a second, most races split the work. */
const modeFor = (standing) => {
  if (standing.some((one) => one.mode === 'both')) return 'both';
  const times = standing.filter((one) => one.mode === 'times').length;
  const bibs = standing.filter((one) => one.mode === 'bibs').length;
  if (times === 0 && bibs === 0) return 'both';
  return times > bibs ? 'bibs' : 'times';
};

function Standing({ lineId, judge, isConnected, setMode, remove }) {
  const { text } = usePage();
  const group = `mode-${lineId}-${judge.judge_id}`;
  return html`<li class=${isConnected ? 'is-here' : 'is-missing'}>
    <span class="line-judge-name">
      <span class="sign" aria-hidden="true"></span>${judge.name}${' '}
      <small>${text(isConnected ? 'check.judgeHere' : 'check.judgeMissing')}</small>
    </span>
    <fieldset class="modes">
      <legend class="visually-hidden">${text('lines.modeOf', { name: judge.name })}</legend>
      ${MODES.map((mode) => html`<label key=${mode}>
        <input type="radio" name=${group} value=${mode} checked=${judge.mode === mode}
          onChange=${() => setMode(mode)} />
        <span>${text(`lines.mode.${mode}`)}</span>
      </label>`)}
    </fieldset>
    <button class="small secondary outline" onClick=${remove}
      aria-label=${text('lines.removeNamed', { name: judge.name })}>${text('lines.remove')}</button>
  </li>`;
}

/** Those who do not stand here: one touch puts them. */
function FreeJudges({ free, nameOf, add, line }) {
  const { text } = usePage();
  if (free.length === 0) return null;
  if (free.length > MOST_BUTTONS) {
    return html`<label class="add-judge">
      <span class="visually-hidden">${text('lines.addJudge', { line: line.name })}</span>
      <select value="" onChange=${(event) => {
        if (event.currentTarget.value) add(Number(event.currentTarget.value));
        event.currentTarget.value = '';
      }}>
        <option value="">${text('lines.addJudge', { line: line.name })}</option>
        ${free.map((judge) => html`<option key=${judge.id} value=${String(judge.id)}>
          ${nameOf(judge.id)}</option>`)}
      </select>
    </label>`;
  }
  return html`<fieldset class="free-judges">
    <legend class="visually-hidden">${text('lines.addJudge', { line: line.name })}</legend>
    ${free.map((judge) => html`<button key=${judge.id} type="button"
      class="small secondary outline" onClick=${() => add(judge.id)}>
      <span aria-hidden="true">+ </span>${nameOf(judge.id)}</button>`)}
  </fieldset>`;
}
