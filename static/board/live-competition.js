/**
 * A page's connection to one competition: what the board and the big screen share.
 *
 * All that such a page shows comes from one socket.
 */

import { getJson } from '../shared/api.js';
import { applyFrame, NOTHING_YET } from '../shared/live-results.js';
import {
  decodeCompetitionResource, decodeFrame, encodePing, PUBLIC_COMPETITIONS_PATH,
} from '../shared/protocol.js';
import { stageName } from '../shared/publication-words.js';
import { ServerClock } from '../shared/race-clock.js';
import { LiveSocket } from '../ui/live-socket.js';
import { Component } from '../vendor/htm-preact/standalone.module.js';

/** To be extended with `socketPath` and `render`. Props: `competitionId`, `translator`. */
export class LiveCompetition extends Component {
  /**
   * `isLive`: connected, and the first message has come: a connection that only opened may be as
   * dead as none. `trouble`: the name of a notice, while there is nothing better to show.
   */
  state = { live: NOTHING_YET, isLive: false, trouble: null };

  clock = new ServerClock();

  componentDidMount() {
    this.socket = new LiveSocket({
      path: this.socketPath(),
      heartbeat: encodePing,
      onMessage: (text) => this.receive(decodeFrame(text)),
      onStateChange: (state) => state !== 'open' && this.setState({ isLive: false }),
      onRefused: () => this.findTrouble(),
    });
    this.socket.open();
  }

  componentWillUnmount() {
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
    const { competition, publication } = this.state.live;
    if (competition === null) return;
    const title = `${competition.name} · ${stageName(this.props.translator, publication)}`;
    if (document.title !== title) document.title = title;
  }
}
