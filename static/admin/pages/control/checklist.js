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

/** The card of every kind of race: `children` are the checks of one kind, `below` is under them. */
export function ChecklistCard({ competition, isLive, below, children }) {
  const { text } = usePage();
  const isBefore = phaseOf(competition) === 'scheduled';
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
            : html`<a href=${hrefOf('race', competition.id)}>${text('check.notPublished')}</a>`}
        <//>
        ${children}
      </ul>
      ${below}
      ${isBefore && html`<p><a href=${hrefOf('rehearsal')}>${text('check.rehearse')}</a></p>`}
    </section>
  `;
}

/** How many of `judges` are connected; `none` is said where there is no judge. */
export function JudgesCheck({ judges, none }) {
  const { text, translator } = usePage();
  const missing = judges.filter((judge) => !judge.isConnected);
  return html`
    <${Check} state=${judges.length === 0 ? 'bad' : missing.length > 0 ? 'warn' : 'good'}>
      ${judges.length === 0
        ? none
        : text('check.judges', {
            connected: translator.number(judges.length - missing.length),
            total: translator.number(judges.length),
          })}
    <//>
  `;
}

export function Checklist({ competition, judges, isLive }) {
  const { text, translator } = usePage();
  const { id } = competition;
  const list = judges?.judges ?? [];
  return html`
    <${ChecklistCard} competition=${competition} isLive=${isLive}
      below=${html`<${JudgeList} judges=${list} />`}>
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
      ${judges && html`<${JudgesCheck} judges=${list} none=${text('check.noJudges')} />`}
    <//>
  `;
}

function JudgeList({ judges }) {
  const { text, translator } = usePage();
  if (judges.length === 0) return null;
  return html`
    <ul class="judge-list" tabindex="0" aria-label=${text('check.judgeList')}>
      ${judges.slice(0, MOST_NAMES).map((judge) => html`<${JudgeItem} key=${judge.id}
        judge=${judge} said=${[text(judge.teamCount === 1 ? 'check.team' : 'check.teams', {
          count: translator.number(judge.teamCount),
        })]} />`)}
    </ul>
    ${judges.length > MOST_NAMES &&
    html`<p><a href=${hrefOf('room')}>${text('check.moreJudges', {
      count: translator.number(judges.length - MOST_NAMES),
    })}</a></p>`}
  `;
}

/** One judge; `said` are the texts after whether the judge is connected. */
export function JudgeItem({ judge, isMissing = !judge.isConnected, said }) {
  const { text } = usePage();
  return html`<li class=${isMissing ? 'is-missing' : 'is-here'}>
    <span class="sign" aria-hidden="true"></span>
    <span class="judge-name">${judge.name}</span>
    <small>${[
      text(judge.isConnected ? 'check.judgeHere' : 'check.judgeMissing'), ...said,
    ].join(' · ')}</small>
  </li>`;
}
