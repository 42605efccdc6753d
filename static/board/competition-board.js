/** The board of one competition. All that it shows comes from one socket. */

import { getJson } from '../shared/api.js';
import { applyFrame, NOTHING_YET, phaseOf } from '../shared/live-results.js';
import {
  decodeCompetitionResource, decodeFrame, encodePing, LIST_PAGE_PATH, PUBLIC_COMPETITIONS_PATH,
  publicSocketPath,
} from '../shared/protocol.js';
import { ServerClock } from '../shared/race-clock.js';
import { ReconnectingSocket } from '../shared/socket.js';
import { Component, html } from '../vendor/htm-preact/standalone.module.js';
import { Notice } from './notice.js';
import { PhaseMark } from './phase-mark.js';
import { RaceClock } from './race-clock-face.js';
import { StandingsTable } from './standings-table.js';
import { StickyMasthead } from './sticky-masthead.js';
import { watchForWaking } from './waking.js';

function socketUrl(competitionId) {
  const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
  return `${scheme}//${location.host}${publicSocketPath(competitionId)}`;
}

export class CompetitionBoard extends Component {
  /**
   * `isLive`: connected, and the first message has come: a connection that only opened may be as
   * dead as none. `trouble`: the name of a notice, while there is nothing better to show.
   */
  state = { live: NOTHING_YET, isLive: false, trouble: null };

  clock = new ServerClock();

  componentDidMount() {
    this.socket = new ReconnectingSocket({
      url: socketUrl(this.props.competitionId),
      heartbeat: encodePing,
      onMessage: (text) => this.receive(decodeFrame(text)),
      onStateChange: (state) => state !== 'open' && this.setState({ isLive: false }),
      onRefused: () => this.findTrouble(),
    });
    this.socket.open();
    this.stopWatching = watchForWaking({
      onWoken: () => this.socket.restart(),
      onOnline: () => this.socket.retryNow(),
    });
  }

  componentWillUnmount() {
    this.stopWatching();
    this.socket.close();
  }

  receive(frame) {
    this.setClock(frame);
    this.setState(({ live, isLive }) => ({
      live: applyFrame(live, frame),
      isLive: isLive || frame.type === 'connected',
      trouble: null,
    }));
  }

  setClock({ type, serverMs, rate }) {
    const nowMs = performance.now();
    if (type === 'connected') this.clock.anchor({ serverMs, rate, nowMs });
    else if (serverMs !== undefined) this.clock.observe({ serverMs, nowMs });
  }

  /** A socket cannot tell why it was refused: asks whether the server and the competition exist. */
  async findTrouble() {
    const { competitionId } = this.props;
    let trouble = null;
    try {
      const competitions = (await getJson(PUBLIC_COMPETITIONS_PATH)).map(decodeCompetitionResource);
      const isKnown = competitions.some((competition) => competition.id === competitionId);
      trouble = isKnown ? null : 'notice.notFound';
    } catch {
      trouble = 'notice.serverDown';
    }
    if (!this.state.isLive) this.setState({ trouble });
  }

  componentDidUpdate() {
    const { competition } = this.state.live;
    if (competition === null) return;
    const title = `${competition.name} · ${this.props.translator.text('board.title')}`;
    if (document.title !== title) document.title = title;
  }

  render({ translator }, { live, isLive, trouble }) {
    const isKnown = live.competition !== null && trouble !== 'notice.notFound';
    return html`
      <${StickyMasthead}>
        <${Title} translator=${translator} competition=${isKnown ? live.competition : null} />
        <${ConnectionMark}
          translator=${translator}
          isLive=${isLive}
          isFirst=${live.competition === null}
        />
        ${isKnown && html`<${Figures} translator=${translator} live=${live} clock=${this.clock} />`}
      <//>
      <main>
        ${!isKnown && trouble !== null &&
        html`<${Notice} translator=${translator} name=${trouble} />`}
        ${isKnown && html`<${StandingsTable} translator=${translator} live=${live} />`}
      </main>
    `;
  }
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

function ConnectionMark({ translator, isLive, isFirst }) {
  const lost = isFirst ? 'connecting' : 'waiting';
  const name = isLive ? 'open' : lost;
  return html`
    <p class="connection connection-${name}" role="status" aria-live="polite">
      ${translator.text(`connection.${name}`)}
    </p>
  `;
}

function Figures({ translator, live, clock }) {
  return html`
    <${RaceClock} translator=${translator} competition=${live.competition} clock=${clock} />
    <dl class="counters">
      <div>
        <dt>${translator.text('counter.teams')}</dt>
        <dd data-counter="teams">${translator.number(live.rows.length)}</dd>
      </div>
      <div>
        <dt>${translator.text('counter.records')}</dt>
        <dd data-counter="records">${translator.number(live.recordCount)}</dd>
      </div>
    </dl>
  `;
}
