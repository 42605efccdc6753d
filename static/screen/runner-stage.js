/** The stage of an individual race: one ranking of those who have come in, and the last of them. */

import { nameOf } from '../board/runner-row.js';
import { rankingName } from '../board/runner-tools.js';
import { shownTimeParts } from '../shared/durations.js';
import { hashOfRanking, rankingOfHash } from '../shared/individual-protocol.js';
import {
  chosenRanking, latestFinishers, rankingsIn,
} from '../shared/individual-standings.js';
import { finishersPerMinute } from '../shared/race-statistics.js';
import { RunnerView } from '../shared/runner-view.js';
import { Component, html } from '../vendor/htm-preact/standalone.module.js';
import { OF_RUNNERS } from './row-kinds.js';
import { ScreenStandings } from './screen-standings.js';
import { Side } from './side.js';

const LATEST = 12;
/** Another ranking: the one after, or the one before. */
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

/** Props: `live` (see live-results.js), `translator`. */
export class RunnerStage extends Component {
  state = { ranking: rankingOfHash(location.hash) };
  view = new RunnerView();

  componentDidMount() {
    addEventListener('hashchange', this.followHash);
    addEventListener('keydown', this.onKey);
  }

  componentWillUnmount() {
    removeEventListener('hashchange', this.followHash);
    removeEventListener('keydown', this.onKey);
  }

  followHash = () => this.setState({ ranking: rankingOfHash(location.hash) });

  onKey = (event) => {
    if (!(event.key in STEPS) || event.ctrlKey || event.altKey || event.metaKey) return;
    const { rankings, ranking } = this.figures();
    if (rankings.length === 1) return;
    event.preventDefault();
    const next = rankings.indexOf(ranking) + STEPS[event.key] + rankings.length;
    const chosen = rankings[next % rankings.length];
    history.replaceState(null, '', hashOfRanking(chosen) || location.pathname + location.search);
    this.setState({ ranking: chosen });
  };

  /** All that follows from the rows, worked out once for each change of them. */
  figures() {
    const { rows } = this.props.live;
    const { ranking: wanted } = this.state;
    if (this.known?.rows !== rows || this.known.wanted !== wanted) {
      const rankings = rankingsIn(rows, this.props.translator.locale);
      const ranking = chosenRanking(rankings, wanted);
      const { items, context } = this.view.of(rows, { ranking, query: '' });
      const arrived = items.filter(({ status }) => status === 'finished' || status === 'arrived');
      this.known = {
        rows, wanted, rankings, ranking, context, arrived,
        latest: latestFinishers(rows, LATEST),
        perMinute: sinceTheGun(finishersPerMinute(rows)),
      };
    }
    return this.known;
  }

  render({ translator }) {
    const { ranking, arrived, context, latest, perMinute } = this.figures();
    return html`
      <main class="stage">
        <div class="ranked">
          ${ranking.by !== 'all' &&
          html`<h2 class="ranking">${rankingName(translator, ranking)}</h2>`}
          <${ScreenStandings}
            key=${hashOfRanking(ranking)}
            translator=${translator}
            rows=${arrived}
            kind=${OF_RUNNERS}
            context=${context}
            empty=${translator.text('screen.noArrivals')}
          />
        </div>
        <${Side}
          translator=${translator}
          arrivals=${latest.map((row) => finisher(translator, row))}
          perMinute=${perMinute}
          plotTitle="screen.finishersPerMinute"
        />
      </main>
    `;
  }
}

/** Counts from the first minute of the race on. */
function sinceTheGun(perMinute) {
  const before = new Array(perMinute[0]?.[0] ?? 0).fill(0);
  return before.concat(perMinute.map(([, count]) => count));
}

/** A finisher as ArrivalsPanel shows it; the place is that among all. */
function finisher(translator, row) {
  const place = translator.number(row.position);
  return {
    key: row.runner.id,
    bib: row.runner.bib,
    name: nameOf(translator, row.runner),
    note: translator.text('screen.place', { place }),
    time: shownTimeParts(row.officialText),
  };
}
