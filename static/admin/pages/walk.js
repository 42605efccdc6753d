/**
 * The short walk: name the race, who runs, judges, who times whom or stands at which line, cards,
 * ready to start.
 */

import { competitionPath, qrPath } from '../../shared/organizer-protocol.js';
import { competitionPagePath } from '../../shared/protocol.js';
import { useLoaded, usePage } from '../../ui/page.js';
import { html, useEffect, useState } from '../../vendor/htm-preact/standalone.module.js';
import { JudgeProblem } from '../judge-changes.js';
import { namesOf } from '../judge-names.js';
import { Loaded, PageHead } from '../loading.js';
import { useLive } from '../panel.js';
import { isIndividual, stepsOf } from '../race-kind.js';
import { hrefOf } from '../routes.js';
import { CardMaker } from './cards.js';
import { QrCode } from '../../ui/qr-code.js';
import { RaceEdit } from './race.js';
import { ShareChoice, ShareOut, useShareOut } from './share-out.js';
import { QuickTeam } from './team-forms.js';
import { loadTeams, TeamList } from './teams.js';
import { JudgesStep } from './walk-judges.js';
import {
  checksOfRunners, judgesAtLines, LinesStep, loadRunners, RunnersStep,
} from './walk-runners.js';
import { WalkButtons, WalkSteps } from './walk-steps.js';

export function WalkPage({ argument, detail }) {
  const { session } = usePage();
  const loaded = useLive(() => loadWalk(session, argument), [session, argument]);
  return html`<${Loaded} from=${loaded}>
    ${(known) => html`<${Walk} ...${known} detail=${detail} reload=${loaded.reload} />`}
  <//>`;
}

/** What the steps are about: the competition, who runs it, and all judges. */
async function loadWalk(session, competitionId) {
  const race = await session.request(competitionPath(competitionId));
  const who = isIndividual(race) ? loadRunners : loadTeams;
  return { race, ...(await who(session, race.id)) };
}

const STEP_VIEWS = {
  race: RaceStep, teams: TeamsStep, runners: RunnersStep, judges: JudgesStep, share: ShareStep,
  lines: LinesStep, cards: CardsStep, ready: ReadyStep,
};

function Walk({ detail, ...known }) {
  const { text, go } = usePage();
  const { race } = known;
  const steps = stepsOf(race);
  const step = steps.includes(detail) ? detail : steps[1];
  const next = () => go('walkStep', race.id, steps[steps.indexOf(step) + 1]);
  const View = STEP_VIEWS[step];
  useEffect(() => {
    document.querySelector('main h1')?.focus({ preventScroll: true });
  }, [step]);
  return html`
    <div class="no-print">
      <${PageHead} title=${text(`walk.title.${step}`)} below=${race.name} />
    </div>
    <${WalkSteps} here=${step} race=${race} />
    <${View} ...${known} next=${next} />
  `;
}

function RaceStep({ race, reload, next }) {
  return html`<div class="card narrow">
    <${RaceEdit} race=${race} reload=${reload} onDone=${next} />
  </div>`;
}

function TeamsStep({ race, teams, judges, reload }) {
  const { text } = usePage();
  return html`
    <p class="buttons"><a role="button" class="secondary" href=${hrefOf('walkImport', race.id)}>
      ${text('race.import')}</a></p>
    <${QuickTeam} race=${race} teams=${teams} onSaved=${reload} />
    <${WalkButtons} race=${race} step="teams" isDone=${teams.length > 0} />
    ${teams.length > 0 &&
    html`<${TeamList} teams=${teams} judges=${judges} reload=${reload} />`}
  `;
}

function ShareStep({ race, teams, judges, reload }) {
  const { text } = usePage();
  const share = useShareOut({ race, teams, judges, reload });
  const [isAsking, setAsking] = useState(false);
  const isDone = teams.length > 0 && teams.every((team) => team.judge_id !== null);
  return html`
    <div class="two-columns">
      <section class="card">
        <${ShareChoice} share=${share} judges=${judges} />
        ${!isAsking && html`<${JudgeProblem} change=${share.change} nameOf=${share.nameOf}
          live=${share.live} />`}
        <button class=${isDone ? 'secondary' : null} disabled=${!share.isReady}
          aria-busy=${share.change.isBusy ? 'true' : null}
          onClick=${() => (share.takenCount > 0 ? setAsking(true) : share.send())}>
          ${text('share.do')}</button>
      </section>
      <${WhoHasWhom} teams=${teams} judges=${judges} />
    </div>
    <${WalkButtons} race=${race} step="share" isDone=${isDone} />
    ${isAsking && html`<${ShareOut} share=${share} judges=${judges} onlyAsks=${true}
      onClose=${() => setAsking(false)} />`}
  `;
}

function WhoHasWhom({ teams, judges }) {
  const { text } = usePage();
  const nameOf = namesOf(judges);
  const numbersOf = (id) => {
    const numbers = teams.filter((team) => team.judge_id === id).map((team) => team.number);
    const few = numbers.sort((one, other) => one - other).slice(0, 12).join(', ');
    return numbers.length > 12 ? `${few}…` : few || '–';
  };
  return html`
    <section class="card" aria-label=${text('share.now')}>
      <h2>${text('share.now')}</h2>
      <dl class="who-has-whom">
        ${judges.map((judge) => html`<div key=${judge.id}>
          <dt>${nameOf(judge.id)}</dt><dd>${numbersOf(judge.id)}</dd>
        </div>`)}
        <div><dt>${text('teams.noJudge')}</dt><dd>${numbersOf(null)}</dd></div>
      </dl>
    </section>
  `;
}

function CardsStep({ race, teams, lines, judges }) {
  const used = judges.filter((judge) => judge.is_active);
  const timing = isIndividual(race) ? judgesAtLines(lines) : judgesOfTeams(teams);
  const initial = used.filter((judge) => timing.has(judge.id));
  return html`
    <${CardMaker} judges=${used} initial=${initial.map((judge) => judge.id)} />
    <${WalkButtons} race=${race} step="cards" isDone=${true} />
  `;
}

/** What has to be there: `[whether it is, the step that it is done in, in words]`. */
function checksOfTeams({ teams, judges }, text, translator) {
  const free = teams.filter((team) => team.judge_id === null).length;
  const timing = judgesOfTeams(teams);
  const asleep = judges.filter((judge) => timing.has(judge.id) && !judge.is_active).length;
  return [
    [teams.length > 0, 'teams', text('ready.teams', { count: translator.number(teams.length) })],
    [timing.size > 0, 'judges', text('ready.judges', { count: timing.size })],
    [free === 0, 'share', text(free === 0 ? 'ready.shared' : 'ready.free', { count: free })],
    ...(asleep > 0 ? [[false, 'judges', text('ready.inactive', { count: asleep })]] : []),
  ];
}

function ReadyStep(known) {
  const { text, translator } = usePage();
  const { race } = known;
  const when = translator.dayAndTime(Date.parse(race.datetime));
  const checksOf = isIndividual(race) ? checksOfRunners : checksOfTeams;
  const checks = [
    [true, 'race', text('ready.race', { when })],
    [race.is_active, 'race', text(race.is_active ? 'ready.published' : 'ready.hidden')],
    ...checksOf(known, text, translator),
  ];
  const isReady = checks.every(([isDone]) => isDone);
  return html`
    <div class="two-columns">
      <section class=${isReady ? 'card ready' : 'card'}>
        <h2>${text(isReady ? 'ready.title' : 'ready.almost')}</h2>
        <ul class="checklist">
          ${checks.map(([isDone, step, label], index) => html`<li key=${index}
            class=${isDone ? 'done' : 'open'}>
            <span class="visually-hidden">${text(isDone ? 'ready.done' : 'ready.open')}</span>
            ${isDone ? label : html`<a href=${hrefOf('walkStep', race.id, step)}>${label}</a>`}
          </li>`)}
        </ul>
        <p><a role="button" class="big" href=${hrefOf('control', race.id)}>
          ${text('ready.toControl')}</a></p>
        <p class="below">${text('ready.control.hint')}</p>
      </section>
      <${Follow} race=${race} />
    </div>
  `;
}

const judgesOfTeams = (teams) => new Set(teams.map((team) => team.judge_id).filter(Boolean));

/** The code with which the public follows on a phone. */
function Follow({ race }) {
  const { session, text } = usePage();
  const path = competitionPagePath(race.id);
  const qr = useLoaded(() => session.request(qrPath(path)), [session, path]);
  return html`
    <section class="card follow" aria-label=${text('ready.follow')}>
      <h2>${text('ready.follow')}</h2>
      <p>${text('ready.follow.hint')}</p>
      <${Loaded} from=${qr}>
        ${(code) => html`<${QrCode} qr=${code} label=${text('ready.follow')} />
          <p><a href=${path} target="_blank" rel="noopener">${code.url}</a></p>`}
      <//>
    </section>
  `;
}
