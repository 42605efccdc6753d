/** The teams of one competition: adding many quickly, changing, and giving them to judges. */

import {
  competitionPath, decodeJudge, JUDGES_PATH, teamsOfPath,
} from '../../shared/organizer-protocol.js';
import { usePage } from '../../ui/page.js';
import { html, useMemo, useState } from '../../vendor/htm-preact/standalone.module.js';
import { namesOf } from '../judge-names.js';
import { Loaded, PageHead } from '../loading.js';
import { useLive } from '../panel.js';
import { hrefOf } from '../routes.js';
import { ListTable } from '../tables.js';
import { ShareOut, useShareOut } from './share-out.js';
import { PickedTeams } from './team-actions.js';
import { DeleteTeam, EditTeam, QuickTeam } from './team-forms.js';

/** The teams of a competition, and all judges. */
export async function loadTeams(session, competitionId) {
  const [teams, judges] = await Promise.all([
    session.request(teamsOfPath(competitionId)),
    session.request(JUDGES_PATH),
  ]);
  return { teams, judges: judges.map(decodeJudge) };
}

export function TeamsPage({ argument }) {
  const { session } = usePage();
  const load = async () => {
    const [race, known] = await Promise.all([
      session.request(competitionPath(argument)), loadTeams(session, argument),
    ]);
    return { race, ...known };
  };
  const loaded = useLive(load, [session, argument]);
  return html`<${Loaded} from=${loaded}>
    ${(known) => html`<${Teams} ...${known} reload=${loaded.reload} />`}
  <//>`;
}

function Teams({ race, teams, judges, reload }) {
  const { text, translator } = usePage();
  const [isSharing, setSharing] = useState(false);
  const [done, setDone] = useState(null);
  return html`
    <${PageHead} title=${text('teams.title')}
      below=${html`<a href=${hrefOf('race', race.id)}>${race.name}</a> · ${' '}
        <a href=${hrefOf('walkStep', race.id, 'judges')}>${text('race.walk')}</a>`}>
      <a role="button" href=${hrefOf('importTeams', race.id)}>${text('race.import')}</a>
      <button class="secondary" disabled=${teams.length === 0}
        onClick=${() => setSharing(true)}>${text('share.open')}</button>
    <//>
    <p class="done" role="status">${done}</p>
    <${QuickTeam} race=${race} teams=${teams} onSaved=${reload} />
    <${TeamList} teams=${teams} judges=${judges} reload=${reload} />
    ${isSharing &&
    html`<${ShareOutTeams} race=${race} teams=${teams} judges=${judges} reload=${reload}
      onDone=${(count) => setDone(text('share.done', { count: translator.number(count) }))}
      onClose=${() => setSharing(false)} />`}
  `;
}

function ShareOutTeams({ onClose, onDone, ...known }) {
  const share = useShareOut(known);
  return html`<${ShareOut} share=${share} judges=${known.judges} onClose=${onClose}
    onDone=${onDone} />`;
}

/** The list with what can be done to one team, or to those that were picked. */
export function TeamList({ teams, judges, reload }) {
  const { text } = usePage();
  const [picked, setPicked] = useState(new Set());
  const [edited, setEdited] = useState(null);
  const [deleted, setDeleted] = useState(null);
  const [done, setDone] = useState(null);
  const nameOf = useMemo(() => namesOf(judges), [judges]);
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
  const there = teams.filter((team) => picked.has(team.id));
  const pick = (ids) => {
    setPicked(ids);
    setDone(null);
  };
  const finish = (sentence) => {
    setPicked(new Set());
    setDone(sentence);
  };
  return html`
    <p class="done" role="status">${done}</p>
    <${PickedTeams} teams=${there} judges=${judges} nameOf=${nameOf} reload=${reload}
      onDone=${finish} />
    <${ListTable} caption=${text('teams.title')} rows=${teams} columns=${columns}
      actions=${actions} picked=${new Set(there.map((team) => team.id))} onPick=${pick}
      empty=${text('teams.empty')} />
    ${edited && html`<${EditTeam} team=${edited} judges=${judges} onSaved=${reload}
      onClose=${() => setEdited(null)} />`}
    ${deleted && html`<${DeleteTeam} team=${deleted} onDone=${reload}
      onClose=${() => setDeleted(null)} />`}
  `;
}
