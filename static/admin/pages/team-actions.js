/** What can be done to all teams that were picked. */

import { ASSIGN_TEAMS_PATH, teamPath } from '../../shared/organizer-protocol.js';
import { usePage } from '../../ui/page.js';
import { html, useState } from '../../vendor/htm-preact/standalone.module.js';
import { ConfirmDialog, FirstNames } from '../dialogs.js';
import { JudgeProblem, useJudgeChange } from '../judge-changes.js';
import { judgesOfTeams } from '../sharing.js';

const NOBODY = 'nobody';
/** `teams` are the picked ones; `onDone(sentence)` is called when something was done to them. */
export function PickedTeams({ teams, judges, nameOf, reload, onDone }) {
  const { text, translator } = usePage();
  const [isDeleting, setDeleting] = useState(false);
  if (teams.length === 0) return null;
  const count = translator.number(teams.length);
  return html`
    <section class="picked-bar" aria-label=${text('list.picked', { count })}>
      <strong>${text('list.picked', { count })}</strong>
      <${Assign} teams=${teams} judges=${judges} nameOf=${nameOf} reload=${reload}
        onDone=${onDone} />
      <button type="button" class="danger outline" onClick=${() => setDeleting(true)}>
        ${text('teams.deletePicked')}</button>
    </section>
    ${isDeleting && html`<${DeletePicked} teams=${teams} reload=${reload} onDone=${onDone}
      onClose=${() => setDeleting(false)} />`}
  `;
}

/** Gives them to one judge, or takes them from theirs. */
function Assign({ teams, judges, nameOf, reload, onDone }) {
  const { session, text, translator } = usePage();
  const [chosen, setChosen] = useState('');
  const [isMissing, setMissing] = useState(false);
  const change = useJudgeChange(reload);
  const assign = async (event) => {
    event.preventDefault();
    setMissing(chosen === '');
    if (chosen === '') return;
    const judgeId = chosen === NOBODY ? null : Number(chosen);
    const body = {
      team_ids: teams.map((team) => team.id),
      judge_id: judgeId,
      expected_judge_ids: judgesOfTeams(teams),
    };
    const isDone = await change.run(
      () => session.request(ASSIGN_TEAMS_PATH, { method: 'POST', body }),
    );
    if (!isDone) return;
    const count = translator.number(teams.length);
    onDone(judgeId === null
      ? text('teams.taken', { count })
      : text('teams.assigned', { count, judge: nameOf(judgeId) }));
  };
  const choose = (event) => {
    setChosen(event.currentTarget.value);
    setMissing(false);
  };
  return html`
    <form class="assign" aria-label=${text('teams.assign')} onSubmit=${assign}>
      <label for="assign-judge">${text('teams.assignTo')}</label>
      <select id="assign-judge" value=${chosen} onChange=${choose}
        aria-invalid=${isMissing ? 'true' : null}
        aria-describedby=${isMissing ? 'assign-missing' : null}>
        <option value="">${text('teams.chooseJudge')}</option>
        ${judges.map((judge) => html`<option key=${judge.id} value=${String(judge.id)}>
          ${nameOf(judge.id)}</option>`)}
        <option value=${NOBODY}>${text('teams.nobody')}</option>
      </select>
      <button type="submit" aria-busy=${change.isBusy ? 'true' : null}>
        ${text('teams.assign')}</button>
      ${isMissing && html`<p class="field-error" id="assign-missing" role="alert">
        ${text('teams.chooseJudge.missing')}</p>`}
      <${JudgeProblem} change=${change} nameOf=${nameOf} />
    </form>
  `;
}

/** Those with times go to the bin, and a word has to be typed; the others are gone. */
function DeletePicked({ teams, reload, onDone, onClose }) {
  const { session, text, translator } = usePage();
  const timed = teams.filter((team) => team.record_count > 0);
  const times = timed.reduce((sum, team) => sum + team.record_count, 0);
  const remove = async () => {
    try {
      for (const team of teams) {
        const headers = { 'If-Match': team.etag };
        await session.request(teamPath(team.id), { method: 'DELETE', headers });
      }
    } finally {
      await reload();
    }
    onDone(text('teams.deleted', { count: translator.number(teams.length) }));
  };
  return html`
    <${ConfirmDialog} title=${text('teams.deletePicked.title', {
        count: translator.number(teams.length),
      })}
      confirmLabel=${text('list.delete')} typed=${timed.length > 0 ? text('teams.word') : null}
      onConfirm=${remove} onClose=${onClose}>
      <${FirstNames} names=${teams.map((team) => `${team.number} · ${team.name}`)} />
      ${timed.length > 0 && html`<p>${text('teams.delete.timed', {
        teams: translator.number(timed.length), times: translator.number(times),
      })}</p>`}
      ${timed.length < teams.length && html`<p>${text('teams.delete.untimed', {
        teams: translator.number(teams.length - timed.length),
      })}</p>`}
    <//>
  `;
}
