/** Race control of waves: each is started, corrected and, after a false start, given up by itself. */

import { restartWavePath, startWavePath, wavesOfPath } from '../../../shared/lines-protocol.js';
import { errorText, usePage } from '../../../ui/page.js';
import { RaceFace } from '../../../ui/race-face.js';
import { html, useState } from '../../../vendor/htm-preact/standalone.module.js';
import { ConfirmDialog } from '../../dialogs.js';
import { useLive } from '../../panel.js';
import { isIndividual } from '../../race-kind.js';
import { hrefOf } from '../../routes.js';
import { runnerCountText, wavesInOrder } from '../lines/waves.js';
import { CorrectionDialog } from './correction.js';
import { HoldButton } from './hold-button.js';
import { exactTimeOfDay } from './start-times.js';

/** `{waves, reload}` of a competition, in their order; it has none before they have come. */
export function useWaves(competition) {
  const { session, translator } = usePage();
  const { id, isRunning } = competition;
  // A start of the competition changes what can be done with its waves.
  const load = async () => (isIndividual(competition) ? session.request(wavesOfPath(id)) : []);
  const { value, reload } = useLive(load, [session, id, isRunning]);
  return { waves: wavesInOrder(value ?? [], translator.locale), reload };
}

/** How many runners are in no wave: they start with the competition. */
const withoutWave = ({ runnerCount }, waves) =>
  Math.max(0, runnerCount - waves.reduce((sum, wave) => sum + wave.runner_count, 0));

/** `waves` and `reload` are of `useWaves`; `correctRace` opens the start of the competition. */
export function WaveControl({ competition, clock, waves, reload, correctRace }) {
  const { text } = usePage();
  const [corrected, setCorrected] = useState(null);
  const [restarted, setRestarted] = useState(null);
  const [said, setSaid] = useState(null);
  if (waves.length === 0) return null;
  const othersCount = withoutWave(competition, waves);
  const toStart = { competition, clock, reload, othersCount };
  const say = (key, { id, name }) => {
    setSaid({ id, sentence: text(key, { name }), isWaiting: key === 'waves.restarted' });
    reload();
  };
  // That a wave waits again is true until its next start, whoever gives it.
  const holds = said !== null && (!said.isWaiting ||
    waves.some((wave) => wave.id === said.id && wave.official_start_at === null));
  return html`
    <section class="wave-control" aria-labelledby="wave-control-title">
      <h2 id="wave-control-title">${text('waves.title')}</h2>
      <p class="hint">${text('waves.control.hint')}${' '}
        <a href=${hrefOf('lines', competition.id)}>${text('waves.edit')}</a></p>
      <div role="status">${holds && html`<p class="banner banner-good">
        ${said.sentence}</p>`}</div>
      <ul class="waves">
        ${waves.map((wave) => html`<${WaveRow} key=${wave.id} wave=${wave} ...${toStart}
          correct=${() => setCorrected(wave)} restart=${() => setRestarted(wave)} />`)}
      </ul>
      ${corrected && html`<${CorrectionDialog} competition=${asCorrected(corrected, competition)}
        newest=${null} proposedMs=${null} close=${() => setCorrected(null)} done=${() => {
          setCorrected(null);
          const isSet = corrected.official_start_at === null;
          say(isSet ? 'waves.startSet' : 'waves.corrected', corrected);
        }} />`}
      ${restarted && html`<${FalseStart} wave=${restarted} onClose=${() => setRestarted(null)}
        competition=${competition} othersCount=${othersCount} correctRace=${correctRace}
        onDone=${() => say('waves.restarted', restarted)} />`}
    </section>
  `;
}

const msOf = (isoText) => (isoText === null ? null : Date.parse(isoText));

/** A wave as the dialog takes it; one that nobody has started begins at the competition's start. */
function asCorrected(wave, competition) {
  const officialMs = msOf(wave.official_start_at);
  const pressedMs = msOf(wave.started_at) ?? officialMs;
  return {
    id: wave.id,
    isWave: true,
    name: wave.name,
    isUnset: officialMs === null,
    startedAtMs: officialMs ?? competition.startedAtMs,
    startCorrectionMs: officialMs === null ? 0 : officialMs - pressedMs,
  };
}

/** Its race as a clock shows it: from its own start, as long as the competition runs. */
const asRace = (wave, { isRunning, finishedAtMs }) => ({
  startedAtMs: msOf(wave.official_start_at), isRunning, finishedAtMs,
});

function WaveRow({ wave, competition, clock, reload, othersCount, correct, restart }) {
  const page = usePage();
  const { text } = page;
  const isStarted = wave.official_start_at !== null;
  const isOver = !competition.isRunning && competition.finishedAtMs !== null;
  return html`<li class=${`card wave ${isStarted ? 'wave-started' : ''}`} aria-label=${wave.name}>
    <div class="wave-what">
      <h3>${wave.name}</h3>
      <small>${runnerCountText(page, wave.runner_count)}</small>
      <p class="wave-state">
        ${isStarted
          ? html`<span class="mark mark-running">${text('waves.started')}</span>${' '}
              ${text('control.officialStart')}${' '}
              <b class="exact">${exactTimeOfDay(msOf(wave.official_start_at))}</b>
              ${wave.started_at !== null && wave.started_at !== wave.official_start_at &&
              html`<span class="below">${text('correction.pressed', {
                time: exactTimeOfDay(msOf(wave.started_at)),
              })}</span>`}`
          : html`<span class="mark">${text('waves.waiting')}</span>${' '}
              ${wave.runner_count > 0 && text('waves.waiting.what')}`}
      </p>
    </div>
    ${isStarted && html`<div class="wave-clock">
      <${RaceFace} competition=${asRace(wave, competition)} clock=${clock} /></div>`}
    <div class="wave-buttons">
      ${!isStarted && !isOver && html`<${StartWave} wave=${wave} competition=${competition}
        reload=${reload} othersCount=${othersCount} />`}
      ${competition.startedAtMs !== null && html`<button class="small secondary outline"
        onClick=${correct} aria-label=${text(
          isStarted ? 'waves.correctNamed' : 'waves.setStartNamed', { name: wave.name },
        )}>${text(isStarted ? 'correction.open' : 'waves.setStart')}</button>`}
      ${isStarted && !isOver && html`<button class="small danger outline" onClick=${restart}
        aria-label=${text('waves.falseStartNamed', { name: wave.name })}>
        ${text('waves.falseStart')}</button>`}
    </div>
  </li>`;
}

/** That the first start of a wave is that of everybody without a wave, too; null without any. */
function othersText({ text, translator }, othersCount) {
  if (othersCount === 0) return null;
  if (othersCount === 1) return text('waves.start.other');
  return text('waves.start.others', { count: translator.number(othersCount) });
}

/** Held for a moment; a short press asks. */
function StartWave({ wave, competition, reload, othersCount }) {
  const page = usePage();
  const { session, text, translator } = page;
  const [isAsking, setAsking] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState(null);
  const send = async () => {
    try {
      await session.request(startWavePath(wave.id), { method: 'POST' });
    } finally {
      reload();
    }
  };
  const start = async () => {
    if (isBusy) return;
    setBusy(true);
    setProblem(null);
    try {
      await send();
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      setProblem(errorText(translator, error));
    }
    setBusy(false);
  };
  const isFirst = !competition.isRunning;
  const others = isFirst && competition.isActive ? othersText(page, othersCount) : null;
  return html`
    ${others && html`<p class="wave-others">${others}</p>`}
    <${HoldButton} class="wave-start" onHeld=${start} onPressed=${() => setAsking(true)}
      isBusy=${isBusy} disabled=${!competition.isActive}
      aria-label=${text('waves.startNamed', { name: wave.name })}>
      ${text('waves.start')}
    <//>
    <small>${text(competition.isActive ? 'stop.hint' : 'start.notPublished')}</small>
    <div role="alert">${problem && html`<p class="field-error">${problem}</p>`}</div>
    ${isAsking && html`
      <${ConfirmDialog} title=${text('waves.start.title', { name: wave.name })}
        confirmLabel=${text('waves.start.confirm')} isDangerous=${false} onConfirm=${send}
        onClose=${() => setAsking(false)}>
        <p>${text(isFirst ? 'waves.start.first' : 'waves.start.what')}</p>
        ${others && html`<p>${others}</p>`}
      <//>`}
  `;
}

/** The wave waits again; why is on record. */
function FalseStart({ wave, competition, othersCount, correctRace, onDone, onClose }) {
  const { session, text } = usePage();
  const [reason, setReason] = useState('');
  const restart = async () => {
    await session.request(restartWavePath(wave.id), {
      method: 'POST', headers: { 'If-Match': wave.etag }, body: { reason: reason.trim() },
    });
    onDone();
  };
  return html`
    <${ConfirmDialog} title=${text('waves.falseStart.title', { name: wave.name })}
      confirmLabel=${text('waves.falseStart.confirm')} onConfirm=${restart} onClose=${onClose}>
      <p>${text('waves.falseStart.what')}</p>
      ${othersCount > 0 && html`<div class="banner banner-warn">
        <p>${text('waves.falseStart.race', { time: exactTimeOfDay(competition.startedAtMs) })}</p>
        <p><button type="button" class="small secondary" onClick=${() => {
          onClose();
          correctRace();
        }}>${text('waves.correctRace')}</button></p>
      </div>`}
      <div class="field">
        <label for="false-start-reason">${text('correction.reason')}</label>
        <input id="false-start-reason" value=${reason} maxlength="200" autocomplete="off"
          onInput=${(event) => setReason(event.currentTarget.value)} />
      </div>
    <//>
  `;
}
