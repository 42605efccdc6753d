/** The big figure: when it starts, how long it has run, how long it took. */

import { clockText } from '../shared/durations.js';
import { phaseOf } from '../shared/live-results.js';
import { elapsedMs, nextTickMs } from '../shared/race-clock.js';
import { Component, html } from '../vendor/htm-preact/standalone.module.js';

const SLOW_TICK_MS = 1000;

/** Props: `competition`, `clock` (ServerClock), `translator`. */
export class RaceClock extends Component {
  componentDidMount() {
    this.tick();
  }

  componentWillUnmount() {
    clearTimeout(this.timer);
  }

  tick() {
    const { competition, clock } = this.props;
    this.forceUpdate();
    const elapsed = elapsedMs(competition, clock.timeMs(performance.now()));
    const isTicking = competition.isRunning && elapsed !== null;
    const delayMs = isTicking ? nextTickMs(elapsed, clock.rate) : SLOW_TICK_MS;
    this.timer = setTimeout(() => this.tick(), delayMs);
  }

  render({ translator, competition, clock }) {
    const timeMs = clock.timeMs(performance.now());
    const phase = phaseOf(competition);
    const { label, face } =
      phase === 'scheduled'
        ? startTexts(translator, competition.scheduledAtMs, timeMs)
        : runTexts(translator, competition, timeMs);
    return html`
      <div class="clock clock-${phase}" role="timer" aria-live="off">
        <span class="clock-label">${label}</span>
        <span class="clock-face">${face}</span>
      </div>
    `;
  }
}

function runTexts(translator, competition, timeMs) {
  const label = competition.isRunning
    ? translator.text('clock.startedAt', { time: translator.timeOfDay(competition.startedAtMs) })
    : translator.text('clock.finishedAt', { time: translator.timeOfDay(competition.finishedAtMs) });
  return { label, face: clockText(elapsedMs(competition, timeMs) ?? 0) };
}

function startTexts(translator, scheduledAtMs, timeMs) {
  if (scheduledAtMs === null) {
    return { label: translator.text('clock.notStarted'), face: clockText(0) };
  }
  const face = translator.timeOfDay(scheduledAtMs);
  if (timeMs !== null && timeMs >= scheduledAtMs) {
    return { label: translator.text('clock.startsSoon'), face };
  }
  const isToday = new Date(scheduledAtMs).toDateString() === new Date().toDateString();
  const label = isToday
    ? translator.text('clock.startsAt')
    : translator.text('clock.startsOn', { day: translator.day(scheduledAtMs) });
  return { label, face };
}
