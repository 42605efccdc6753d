/** What a hall sees of a competition: the clock, the standings, and who has just come in. */

import { Counters } from '../board/counters.js';
import { FollowCode } from '../board/follow-code.js';
import { LiveCompetition } from '../board/live-competition.js';
import { Notice } from '../board/notice.js';
import { PhaseMark } from '../board/phase-mark.js';
import { RaceClock } from '../board/race-clock-face.js';
import { isStageTold, StageMark } from '../board/results-stage.js';
import { phaseOf } from '../shared/live-results.js';
import { competitionPagePath, publicSocketPath } from '../shared/protocol.js';
import { html } from '../vendor/htm-preact/standalone.module.js';
import { RunnerStage } from './runner-stage.js';
import { TeamStage } from './team-stage.js';

export class BigScreen extends LiveCompetition {
  socketPath() {
    return publicSocketPath(this.props.competitionId, { arrivals: true });
  }

  render({ translator }, { live, isLive, trouble }) {
    const isKnown = live.competition !== null && trouble !== 'notice.notFound';
    if (!isKnown) {
      return html`<main class="waiting">
        ${trouble === null
          ? html`<p role="status">${translator.text('connection.connecting')}</p>`
          : html`<${Notice} translator=${translator} name=${trouble} />`}
      </main>`;
    }
    return html`
      <div class="hall">
        <${Head} translator=${translator} live=${live} clock=${this.clock} />
        <p class="lost" role="status" hidden=${isLive}>
          ${isLive ? '' : translator.text('screen.lost')}
        </p>
        <${Stage} translator=${translator} live=${live} />
      </div>
    `;
  }
}

function Stage({ translator, live }) {
  const Kind = live.kind === 'individual' ? RunnerStage : TeamStage;
  return html`<${Kind} translator=${translator} live=${live} />`;
}

function Head({ translator, live, clock }) {
  const { competition } = live;
  return html`
    <header class="head">
      <div class="head-words">
        <h1>${competition.name}</h1>
        <div class="facts">
          <${PhaseMark} translator=${translator} phase=${phaseOf(competition)} />
          ${isStageTold(live) &&
          html`<${StageMark} translator=${translator} publication=${live.publication} />`}
          <dl><${Counters} translator=${translator} live=${live} /></dl>
        </div>
        <button class="to-full" type="button" onClick=${toFullScreen}>
          ${translator.text('screen.full')}
        </button>
      </div>
      <${RaceClock} translator=${translator} competition=${competition} clock=${clock} />
      <${FollowCode} translator=${translator} path=${competitionPagePath(competition.id)}
        title=${translator.text('follow.title')} />
    </header>
  `;
}

function toFullScreen() {
  document.documentElement.requestFullscreen?.().catch(() => {});
}
