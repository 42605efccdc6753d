/** What the board shows of an individual race, one after the other: standings, teams, charts. */

import { hashOfView, VIEWS, viewOfHash } from '../shared/individual-protocol.js';
import { Component, html } from '../vendor/htm-preact/standalone.module.js';
import { RunnerStandings } from './runner-standings.js';
import { TeamStandings } from './team-standings.js';

/** Loaded when somebody wants them: most look for a name, and have a slow phone. */
class Charts extends Component {
  state = { Kind: null };

  async componentDidMount() {
    const { RaceCharts } = await import('./race-charts.js');
    if (!this.isGone) this.setState({ Kind: RaceCharts });
  }

  componentWillUnmount() {
    this.isGone = true;
  }

  render(props, { Kind }) {
    return Kind && html`<${Kind} ...${props} />`;
  }
}

const KINDS = { standings: RunnerStandings, teams: TeamStandings, charts: Charts };

/** Props: `live` (see live-results.js), `translator`. */
export class RunnerViews extends Component {
  state = { view: viewOfHash(location.hash) };

  componentDidMount() {
    addEventListener('hashchange', this.followHash);
  }

  componentWillUnmount() {
    removeEventListener('hashchange', this.followHash);
  }

  followHash = () => this.setState({ view: viewOfHash(location.hash) });

  choose = (view) => {
    // The ranking that was chosen stands in the address: it is there again on the way back.
    if (this.state.view === 'standings') this.rankingHash = location.hash;
    const hash = view === 'standings' ? this.rankingHash ?? '' : hashOfView(view);
    // Not a step of its own: the way back leads to where one came from.
    history.replaceState(null, '', hash || location.pathname + location.search);
    this.setState({ view });
    scrollTo({ top: 0 });
  };

  render({ translator, live }, state) {
    const views = VIEWS.filter((name) => name !== 'teams' || live.teamMethod !== null);
    const view = views.includes(state.view) ? state.view : 'standings';
    return html`
      <nav class="views" aria-label=${translator.text('view.all')}>
        ${views.map((name) => html`<button
          type="button"
          key=${name}
          aria-current=${name === view ? 'page' : null}
          onClick=${() => this.choose(name)}
        >
          ${translator.text(`view.${name}`)}
        </button>`)}
      </nav>
      <${KINDS[view]} translator=${translator} live=${live} />
    `;
  }
}
