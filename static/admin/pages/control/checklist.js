/** Is everything there for a start, and who is there while the race runs. */

import { phaseOf } from '../../../shared/live-results.js';
import { JUDGES_PATH, teamsOfPath } from '../../../shared/organizer-protocol.js';
import { usePage } from '../../../ui/page.js';
import { html } from '../../../vendor/htm-preact/standalone.module.js';
import { useLive } from '../../panel.js';
import { hrefOf } from '../../routes.js';
import { judgesOf } from './readiness.js';

const MOST_NAMES = 60;

/**
 * The judges of a competition by teams with what they are up to; null until the teams are known, and
 * for an individual race.
 */
export function useJudges(competition, connections) {
  const { session } = usePage();
  const loaded = useLive(
    async () => competition.kind === 'individual' ? null : Promise.all([
      session.request(teamsOfPath(competition.id)),
      session.request(JUDGES_PATH),
    ]),
    [session, competition.id, competition.kind],
  );
  return loaded.value && judgesOf(...loaded.value, connections);
}

/** One line: whether it is well, in a mark and in words. */
export function Check({ state, children }) {
  const { text } = usePage();
  return html`<li class=${`check check-${state}`}>
    <span class="sign" aria-hidden="true"></span>
    <span class="visually-hidden">${text(`check.${state}`)}: </span>
    <span>${children}</span>
  </li>`;
}

export function Checklist({ competition, judges, isLive }) {
  const { text, translator } = usePage();
  const { id } = competition;
  const isBefore = phaseOf(competition) === 'scheduled';
  const list = judges?.judges ?? [];
  const missing = list.filter((judge) => !judge.isConnected);
  return html`
    <section class="card checklist" aria-labelledby="checklist-title">
      <h2 id="checklist-title">
        ${text(isBefore ? 'control.checklist' : 'control.whoIsThere')}
      </h2>
      <ul class="checks">
        <${Check} state=${isLive ? 'good' : 'bad'}>
          ${text(isLive ? 'check.connected' : 'check.notConnected')}
        <//>
        <${Check} state=${competition.isActive ? 'good' : 'bad'}>
          ${competition.isActive
            ? text('check.published')
            : html`<a href=${hrefOf('race', id)}>${text('check.notPublished')}</a>`}
        <//>
        <${Check} state=${competition.teamCount > 0 ? 'good' : 'bad'}>
          <a href=${hrefOf('teams', id)}>
            ${text(competition.teamCount === 1 ? 'check.team' : 'check.teams', {
              count: translator.number(competition.teamCount),
            })}
          </a>
        <//>
        ${judges?.withoutJudge > 0 && html`<${Check} state="warn">
          <a href=${hrefOf('teams', id)}>
            ${text('check.withoutJudge', { count: translator.number(judges.withoutJudge) })}
          </a>
        <//>`}
        ${judges && html`<${Check}
          state=${list.length === 0 ? 'bad' : missing.length > 0 ? 'warn' : 'good'}>
          ${list.length === 0
            ? text('check.noJudges')
            : text('check.judges', {
                connected: translator.number(list.length - missing.length),
                total: translator.number(list.length),
              })}
        <//>`}
      </ul>
      <${JudgeList} judges=${list} />
    </section>
  `;
}

function JudgeList({ judges }) {
  const { text, translator } = usePage();
  if (judges.length === 0) return null;
  return html`
    <ul class="judge-list" tabindex="0" aria-label=${text('check.judgeList')}>
      ${judges.slice(0, MOST_NAMES).map((judge) => html`<li key=${judge.id}
        class=${judge.isConnected ? 'is-here' : 'is-missing'}>
        <span class="sign" aria-hidden="true"></span>
        <span class="judge-name">${judge.name}</span>
        <small>
          ${text(judge.isConnected ? 'check.judgeHere' : 'check.judgeMissing')}
          ${' · '}${text(judge.teamCount === 1 ? 'check.team' : 'check.teams', {
            count: translator.number(judge.teamCount),
          })}
        </small>
      </li>`)}
    </ul>
    ${judges.length > MOST_NAMES &&
    html`<p><a href=${hrefOf('room')}>${text('check.moreJudges', {
      count: translator.number(judges.length - MOST_NAMES),
    })}</a></p>`}
  `;
}
