/** The race and its clock, by the laptop's time. */

import { clockText } from '../shared/durations.js';
import { phaseOf } from '../shared/live-results.js';
import { elapsedMs } from '../shared/race-clock.js';
import { usePage } from '../ui/page.js';
import { html, useEffect, useState } from '../vendor/htm-preact/standalone.module.js';

export function RaceHead({ view, room }) {
  const { text } = usePage();
  const { competition, judge } = view;
  const phase = competition && phaseOf(competition);
  return html`
    <header class=${`race race-${phase ?? 'none'}`}>
      <div class="race-words">
        <h1>${competition ? competition.name : judge.name}</h1>
        <p>${competition && html`<span class="race-phase">${text(`phase.${phase}`)}</span> · `}
          ${competition ? judge.name : text('judge.role')}</p>
      </div>
      <div class="race-time">
        ${competition && html`<p class="race-clock">
          <${RaceClock} competition=${competition} phase=${phase} room=${room} /></p>`}
        <p class="race-uncertainty">${uncertaintyText(view.uncertaintyMs, text)}</p>
      </div>
    </header>
  `;
}

/** Before the start, when it is due; then a clock that is drawn once a second. */
function RaceClock({ competition, phase, room }) {
  const { text, translator } = usePage();
  const [, setTick] = useState(0);
  const isTicking = phase === 'running';
  useEffect(() => {
    if (!isTicking) return undefined;
    return room.ticker.subscribe(() => setTick((tick) => tick + 1));
  }, [isTicking, room]);
  if (phase === 'scheduled') {
    return html`<span class="race-due">${text('race.due', {
      time: translator.timeOfDay(competition.scheduledAtMs),
    })}</span>`;
  }
  const elapsed = elapsedMs(competition, room.clockNowMs());
  return html`<span role="timer" aria-live="off">${elapsed === null ? '–:––:––' : clockText(elapsed)}</span>`;
}

function uncertaintyText(uncertaintyMs, text) {
  if (uncertaintyMs === null) return text('race.clockUnknown');
  return text('race.uncertainty', { ms: Math.ceil(uncertaintyMs) });
}
