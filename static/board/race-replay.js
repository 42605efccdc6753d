/** The race in ten seconds: the clock runs, who came in fills the bars, who leads is named. */

import { clockText, shownTimeParts } from '../shared/durations.js';
import { countAt, replayOf } from '../shared/race-statistics.js';
import { Component, html } from '../vendor/htm-preact/standalone.module.js';
import { nameOf } from './runner-row.js';
import { rankingName } from './runner-tools.js';

const PLAY_MS = 10_000;
const STEPS = 1000;
const CALM = matchMedia('(prefers-reduced-motion: reduce)');

/** Props: `rows`, the `rankings` of them, `competition`, `translator`. */
export class RaceReplay extends Component {
  /** `part`: how much of the race has gone, from 0 to 1; all of it until somebody plays it. */
  state = { part: 1, isPlaying: false, by: null };

  componentDidMount() {
    CALM.addEventListener('change', this.pause);
  }

  componentWillUnmount() {
    CALM.removeEventListener('change', this.pause);
    cancelAnimationFrame(this.frame);
  }

  /** What the groups may be by; the one that is shown is the chosen one, else the first. */
  kinds() {
    const { rankings } = this.props;
    return ['category', 'sex'].filter((by) => rankings.some((ranking) => ranking.by === by));
  }

  replay() {
    const { rows, rankings } = this.props;
    const by = this.state.by ?? this.kinds()[0] ?? null;
    if (this.known?.rows !== rows || this.known.by !== by) {
      this.known = { rows, by, replay: replayOf(rows, rankings, by) };
    }
    return this.known;
  }

  toggle = () => (this.state.isPlaying ? this.pause() : this.play());

  play() {
    const from = this.state.part >= 1 ? 0 : this.state.part;
    this.startedMs = performance.now() - from * PLAY_MS;
    this.setState({ isPlaying: true, part: from });
    this.frame = requestAnimationFrame(this.step);
  }

  pause = () => {
    cancelAnimationFrame(this.frame);
    this.setState({ isPlaying: false });
  };

  step = () => {
    const part = Math.min(1, Math.max(0, (performance.now() - this.startedMs) / PLAY_MS));
    this.setState({ part, isPlaying: part < 1 });
    if (part < 1) this.frame = requestAnimationFrame(this.step);
  };

  seek = ({ target }) => {
    this.pause();
    this.setState({ part: Number(target.value) / STEPS });
  };

  render({ translator }, { part, isPlaying }) {
    const { by, replay: { lastMs, groups } } = this.replay();
    const atMs = Math.round(part * lastMs);
    const kinds = this.kinds();
    const widest = Math.max(...groups.slice(1).map(({ total }) => total), 1);
    const button = isPlaying ? 'pause' : 'play';
    return html`
      <section class="chart replay">
        <h2>${translator.text('replay.title')}</h2>
        <p class="replay-clock">${clockText(atMs)}</p>
        <div class="replay-tools">
          ${!CALM.matches && html`<button type="button" onClick=${this.toggle}>
            ${translator.text(`replay.${button}`)}
          </button>`}
          <input
            type="range"
            min="0"
            max=${STEPS}
            value=${Math.round(part * STEPS)}
            aria-label=${translator.text('replay.moment')}
            aria-valuetext=${clockText(atMs)}
            onInput=${this.seek}
          />
          ${kinds.length > 1 && html`<select
            aria-label=${translator.text('replay.groups')}
            onChange=${({ target }) => this.setState({ by: target.value })}
          >
            ${kinds.map((kind) => html`<option key=${kind} value=${kind} selected=${kind === by}>
              ${translator.text(`ranking.${kind}`)}
            </option>`)}
          </select>`}
        </div>
        <ul class="replay-groups">
          ${groups.map((group) => html`<${Group}
            key=${`${group.ranking.by} ${group.ranking.value}`}
            translator=${translator}
            group=${group}
            atMs=${atMs}
            widest=${group.ranking.by === 'all' ? group.total : widest}
          />`)}
        </ul>
      </section>
    `;
  }
}

/** A bar that fills, how many they are, and who leads once the first is in. */
function Group({ translator, group, atMs, widest }) {
  const { ranking, steps, total, leaders } = group;
  const count = countAt(steps, atMs);
  const leader = leaders.find(({ gunMs }) => gunMs <= atMs);
  const percent = (part) => `${(100 * part) / Math.max(1, widest)}%`;
  return html`
    <li class=${ranking.by === 'all' ? 'is-all' : ''}>
      <span class="replay-name">${rankingName(translator, ranking)}</span>
      <span class="replay-count">${translator.number(count)}</span>
      <span class="replay-bar" style=${{ width: percent(total) }} aria-hidden="true">
        <span style=${{ width: `${(100 * count) / Math.max(1, total)}%` }}></span>
      </span>
      <span class="replay-leader">
        ${leader !== undefined && html`<span>
          <b>1</b> <i>${nameOf(translator, leader.runner)}</i>
          <span class="replay-time">${shownTimeParts(leader.officialText).join('')}</span>
        </span>`}
      </span>
    </li>
  `;
}
