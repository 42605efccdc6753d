/**
 * One runner: the result, how it stands among the others, and how to show it to somebody.
 *
 * The one row is fetched first and shown at once; the socket, which has all of them, comes behind.
 */

import { ConnectionMark } from '../board/connection-mark.js';
import { LiveCompetition } from '../board/live-competition.js';
import { Notice } from '../board/notice.js';
import { PhaseMark } from '../board/phase-mark.js';
import { ResultsStage } from '../board/results-stage.js';
import { nameOf } from '../board/runner-row.js';
import { getJson } from '../shared/api.js';
import { bibKey } from '../shared/bibs.js';
import { runnerOfBibPath } from '../shared/individual-protocol.js';
import { phaseOf } from '../shared/live-results.js';
import { competitionPagePath, decodeRunnerOfBib, publicSocketPath } from '../shared/protocol.js';
import { html } from '../vendor/htm-preact/standalone.module.js';
import { OtherRunner } from './other-runner.js';
import { RunnerResult } from './runner-result.js';
import { ShareRunner } from './share-runner.js';

/** Props: `competitionId`, the `bib` as the address has it, `translator`. */
export class RunnerPage extends LiveCompetition {
  async componentDidMount() {
    const { competitionId, bib } = this.props;
    try {
      const first = decodeRunnerOfBib(await getJson(runnerOfBibPath(competitionId, bib)));
      this.setState({ first });
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      // That nobody has this bib the rows will say, too; of what else is wrong the socket hears.
      this.setState({ isMissing: error.code === 'bib_not_found' });
    }
    if (!this.isGone) super.componentDidMount();
  }

  componentWillUnmount() {
    this.isGone = true;
    if (this.socket) super.componentWillUnmount();
  }

  socketPath() {
    return publicSocketPath(this.props.competitionId);
  }

  /** Who wears the bib: by the newest that is known; undefined where nobody does. */
  row() {
    const { live: { competition, rows }, first } = this.state;
    if (competition === null) return first?.row;
    if (this.searched !== rows) {
      this.searched = rows;
      const key = bibKey(this.props.bib);
      this.found = rows.find(({ runner }) => bibKey(runner.bib) === key);
    }
    return this.found;
  }

  componentDidUpdate() {
    const { translator, bib } = this.props;
    const row = this.row();
    const competition = this.state.live.competition ?? this.state.first?.competition;
    const who = row ? nameOf(translator, row.runner) : translator.text('runner.hidden', { bib });
    const title = competition ? `${who} · ${competition.name}` : who;
    if (document.title !== title) document.title = title;
  }

  render({ translator, competitionId, bib }, { live, first, isLive, isMissing, trouble }) {
    const competition = live.competition ?? first?.competition ?? null;
    const row = this.row();
    const isUnknown = row === undefined && (isMissing || live.competition !== null);
    return html`
      <header class="masthead">
        <div class="masthead-title">
          <a class="to-list" href=${competitionPagePath(competitionId)}>
            ${translator.text('runner.toBoard')}
          </a>
          <p class="race-name">
            ${competition?.name}${' '}
            ${competition !== null &&
            html`<${PhaseMark} translator=${translator} phase=${phaseOf(competition)} />`}
          </p>
        </div>
        ${live.competition !== null && html`<${ConnectionMark} translator=${translator}
          isLive=${isLive} isPublished=${live.publication.stage !== 'live'} />`}
      </header>
      ${competition !== null && html`<${ResultsStage}
        translator=${translator}
        live=${live.competition === null ? { kind: 'individual', ...first } : live}
      />`}
      <main>
        ${row !== undefined && html`
          <${RunnerResult} translator=${translator} row=${row} rows=${live.rows}
            isOver=${phaseOf(competition) === 'finished'} />
          <${ShareRunner} translator=${translator} competitionId=${competitionId}
            runner=${row.runner} />
        `}
        ${isUnknown && html`<div class="nobody" role="status">
          <h1>${translator.text('runner.noBib', { bib })}</h1>
          <p>${translator.text('runner.noBib.hint')}</p>
        </div>`}
        ${row === undefined && !isUnknown &&
        (trouble === null
          ? html`<p class="first-words" role="status">
              ${translator.text('connection.connecting')}
            </p>`
          : html`<${Notice} translator=${translator} name=${trouble} />`)}
        ${live.competition !== null && html`<${OtherRunner} translator=${translator}
          competitionId=${competitionId} rows=${live.rows} />`}
      </main>
    `;
  }
}
