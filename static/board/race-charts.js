/** The race in pictures: played again in ten seconds, its finishers by minute, its times. */

import { clockText } from '../shared/durations.js';
import { rankingsIn } from '../shared/individual-standings.js';
import { finishersPerMinute, timeDistribution } from '../shared/race-statistics.js';
import { Component, html } from '../vendor/htm-preact/standalone.module.js';
import { BarPlot } from './bar-plot.js';
import { barsOf, MINUTES_AXIS } from './minute-bars.js';
import { RaceReplay } from './race-replay.js';

const MINUTE_MS = 60_000;
const EVERYBODY = '';

/** Props: `live` (see live-results.js), `translator`. */
export class RaceCharts extends Component {
  state = { category: EVERYBODY };

  /** All that follows from the rows, worked out once for each change of them. */
  figures() {
    const { translator, live: { rows } } = this.props;
    if (this.known?.rows !== rows) {
      this.known = {
        rows,
        perMinute: finishersPerMinute(rows),
        spread: timeDistribution(rows),
        rankings: rankingsIn(rows, translator.locale),
      };
    }
    return this.known;
  }

  render({ translator, live }, { category }) {
    const { rows, perMinute, spread, rankings } = this.figures();
    if (perMinute.length === 0) {
      return html`<p class="charts-empty">${translator.text('charts.empty')}</p>`;
    }
    return html`
      <div class="charts">
        <${RaceReplay} translator=${translator} rows=${rows} rankings=${rankings}
          competition=${live.competition} />
        <${PerMinute} translator=${translator} perMinute=${perMinute} />
        <${Spread} translator=${translator} spread=${spread} category=${category}
          onChoose=${(chosen) => this.setState({ category: chosen })} />
      </div>
    `;
  }
}

function PerMinute({ translator, perMinute }) {
  const [first] = perMinute[0];
  const counts = perMinute.map(([, count]) => count);
  const most = Math.max(...counts);
  const busiest = perMinute.find(([, count]) => count === most)[0] + 1;
  const title = translator.text('screen.finishersPerMinute');
  const label = translator.text('charts.perMinuteSummary', {
    most: translator.number(most), minute: translator.number(busiest),
  });
  // With few bars they would be as wide as the page.
  const range = (_plot, least, last) => [least - 0.5, Math.max(last, least + 9) + 0.5];
  return html`
    <section class="chart">
      <h2>${title}</h2>
      <p>${label}</p>
      <${BarPlot} key=${first} bars=${barsOf(counts, first)} range=${range} axis=${MINUTES_AXIS}
        label=${`${title}. ${label}`} />
    </section>
  `;
}

/** How times spread: of everybody, or of a category. */
function Spread({ translator, spread, category, onChoose }) {
  const { edgesMs, byCategory } = spread;
  // Who was chosen may have gone from the results since.
  const chosen = byCategory.has(category) ? category : EVERYBODY;
  const counts = byCategory.get(chosen) ?? spread.counts;
  const title = translator.text('charts.times');
  const sum = counts.reduce((one, other) => one + other, 0);
  const fullest = counts.indexOf(Math.max(...counts));
  const label = translator.text('charts.timesSummary', {
    count: translator.number(sum),
    most: translator.number(counts[fullest]),
    from: clockText(edgesMs[fullest]),
    to: clockText(edgesMs[fullest + 1]),
  });
  return html`
    <section class="chart">
      <h2>${title}</h2>
      ${byCategory.size > 0 && html`<label>
        <span>${translator.text('standings.category')}</span>
        <select onChange=${({ target }) => onChoose(target.value)}>
          ${[EVERYBODY, ...byCategory.keys()].map((name) => html`<option
            key=${name}
            value=${name}
            selected=${name === chosen}
          >
            ${name === EVERYBODY ? translator.text('charts.allCategories') : name}
          </option>`)}
        </select>
      </label>`}
      <p>${label}</p>
      <${BarPlot} key=${`${chosen} ${edgesMs}`} ...${spreadPlot(edgesMs, counts)}
        label=${`${title}. ${label}`} />
    </section>
  `;
}

/** Bars between the edges of their bins, in minutes, and the axis with these edges. */
function spreadPlot(edgesMs, counts) {
  const edges = edgesMs.map((edgeMs) => edgeMs / MINUTE_MS);
  const middles = counts.map((_, index) => (edges[index] + edges[index + 1]) / 2);
  const widthMinutes = edges[1] - edges[0];
  return {
    bars: [middles, counts],
    range: () => [edges[0], Math.max(edges.at(-1), edges[0] + 4 * widthMinutes)],
    axis: {
      incrs: [1, 2, 3, 4, 6, 12].map((times) => times * widthMinutes),
      values: (_plot, splits) =>
        splits.map((minutes) => clockText(minutes * MINUTE_MS).replace(/:00$/, '')),
    },
  };
}
