/** The teams of one competition: adding many quickly, changing, and giving them to judges. */

import {
  ASSIGN_TEAMS_PATH, competitionPath, decodeJudge, JUDGES_PATH, teamsOfPath,
} from '../../shared/organizer-protocol.js';
import { errorText, usePage } from '../../ui/page.js';
import { html, useState } from '../../vendor/htm-preact/standalone.module.js';
import { Loaded, PageHead } from '../loading.js';
import { useLive } from '../panel.js';
import { hrefOf } from '../routes.js';
import { ListTable } from '../tables.js';
import { ShareOut } from './share-out.js';
import { DeleteTeam, EditTeam, QuickTeam } from './team-forms.js';

/** What the page is about: the competition, its teams, and all judges. */
export function useTeamsOf(competitionId) {
  const { session } = usePage();
  const load = async () => {
    const [race, teams, judges] = await Promise.all([
      session.request(competitionPath(competitionId)),
      session.request(teamsOfPath(competitionId)),
      session.request(JUDGES_PATH),
    ]);
    return { race, teams, judges: judges.map(decodeJudge) };
  };
  return useLive(load, [session, competitionId]);
}

export function TeamsPage({ argument }) {
  const loaded = useTeamsOf(argument);
  return html`<${Loaded} from=${loaded}>
    ${(known) => html`<${Teams} ...${known} reload=${loaded.reload} />`}
  <//>`;
}

function Teams({ race, teams, judges, reload }) {
  const { text } = usePage();
  const [isSharing, setSharing] = useState(false);
  return html`
    <${PageHead} title=${text('teams.title')}
      below=${html`<a href=${hrefOf('race', race.id)}>${race.name}</a> · ${' '}
        <a href=${hrefOf('walkStep', race.id, 'judges')}>${text('race.walk')}</a>`}>
      <a role="button" href=${hrefOf('importTeams', race.id)}>${text('race.import')}</a>
      <button class="secondary" disabled=${teams.length === 0}
        onClick=${() => setSharing(true)}>${text('share.open')}</button>
    <//>
    <${QuickTeam} race=${race} teams=${teams} onSaved=${reload} />
    <${TeamList} teams=${teams} judges=${judges} reload=${reload} />
    ${isSharing &&
    html`<${ShareOut} race=${race} teams=${teams} judges=${judges} onDone=${reload}
      onClose=${() => setSharing(false)} />`}
  `;
}

/** The list with what can be done to one team, or to those that were picked. */
export function TeamList({ teams, judges, reload }) {
  const { text } = usePage();
  const [picked, setPicked] = useState(new Set());
  const [edited, setEdited] = useState(null);
  const [deleted, setDeleted] = useState(null);
  const nameOf = (id) => judges.find((judge) => judge.id === id)?.full_name || null;
  const columns = [
    { key: 'number', title: text('standings.bib'), value: (team) => team.number, isNumber: true },
    { key: 'name', title: text('standings.team'), value: (team) => team.name },
    { key: 'category', title: text('standings.category'), value: (team) => team.category },
    {
      key: 'judge',
      title: text('teams.judge'),
      value: (team) => nameOf(team.judge_id) ?? team.judge_username,
      cell: (team) =>
        nameOf(team.judge_id) ?? team.judge_username ??
        html`<span class="mark mark-warn">${text('teams.noJudge')}</span>`,
    },
    {
      key: 'times', title: text('races.times'), value: (team) => team.record_count, isNumber: true,
    },
  ];
  const actions = (team) => html`
    <button class="secondary outline" aria-label=${text('teams.editNamed', { name: team.name })}
      onClick=${() => setEdited(team)}>${text('list.edit')}</button>${' '}
    <button class="danger outline" aria-label=${text('teams.deleteNamed', { name: team.name })}
      onClick=${() => setDeleted(team)}>${text('list.delete')}</button>
  `;
  const there = new Set(teams.filter((team) => picked.has(team.id)).map((team) => team.id));
  return html`
    <${AssignBar} picked=${there} judges=${judges} onDone=${() => {
      setPicked(new Set());
      reload();
    }} />
    <${ListTable} caption=${text('teams.title')} rows=${teams} columns=${columns}
      actions=${actions} picked=${there} onPick=${setPicked} empty=${text('teams.empty')} />
    ${edited && html`<${EditTeam} team=${edited} judges=${judges} onSaved=${reload}
      onClose=${() => setEdited(null)} />`}
    ${deleted && html`<${DeleteTeam} team=${deleted} onDone=${reload}
      onClose=${() => setDeleted(null)} />`}
  `;
}

/** Gives the picked teams to one judge. */
function AssignBar({ picked, judges, onDone }) {
  const { session, text, translator } = usePage();
  const [judgeId, setJudgeId] = useState('');
  const [problem, setProblem] = useState(null);
  const [isBusy, setBusy] = useState(false);
  if (picked.size === 0) return null;
  const assign = async (event) => {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    setProblem(null);
    try {
      const body = { team_ids: [...picked], judge_id: judgeId === '' ? null : Number(judgeId) };
      await session.request(ASSIGN_TEAMS_PATH, { method: 'POST', body });
      onDone();
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      setProblem(errorText(translator, error));
    } finally {
      setBusy(false);
    }
  };
  return html`
    <form class="picked-bar" aria-label=${text('teams.assign')} onSubmit=${assign}>
      <strong>${text('list.picked', { count: translator.number(picked.size) })}</strong>
      <label for="assign-judge">${text('teams.assignTo')}</label>
      <select id="assign-judge" value=${judgeId}
        onChange=${(event) => setJudgeId(event.currentTarget.value)}>
        <option value="">${text('teams.nobody')}</option>
        ${judges.map((judge) => html`<option key=${judge.id} value=${String(judge.id)}>
          ${judge.full_name || judge.username}</option>`)}
      </select>
      <button type="submit" aria-busy=${isBusy ? 'true' : null}>${text('teams.assign')}</button>
      <div role="alert">${problem && html`<p class="field-error">${problem}</p>`}</div>
    </form>
  `;
}
