/** Who wins by what is chosen: to look at, to read aloud, and to print. */

import { shownTimeParts } from '../../../shared/durations.js';
import {
  decodeTeamGroups, prizeListPath, teamStandingsPath,
} from '../../../shared/teams-protocol.js';
import { usePage } from '../../../ui/page.js';
import { html, useEffect } from '../../../vendor/htm-preact/standalone.module.js';
import { Loaded } from '../../loading.js';
import { useLive } from '../../panel.js';
import { hrefOf } from '../../routes.js';

/** While a race runs, results change without anybody in the panel changing anything. */
const PACE_MS = 5000;

/** `savedCount` is another number when something was chosen anew. */
export function Preview({ race, savedCount }) {
  const { session } = usePage();
  const load = async () => {
    const [list, groups] = await Promise.all([
      session.request(prizeListPath(race.id)), session.request(teamStandingsPath(race.id)),
    ]);
    return { list, groups: decodeTeamGroups(groups) };
  };
  const found = useLive(load, [session, race.id, savedCount]);
  useEffect(() => {
    if (!race.is_running) return undefined;
    const timer = setInterval(found.reload, PACE_MS);
    return () => clearInterval(timer);
  }, [race.is_running, found.reload]);
  return html`<div class="scoring-preview">
    <${Loaded} from=${found}>
      ${({ list, groups }) => html`
        <${PrizeList} race=${race} list=${list} />
        ${groups.map((one) => html`<${Teams} key=${one.group} of=${one} />`)}
      `}
    <//>
  </div>`;
}

function PrizeList({ race, list }) {
  const { text, translator } = usePage();
  return html`
    <section class="card prize-list" aria-label=${text('prizes.list')}>
      <header>
        <h2>${text('prizes.list')}</h2>
        <button type="button" class="small secondary no-print" onClick=${() => window.print()}>
          ${text('prizes.print')}</button>
      </header>
      <p class="only-print"><strong>${race.name}</strong> ·${' '}
        ${translator.day(Date.parse(race.datetime))}</p>
      <p class="hint">${text(`prizes.stage.${list.stage}`, { version: list.version })}</p>
      ${!list.is_as_chosen && html`<p class="banner banner-warn no-print">
        ${text('prizes.otherRules')}${' '}
        <a href=${hrefOf('publish', race.id)}>${text('prizes.toPublish')}</a></p>`}
      ${list.groups.length === 0 && html`<p class="empty">${text('prizes.nobody')}</p>`}
      <div class="prize-groups">
        ${list.groups.map((group) => html`<${Prizes} key=${`${group.kind} ${group.name}`}
          group=${group} />`)}
      </div>
    </section>
  `;
}

function groupName(text, { kind, name }) {
  if (kind === 'overall') return text('ranking.overall');
  if (kind === 'category') return name;
  if (name === 'all') return text('view.teams');
  const isSex = ['F', 'M', 'X'].includes(name);
  const named = text(isSex ? `sex.${name}` : `teamgroup.${name}`);
  return kind === 'team' && isSex ? text('prizes.teamsOf', { group: named }) : named;
}

function Prizes({ group }) {
  const { text, translator } = usePage();
  const title = groupName(text, group);
  return html`
    <section aria-label=${title}>
      <h3>${title}</h3>
      <ol>
        ${group.winners.map((winner, index) => html`<li key=${index}>
          <b>${text('prizes.place', { place: translator.number(winner.prize_place) })}</b>
          <${Winner} winner=${winner} kind=${group.kind} />
        </li>`)}
      </ol>
    </section>
  `;
}

function Winner({ winner, kind }) {
  const { text } = usePage();
  const isTeam = winner.bib === null;
  const name = winner.is_hidden ? text('runner.hidden', { bib: winner.bib }) : winner.name;
  const about = isTeam
    ? [winner.runners.join(', ')]
    : [
        !winner.is_hidden && text('runner.hidden', { bib: winner.bib }),
        kind !== 'category' && winner.category,
        winner.team,
        winner.is_hidden && text('prizes.hidden'),
      ];
  return html`
    <span class="winner">
      <strong>${name}</strong>
      <small>${about.filter(Boolean).join(' · ')}</small>
    </span>
    <span class="winner-result">${shownResult(text, winner.result_text)}</span>
  `;
}

/** A time without the zero before it, or points. */
function shownResult(text, result) {
  if (result === null) return '';
  return result.includes(':') ? shownTimeParts(result).join('')
    : text('scoring.points', { count: result });
}

function Teams({ of: { group, scorerCount, teams } }) {
  const { text, translator } = usePage();
  const title = group === 'F' || group === 'M'
    ? text('prizes.teamsOf', { group: text(`sex.${group}`) })
    : text(`teamgroup.${group}`);
  return html`
    <section class="card prize-list no-print" aria-label=${title}>
      <h2>${title}</h2>
      ${teams.length === 0 && html`<p class="empty">${text('scoring.none')}</p>`}
      <ol>
        ${teams.map((team) => html`<li key=${team.name}>
          <b>${team.position === null ? '–' : translator.number(team.position)}</b>
          <span class="winner">
            <strong>${team.name}</strong>
            <small>${membersOf(text, translator, team)}</small>
            ${team.tie && html`<small>${text(`teamtie.${team.tie}`)}</small>`}
          </span>
          <span class="winner-result">${team.isComplete
            ? shownResult(text, team.scoreText)
            : text('scoring.incomplete', { count: team.scorers.length, total: scorerCount })}</span>
        </li>`)}
      </ol>
    </section>
  `;
}

/** Who counts for a team, with the places that are added up; who displaces, in brackets. */
function membersOf(text, translator, { scorers, displacers }) {
  const said = ({ runner, points }) => {
    const name = runner.isHidden ? text('runner.hidden', { bib: runner.bib }) : runner.name;
    return points === null ? name : `${translator.number(points)} ${name}`;
  };
  return [...scorers.map(said), ...displacers.map((one) => `(${said(one)})`)].join(', ');
}
