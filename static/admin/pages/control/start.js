/** Giving the start: one big button, a confirmation, a countdown, and what came of it. */

import { competitionPath, startPath } from '../../../shared/organizer-protocol.js';
import { useModal } from '../../../ui/modal.js';
import { errorText, usePage } from '../../../ui/page.js';
import { html, useEffect, useRef, useState } from '../../../vendor/htm-preact/standalone.module.js';
import { Dialog } from '../../dialogs.js';
import { Beeper } from './beeper.js';
import { StartSequence } from './start-sequence.js';
import { startWarnings } from './readiness.js';
import { exactTimeOfDay } from './start-times.js';

const COUNTDOWNS = [0, 5, 10];
const USUAL_COUNTDOWN = 5;
const ANSWER_WITHIN_MS = 4000;

/** `{state, sequence, beeper}` of one competition, for as long as its page is shown. */
export function useStart(competition, clock) {
  const { session } = usePage();
  const beeper = useRef(null);
  const [state, setState] = useState({ name: 'idle', signalMs: null });
  const sequence = useRef(null);
  sequence.current ??= new StartSequence({
    send: () =>
      session.request(startPath(competition.id), { method: 'POST', timeoutMs: ANSWER_WITHIN_MS }),
    askIsRunning: async () => (await session.request(competitionPath(competition.id))).is_running,
    serverTimeMs: () => clock.timeMs(performance.now()),
    onChange: setState,
    onSecond: (secondsLeft) => beeper.current?.beep(secondsLeft),
  });
  useEffect(() => {
    if (competition.isRunning) sequence.current.noticeRunning();
    else if (sequence.current.state.name === 'started') sequence.current.reset();
  }, [competition.isRunning]);
  useEffect(
    () => () => {
      sequence.current.reset();
      beeper.current?.close();
    },
    [],
  );
  return { state, sequence: sequence.current, beeper };
}

/** The button, and the dialogs that it opens. */
export function StartButton({ competition, start, judges }) {
  const { text } = usePage();
  const [isAsking, setAsking] = useState(false);
  const begin = (seconds) => {
    start.beeper.current ??= new Beeper();
    setAsking(false);
    start.sequence.begin(seconds);
  };
  return html`
    <button class="start" disabled=${!competition.isActive} onClick=${() => setAsking(true)}>
      ${text('start.do')}
    </button>
    ${!competition.isActive && html`<p class="hint">${text('start.notPublished')}</p>`}
    ${isAsking && html`<${Confirmation} competition=${competition} judges=${judges} begin=${begin}
      close=${() => setAsking(false)} />`}
  `;
}

/** No form: enter in it must not start a race. */
function Confirmation({ competition, judges, begin, close }) {
  const { text, translator } = usePage();
  const warnings = startWarnings(competition, judges).map(([key, count]) =>
    text(key, { count: translator.number(count) }));
  const [seconds, setSeconds] = useState(USUAL_COUNTDOWN);
  return html`
    <${Dialog} title=${text('start.title')} onClose=${close}>
      <p class="start-name">${competition.name}</p>
      ${warnings.length > 0 && html`<div class="banner banner-warn start-warnings">
        <ul>${warnings.map((warning) => html`<li key=${warning}>${warning}</li>`)}</ul>
        <p>${text('start.warn.anyway')}</p>
      </div>`}
      <fieldset class="countdown-choices">
        <legend>${text('start.countdown')}</legend>
        ${COUNTDOWNS.map((choice) => html`<label key=${choice}>
          <input type="radio" name="countdown" value=${choice} checked=${choice === seconds}
            onChange=${() => setSeconds(choice)} />
          ${choice === 0 ? text('start.atOnce') : text('start.seconds', { count: choice })}
        </label>`)}
      </fieldset>
      <p class="hint">${text('start.hint')}</p>
      <footer>
        <button class="secondary" onClick=${close}>${text('dialog.cancel')}</button>
        <button class="go" onClick=${() => begin(seconds)}>
          ${seconds === 0 ? text('start.now') : text('start.begin')}
        </button>
      </footer>
    <//>
  `;
}

/** Over everything, while it counts and while the start is on its way. */
export function Countdown({ competition, start }) {
  const { state, sequence } = start;
  if (state.name !== 'counting' && state.name !== 'sending') return null;
  return html`<${CountdownDialog} competition=${competition} state=${state}
    abort=${() => sequence.abort()} />`;
}

function CountdownDialog({ competition, state, abort }) {
  const { text } = usePage();
  const modal = useModal(abort);
  const isCounting = state.name === 'counting';
  return html`
    <dialog ...${modal} class="countdown" onClose=${abort}
      aria-label=${text('start.title')}>
      <div class="countdown-body">
        <p class="countdown-name">${competition.name}</p>
        <p class="countdown-figure" role="timer" aria-live="assertive" key=${state.secondsLeft}>
          ${isCounting ? state.secondsLeft : text('start.sending')}
        </p>
        <button class="countdown-stop" disabled=${!isCounting} onClick=${abort}>
          ${text('start.abort')} <kbd>Esc</kbd>
        </button>
      </div>
    </dialog>
  `;
}

/** What came of a start that did not simply happen. `correct(startMs)` opens the correction. */
export function StartOutcome({ competition, start, correct }) {
  const { text, translator } = usePage();
  const { state, sequence } = start;
  const [isOld, setOld] = useState(false);
  const signal = state.signalMs === null ? null : exactTimeOfDay(state.signalMs);
  if (state.name === 'unanswered') {
    return html`<${Loud} title=${text('start.unanswered')}>
      <p>${text('start.unanswered.what')}</p>
      ${signal && html`<p>${text('start.signalAt', { time: signal })}</p>`}
    <//>`;
  }
  if (state.name === 'notStarted') {
    return html`<${Loud} title=${text('start.notStarted')}>
      <p>${text('start.notStarted.what')}</p>
      ${signal && html`<p>${text('start.signalAt', { time: signal })}</p>`}
      <button class="danger" onClick=${() => sequence.begin(0)}>${text('start.now')}</button>
    <//>`;
  }
  if (state.name === 'refused') {
    return html`<${Loud} title=${text('start.refused')}>
      <p>${errorText(translator, state.error)}</p>
    <//>`;
  }
  if (state.name === 'missed') return html`<${Loud} title=${text('start.missed')} />`;
  const isLate = state.name === 'started' && state.signalMs !== null && competition.isRunning;
  if (!isLate || isOld || Math.abs(state.signalMs - competition.startedAtMs) < 100) {
    return html`<div role="alert"></div>`;
  }
  return html`<${Loud} title=${text('start.late', { time: signal })}>
    <p>${text('start.late.what')}</p>
    <div class="buttons">
      <button onClick=${() => correct(state.signalMs)}>${text('start.late.correct')}</button>
      <button class="secondary" onClick=${() => setOld(true)}>${text('start.late.leave')}</button>
    </div>
  <//>`;
}

function Loud({ title, children }) {
  return html`<div role="alert">
    <section class="loud"><h2>${title}</h2>${children}</section>
  </div>`;
}
