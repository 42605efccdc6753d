/** Giving teams to judges, while another organizer may be doing the same. */

import { errorText, usePage } from '../ui/page.js';
import { html, useState } from '../vendor/htm-preact/standalone.module.js';

const MOST_NAMED = 8;

/**
 * `{run, isBusy, problem, changed}`: `run(ask)` asks the server and answers whether it was done.
 * `changed` are the teams whose judge is another by now, as they are now: nothing was written, and
 * `reload` has been called, so that asking again means it.
 */
export function useJudgeChange(reload) {
  const { translator } = usePage();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState(null);
  const [changed, setChanged] = useState(null);
  const run = async (ask) => {
    if (isBusy) return false;
    setBusy(true);
    setProblem(null);
    setChanged(null);
    try {
      await ask();
      await reload();
      return true;
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      if (error.status === 412) setChanged(error.body.current ?? []);
      else setProblem(errorText(translator, error));
      await reload();
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { run, isBusy, problem, changed };
}

/**
 * What stood against it. `nameOf(judgeId)`: how a judge is called here; `live` are the teams of
 * which it is heard, before anything was sent, that their judge is another by now.
 */
export function JudgeProblem({ change, nameOf, live = [] }) {
  const { text, translator } = usePage();
  const { problem } = change;
  const told = change.changed ?? [];
  const changed = [...told, ...live.filter(({ id }) => told.every((team) => team.id !== id))];
  if (change.changed === null && live.length === 0) {
    return html`<div role="alert">
      ${problem && html`<p class="banner banner-alarm">${problem}</p>`}
    </div>`;
  }
  const wasRefused = change.changed !== null;
  const left = changed.length - MOST_NAMED;
  return html`
    <div role="alert">
      <div class="banner banner-warn judge-changes">
        <p><strong>${text(wasRefused ? 'assign.changed' : 'share.changed')}</strong></p>
        <ul>
          ${changed.slice(0, MOST_NAMED).map((team) => html`<li key=${team.id}>
            ${text(team.judge_id === null ? 'assign.nowNobody' : 'assign.now', {
              team: `${team.number} · ${team.name}`,
              judge: nameOf(team.judge_id) ?? team.judge_username,
            })}
          </li>`)}
          ${changed.length === 0 && html`<li>${text('assign.gone')}</li>`}
          ${left > 0 && html`<li>${text('list.andMore', { count: translator.number(left) })}</li>`}
        </ul>
        <p>${text(wasRefused ? 'assign.changed.hint' : 'share.changed.hint')}</p>
        ${problem && html`<p><strong>${problem}</strong></p>`}
      </div>
    </div>
  `;
}
