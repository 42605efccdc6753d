/** Who has just come in, the newest first, with what is worth saying of each. */

import { ConnectionMark } from '../board/connection-mark.js';
import { Counters } from '../board/counters.js';
import { LiveCompetition } from '../board/live-competition.js';
import { Notice } from '../board/notice.js';
import { PhaseMark } from '../board/phase-mark.js';
import { RaceClock } from '../board/race-clock-face.js';
import { ResultsStage } from '../board/results-stage.js';
import { latestArrivals } from '../shared/individual-standings.js';
import { phaseOf } from '../shared/live-results.js';
import { publicSocketPath } from '../shared/protocol.js';
import { html } from '../vendor/htm-preact/standalone.module.js';
import { ArrivalList } from './arrival-list.js';
import { NoteReader } from './note-reader.js';

const SHOWN = 20;
const NO_NOTES = new Map();

/** Props: `competitionId`, the `secret` of the announcer's link or empty, `translator`. */
export class AnnouncerPage extends LiveCompetition {
  constructor(props) {
    super(props);
    // `hasAccess` is null until the server has said whether the link holds.
    this.state = { ...this.state, notes: NO_NOTES, hasAccess: props.secret === '' ? false : null };
  }

  componentDidMount() {
    const { competitionId, secret } = this.props;
    if (secret !== '') {
      this.reader = new NoteReader(competitionId, secret, (read) => this.setState(read));
      this.reader.read();
    }
    super.componentDidMount();
  }

  componentWillUnmount() {
    this.reader?.close();
    super.componentWillUnmount();
  }

  socketPath() {
    return publicSocketPath(this.props.competitionId);
  }

  receive(frame) {
    super.receive(frame);
    if (frame.type !== 'pong') this.reader?.readSoon();
  }

  componentDidUpdate() {
    const { competition } = this.state.live;
    const title = this.props.translator.text('announcer.title');
    const whole = competition === null ? title : `${title} · ${competition.name}`;
    if (document.title !== whole) document.title = whole;
  }

  latest() {
    const { rows } = this.state.live;
    if (this.known?.rows !== rows) this.known = { rows, latest: latestArrivals(rows, SHOWN) };
    return this.known.latest;
  }

  render({ translator, secret }, { live, isLive, trouble, notes, hasAccess }) {
    const isKnown = live.competition !== null && trouble !== 'notice.notFound';
    if (!isKnown) {
      return html`<main>
        ${trouble === null
          ? html`<p class="first-words" role="status">
              ${translator.text('connection.connecting')}
            </p>`
          : html`<${Notice} translator=${translator} name=${trouble} />`}
      </main>`;
    }
    if (live.kind !== 'individual') {
      return html`<main><p class="first-words">${translator.text('announcer.byTeams')}</p></main>`;
    }
    const warning = secret === '' ? 'announcer.noLink' : 'announcer.deadLink';
    return html`
      <${Head} translator=${translator} live=${live} clock=${this.clock} isLive=${isLive} />
      <${ResultsStage} translator=${translator} live=${live} />
      <main>
        ${hasAccess === false &&
        html`<p class="warning" role="status">${translator.text(warning)}</p>`}
        <${ArrivalList} translator=${translator} rows=${this.latest()} notes=${notes} />
      </main>
    `;
  }
}

function Head({ translator, live, clock, isLive }) {
  return html`
    <header class="masthead">
      <div class="masthead-title">
        <h1>
          ${live.competition.name}${' '}
          <${PhaseMark} translator=${translator} phase=${phaseOf(live.competition)} />
        </h1>
      </div>
      <${ConnectionMark} translator=${translator} isLive=${isLive}
        isPublished=${live.publication.stage !== 'live'} />
      <${RaceClock} translator=${translator} competition=${live.competition} clock=${clock} />
      <dl class="counters"><${Counters} translator=${translator} live=${live} /></dl>
    </header>
  `;
}
