/** The standings of people with bibs: which ranking, who is searched, and the rows. */

import { hashOfRanking, rankingOfHash, runnerPagePath } from '../shared/individual-protocol.js';
import { chosenRanking, isSameRanking, rankingsIn } from '../shared/individual-standings.js';
import { phaseOf } from '../shared/live-results.js';
import { RunnerView } from '../shared/runner-view.js';
import { Component, html } from '../vendor/htm-preact/standalone.module.js';
import { FoldRow } from './fold-row.js';
import { RunnerRow } from './runner-row.js';
import { RunnerTools } from './runner-tools.js';
import { StandingsNotes } from './standings-notes.js';
import { WindowedRows } from './windowed-rows.js';

const COLUMNS = ['position', 'bib', 'name', 'category', 'team', 'official', 'gap', 'gun', 'net'];
/** Columns that are left out where nobody has anything in them. */
const HAS = {
  category: (row) => row.runner.category !== '',
  team: (row) => row.runner.team !== '',
  gun: (row) => row.penaltyMs !== 0 && row.officialText !== null,
  net: (row) => row.netText !== null,
};

/** Props: `live` (see live-results.js), `translator`. */
export class RunnerStandings extends Component {
  tbody = { current: null };
  state = { ranking: rankingOfHash(location.hash), query: '', isUnfolded: false };
  view = new RunnerView();

  componentDidMount() {
    const { translator } = this.props;
    const pathOf = ({ bib }) => runnerPagePath(this.props.live.competition.id, bib);
    this.rows = new WindowedRows(this.tbody.current, {
      keyOf: (item) => (item.isFold ? 'fold' : item.runner.id),
      newView: (item) =>
        item.isFold ? new FoldRow(translator, this.toggleFold) : new RunnerRow(translator, pathOf),
    });
    addEventListener('hashchange', this.followHash);
    this.componentDidUpdate();
  }

  componentWillUnmount() {
    removeEventListener('hashchange', this.followHash);
    this.rows.close();
  }

  componentDidUpdate() {
    const { items, context } = this.shown();
    const isQuiet = this.drawnFor !== this.state;
    this.drawnFor = this.state;
    this.rows.update(items, context, { isQuiet });
  }

  followHash = () => this.setState({ ranking: rankingOfHash(location.hash) });

  toggleFold = () => this.setState(({ isUnfolded }) => ({ isUnfolded: !isUnfolded }));

  choose = (ranking) => {
    // Not a step of its own: the way back leads to where one came from.
    history.replaceState(null, '', hashOfRanking(ranking) || location.pathname + location.search);
    this.setState({ ranking });
    scrollTo({ top: 0 });
  };

  /** The rankings that there are; the same objects as long as they are the same. */
  rankings() {
    const { rows } = this.props.live;
    if (this.rankedRows === rows) return this.known;
    this.rankedRows = rows;
    const rankings = rankingsIn(rows, this.props.translator.locale);
    const isSame =
      rankings.length === this.known?.length &&
      rankings.every((ranking, index) => isSameRanking(ranking, this.known[index]));
    if (!isSame) this.known = rankings;
    return this.known;
  }

  shown() {
    const { live } = this.props;
    return this.view.of(live.rows, {
      ranking: chosenRanking(this.rankings(), this.state.ranking),
      query: this.state.query,
      isOver: phaseOf(live.competition) === 'finished',
      isFoldable: phaseOf(live.competition) !== 'scheduled',
      isUnfolded: this.state.isUnfolded,
    });
  }

  render({ translator, live }, { query }) {
    const { items, inRanking, isSearch, context } = this.shown();
    return html`
      <${RunnerTools}
        translator=${translator}
        rankings=${this.rankings()}
        ranking=${context.ranking}
        rows=${inRanking}
        query=${query}
        found=${isSearch ? items.length : null}
        onChoose=${this.choose}
        onSearch=${(text) => this.setState({ query: text })}
      />
      <table
        class=${['standings', 'of-runners', ...this.columnsInUse(live.rows)].join(' ')}
        role="table"
        aria-label=${translator.text('standings.caption')}
        aria-rowcount=${items.length + 1}
      >
        <${Heading} translator=${translator} />
        <tbody role="rowgroup" ref=${this.tbody}></tbody>
      </table>
      <${StandingsNotes} live=${live} translator=${translator} empty="standings.noRunners" />
    `;
  }

  columnsInUse(rows) {
    if (this.countedRows !== rows) {
      this.countedRows = rows;
      this.inUse = Object.keys(HAS).filter((name) => rows.some(HAS[name]));
    }
    return this.inUse.map((name) => `has-${name}`);
  }
}

function Heading({ translator }) {
  return html`
    <thead role="rowgroup">
      <tr role="row" aria-rowindex="1">
        ${COLUMNS.map(
          (column) => html`<th role="columnheader" scope="col" class=${column} key=${column}>
            ${translator.text(`standings.${column}`)}
          </th>`,
        )}
      </tr>
    </thead>
  `;
}
