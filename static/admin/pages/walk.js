/** The short walk: name the race, teams, judges, who times whom, cards, ready to start. */

import { qrPath } from '../../shared/organizer-protocol.js';
import { competitionPagePath } from '../../shared/protocol.js';
import { useLoaded, usePage } from '../../ui/page.js';
import { html, useEffect, useState } from '../../vendor/htm-preact/standalone.module.js';
import { JudgeProblem } from '../judge-changes.js';
import { namesOf } from '../judge-names.js';
import { Loaded, PageHead } from '../loading.js';
import { hrefOf } from '../routes.js';
import { CardMaker } from './cards.js';
import { QrCode } from '../../ui/qr-code.js';
import { RaceEdit } from './race.js';
import { ShareChoice, ShareOut, useShareOut } from './share-out.js';
import { QuickTeam } from './team-forms.js';
import { TeamList, useTeamsOf } from './teams.js';
import { JudgesStep } from './walk-judges.js';
import { STEPS, WalkButtons, WalkSteps } from './walk-steps.js';

export function WalkPage({ argument, detail }) {
  const loaded = useTeamsOf(argument);
  const step = STEPS.includes(detail) ? detail : 'teams';
  return html`<${Loaded} from=${loaded}>
    ${(known) => html`<${Walk} ...${known} step=${step} reload=${loaded.reload} />`}
  <//>`;
}

const STEP_VIEWS = {
  race: RaceStep, teams: TeamsStep, judges: JudgesStep, share: ShareStep, cards: CardsStep,
  ready: ReadyStep,
};

function Walk({ race, teams, judges, step, reload }) {
  const { text, go } = usePage();
  const next = () => go('walkStep', race.id, STEPS[STEPS.indexOf(step) + 1]);
  const View = STEP_VIEWS[step];
  useEffect(() => {
    document.querySelector('main h1')?.focus({ preventScroll: true });
  }, [step]);
  return html`
    <div class="no-print">
      <${PageHead} title=${text(`walk.title.${step}`)} below=${race.name} />
    </div>
    <${WalkSteps} here=${step} raceId=${race.id} />
    <${View} race=${race} teams=${teams} judges=${judges} reload=${reload} next=${next} />
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

function CardsStep({ race, teams, judges }) {
  const used = judges.filter((judge) => judge.is_active);
  const initial = used.filter((judge) => teams.some((team) => team.judge_id === judge.id));
  return html`
    <${CardMaker} judges=${used} initial=${initial.map((judge) => judge.id)} />
    <${WalkButtons} race=${race} step="cards" isDone=${true} />
  `;
}

function ReadyStep({ race, teams, judges }) {
  const { text, translator } = usePage();
  const free = teams.filter((team) => team.judge_id === null).length;
  const timing = judges.filter((judge) => teams.some((team) => team.judge_id === judge.id));
  const asleep = timing.filter((judge) => !judge.is_active).length;
  const when = translator.dayAndTime(Date.parse(race.datetime));
  const checks = [
    [true, 'race', text('ready.race', { when })],
    [race.is_active, 'race', text(race.is_active ? 'ready.published' : 'ready.hidden')],
    [teams.length > 0, 'teams', text('ready.teams', { count: translator.number(teams.length) })],
    [timing.length > 0, 'judges', text('ready.judges', { count: timing.length })],
    [free === 0, 'share', text(free === 0 ? 'ready.shared' : 'ready.free', { count: free })],
    ...(asleep > 0 ? [[false, 'judges', text('ready.inactive', { count: asleep })]] : []),
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
