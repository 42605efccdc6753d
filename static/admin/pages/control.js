/** Race control of one competition: its clock, its start and its stop. */

import { phaseOf } from '../../shared/live-results.js';
import { screenPagePath } from '../../shared/organizer-protocol.js';
import { competitionPagePath } from '../../shared/protocol.js';
import { usePage } from '../../ui/page.js';
import { RaceFace } from '../../ui/race-face.js';
import { html, useState } from '../../vendor/htm-preact/standalone.module.js';
import { useRoom } from '../panel.js';
import { isIndividual } from '../race-kind.js';
import { hrefOf } from '../routes.js';
import { Checklist, useJudges } from './control/checklist.js';
import { LinesChecklist } from './control/lines-checklist.js';
import { CorrectionDialog } from './control/correction.js';
import { judgesAtLines } from './control/readiness.js';
import { StopButton, TimesWhileStopped, UndoStopButton } from './control/running.js';
import { exactTimeOfDay, signedSpan } from './control/start-times.js';
import { Countdown, StartButton, StartOutcome, useStart } from './control/start.js';
import { RaceSwitcher } from './control/switcher.js';
import { useWaves, WaveControl } from './control/waves.js';

export function ControlPage({ argument }) {
  const { text } = usePage();
  const now = useRoom();
  const competition = now.room.competitions.find((item) => item.id === Number(argument));
  if (!now.hasCome) return html`<p class="empty" role="status">${text('control.waiting')}</p>`;
  if (competition === undefined) {
    return html`<div class="empty">
      <h1 tabindex="-1">${text('control.gone')}</h1>
      <p><a href=${hrefOf('races')}>${text('menu.races')}</a></p>
    </div>`;
  }
  return html`<${Control} competition=${competition} now=${now} />`;
}

function Control({ competition, now }) {
  const { text } = usePage();
  const { room, clock, isLive } = now;
  const [correction, setCorrection] = useState(null);
  const [isCorrected, setCorrected] = useState(false);
  const start = useStart(competition, clock);
  const { waves, reload: reloadWaves } = useWaves(competition);
  const ofTeams = useJudges(competition, room.connections);
  const lines = room.markedRaces.find((race) => race.competitionId === competition.id)?.lines ?? [];
  const judges = isIndividual(competition) ? judgesAtLines(lines) : ofTeams;
  const correct = (proposedMs = null) => {
    setCorrected(false);
    setCorrection({ proposedMs });
  };
  const done = () => {
    setCorrection(null);
    setCorrected(true);
  };
  const newest = room.arrivals.find((item) => item.competitionId === competition.id) ?? null;
  return html`
    <${RaceSwitcher} competitions=${room.competitions} here=${competition.id} clock=${clock} />
    <div class=${`control control-${phaseOf(competition)}`}>
      <section class="control-main">
        <${Head} competition=${competition} clock=${clock} />
        <${StartOutcome} competition=${competition} start=${start} correct=${correct} />
        <${TimesWhileStopped} competition=${competition} refused=${room.refused} />
        <${Actions} competition=${competition} start=${start} judges=${judges} correct=${correct} />
        <p role="status">
          ${isCorrected && html`<span class="notice-good">${text('correction.done')}</span>`}
        </p>
      </section>
      ${isIndividual(competition)
        ? html`<${LinesChecklist} competition=${competition} lines=${lines} isLive=${isLive} />`
        : html`<${Checklist} competition=${competition} judges=${judges} isLive=${isLive} />`}
    </div>
    <${WaveControl} competition=${competition} clock=${clock} waves=${waves}
      reload=${reloadWaves} correctRace=${() => correct()} />
    <${Countdown} competition=${competition} start=${start} />
    ${correction && html`<${CorrectionDialog} competition=${competition} newest=${newest}
      hasWaves=${waves.some((wave) => wave.runner_count > 0)} proposedMs=${correction.proposedMs} done=${done} close=${() => setCorrection(null)} />`}
  `;
}

function Head({ competition, clock }) {
  const { text, translator } = usePage();
  const phase = phaseOf(competition);
  return html`
    <header class="control-head">
      <h1 tabindex="-1">${competition.name}</h1>
      <p class=${`phase phase-${phase}`}>${text(`phase.${phase}`)}</p>
    </header>
    <div class="control-clock" role="timer" aria-live="off">
      ${phase === 'scheduled'
        ? html`<span class="face face-waiting">0:00:00</span>`
        : html`<${RaceFace} competition=${competition} clock=${clock} />`}
    </div>
    <p class="control-facts">
      ${phase === 'scheduled'
        ? text('control.scheduled', { time: translator.dayAndTime(competition.scheduledAtMs) })
        : html`<${StartFacts} competition=${competition} />`}
    </p>
  `;
}

function StartFacts({ competition }) {
  const { text, translator } = usePage();
  const { startedAtMs, startCorrectionMs, finishedAtMs, isRunning } = competition;
  return html`
    <span>${text('control.officialStart')} <b class="exact">${exactTimeOfDay(startedAtMs)}</b></span>
    ${startCorrectionMs !== 0 && html`<span>${text('control.corrected', {
      time: exactTimeOfDay(startedAtMs - startCorrectionMs), change: signedSpan(startCorrectionMs),
    })}</span>`}
    ${!isRunning && html`<span>
      ${text('clock.finishedAt', { time: exactTimeOfDay(finishedAtMs) })}
    </span>`}
    <span>${isIndividual(competition)
      ? text('control.marks', { count: translator.number(competition.markCount) })
      : text('control.records', { count: translator.number(competition.recordCount) })}</span>
  `;
}

function Actions({ competition, start, judges, correct }) {
  const { text } = usePage();
  const phase = phaseOf(competition);
  // A race that was stopped and has times goes on with its start: that is the undo, not a start.
  const hasTimes = competition.recordCount + competition.markCount > 0;
  const canStart = phase === 'scheduled' || (phase === 'finished' && !hasTimes);
  return html`
    <div class="control-actions">
      ${phase === 'running' && html`<${StopButton} competition=${competition} />`}
      ${phase === 'finished' && html`<${UndoStopButton} competition=${competition} />`}
      ${canStart && html`<${StartButton} competition=${competition} start=${start} judges=${judges} />`}
      ${phase !== 'scheduled' && html`<button class="secondary outline" onClick=${() => correct()}>
        ${text('correction.open')}
      </button>`}
    </div>
    <p class="control-links">
      <a href=${screenPagePath(competition.id)} target="_blank">${text('control.screen')}</a>
      <a href=${competitionPagePath(competition.id)} target="_blank">${text('control.board')}</a>
      ${isIndividual(competition) && html`
        <a href=${hrefOf('marks', competition.id)}>${text('marks.title')}</a>
        <a href=${hrefOf('lines', competition.id)}>${text('lines.page')}</a>
        <a href=${hrefOf('publish', competition.id)}>${text('publish.title')}</a>`}
      <a href=${hrefOf('room')}>${text('menu.room')}</a>
    </p>
  `;
}
