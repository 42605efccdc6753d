/** What stands at `/`: the competitions, or the board of the one that matters now. */

import { getJson } from '../shared/api.js';
import { phaseOf } from '../shared/live-results.js';
import {
  competitionPagePath, decodeListedCompetition, LIST_PAGE_PATH, PUBLIC_COMPETITIONS_PATH,
} from '../shared/protocol.js';
import { stageName } from '../shared/publication-words.js';
import { Component, html } from '../vendor/htm-preact/standalone.module.js';
import { CompetitionBoard } from './competition-board.js';
import { Notice } from './notice.js';
import { PhaseMark } from './phase-mark.js';

/** The list has no socket: it asks again after this time, a little earlier or later each time. */
const REFRESH_MS = 10_000;

/**
 * The only competition, or the only one in progress; null where the user has to choose, or came
 * by a link to the list.
 */
function competitionToShow(competitions) {
  if (`${location.pathname}${location.search}` === LIST_PAGE_PATH) return null;
  if (competitions.length === 1) return competitions[0];
  const running = competitions.filter((competition) => competition.isRunning);
  return running.length === 1 ? running[0] : null;
}

export class Entrance extends Component {
  state = { competitions: null, isServerDown: false, shown: null };

  componentDidMount() {
    this.refresh();
  }

  componentWillUnmount() {
    clearTimeout(this.timer);
  }

  async refresh() {
    try {
      const resources = await getJson(PUBLIC_COMPETITIONS_PATH);
      const competitions = resources.map(decodeListedCompetition);
      const shown = competitionToShow(competitions);
      this.setState({ competitions, shown, isServerDown: false });
      if (shown !== null) return; // its board has a socket of its own
    } catch {
      this.setState({ isServerDown: true });
    }
    this.timer = setTimeout(() => this.refresh(), REFRESH_MS * (0.8 + 0.4 * Math.random()));
  }

  render({ translator }, { competitions, isServerDown, shown }) {
    if (shown !== null) {
      return html`<${CompetitionBoard} translator=${translator} competitionId=${shown.id} />`;
    }
    return html`
      <header class="masthead">
        <div class="masthead-title"><h1>${translator.text('list.title')}</h1></div>
      </header>
      <main>
        ${isServerDown && html`<${Notice} translator=${translator} name="notice.serverDown" />`}
        ${competitions?.length === 0 &&
        !isServerDown &&
        html`<${Notice} translator=${translator} name="list.empty" />`}
        ${competitions?.length > 0 &&
        html`<ul class="competitions">
          ${competitions.map(
            (competition) => html`<${ListEntry}
              key=${competition.id}
              translator=${translator}
              competition=${competition}
            />`,
          )}
        </ul>`}
      </main>
    `;
  }
}

function ListEntry({ translator, competition }) {
  return html`
    <li>
      <a href=${competitionPagePath(competition.id)}>
        <span class="competition-name">${competition.name}</span>
        ${competition.scheduledAtMs !== null &&
        html`<span class="competition-date">
          ${translator.dayAndTime(competition.scheduledAtMs)}
        </span>`}
        <span class="competition-entries">${entries(translator, competition)}</span>
        ${competition.publication.stage !== 'live' &&
        html`<span class="competition-entries">
          ${stageName(translator, competition.publication)}
        </span>`}
        <${PhaseMark} translator=${translator} phase=${phaseOf(competition)} />
      </a>
    </li>
  `;
}

function entries(translator, { isIndividual, runnerCount, teamCount }) {
  return isIndividual
    ? translator.text('list.runners', { count: translator.number(runnerCount) })
    : translator.text('list.teams', { count: translator.number(teamCount) });
}
