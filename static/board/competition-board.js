/** The board of one competition. */

import { phaseOf } from '../shared/live-results.js';
import {
  competitionPagePath, LIST_PAGE_PATH, publicSocketPath, screenPagePath,
} from '../shared/protocol.js';
import { Component, html } from '../vendor/htm-preact/standalone.module.js';
import { ConnectionMark } from './connection-mark.js';
import { Counters } from './counters.js';
import { FollowCode } from './follow-code.js';
import { LiveCompetition } from './live-competition.js';
import { Notice } from './notice.js';
import { PhaseMark } from './phase-mark.js';
import { RaceClock } from './race-clock-face.js';
import { ResultsStage } from './results-stage.js';
import { RunnerViews } from './runner-views.js';
import { StandingsTable } from './standings-table.js';
import { StickyMasthead } from './sticky-masthead.js';

export class CompetitionBoard extends LiveCompetition {
  socketPath() {
    return publicSocketPath(this.props.competitionId);
  }

  render({ translator }, { live, isLive, trouble }) {
    const isMissing = trouble === 'notice.notFound';
    const isKnown = live.competition !== null && !isMissing;
    return html`
      <${StickyMasthead}>
        <${Title} translator=${translator} competition=${isKnown ? live.competition : null} />
        ${!isMissing && html`<${ConnectionMark}
          translator=${translator}
          isLive=${isLive}
          isFirst=${live.competition === null}
          isPublished=${live.publication.stage !== 'live'}
        />`}
        ${isKnown && html`<${Figures} translator=${translator} live=${live} clock=${this.clock} />`}
      <//>
      ${isKnown && html`<${ResultsStage} translator=${translator} live=${live} />`}
      <main>
        ${!isKnown && trouble !== null &&
        html`<${Notice} translator=${translator} name=${trouble} />`}
        ${isKnown && html`<${Standings} translator=${translator} live=${live} />`}
        ${isKnown &&
        html`<${Sharing} translator=${translator} competitionId=${live.competition.id} />`}
      </main>
    `;
  }
}

function Standings({ translator, live }) {
  const Kind = live.kind === 'individual' ? RunnerViews : StandingsTable;
  return html`<${Kind} translator=${translator} live=${live} />`;
}

function Title({ translator, competition }) {
  return html`
    <div class="masthead-title">
      <a class="to-list" href=${LIST_PAGE_PATH}>${translator.text('list.all')}</a>
      <h1>
        ${competition === null ? translator.text('board.title') : competition.name}${' '}
        ${competition !== null &&
        html`<${PhaseMark} translator=${translator} phase=${phaseOf(competition)} />`}
      </h1>
    </div>
  `;
}

function Figures({ translator, live, clock }) {
  return html`
    <${RaceClock} translator=${translator} competition=${live.competition} clock=${clock} />
    <dl class="counters"><${Counters} translator=${translator} live=${live} /></dl>
  `;
}

/** For those who want others to see it, too: out of the way until it is opened. */
class Sharing extends Component {
  state = { isOpen: false };

  render({ translator, competitionId }, { isOpen }) {
    // The screen shows the ranking that is shown here.
    const screen = screenPagePath(competitionId) + location.hash;
    const note = (event) => this.setState({ isOpen: event.currentTarget.open });
    return html`
      <details class="sharing" onToggle=${note}>
        <summary>${translator.text('board.share')}</summary>
        <p><a href=${screen}>${translator.text('screen.title')}</a></p>
        ${isOpen &&
        html`<${FollowCode} translator=${translator} path=${competitionPagePath(competitionId)}
          title=${translator.text('follow.title')} />`}
      </details>
    `;
  }
}
