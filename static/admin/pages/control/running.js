/** Stopping a race, and taking the stop back. */

import { resumePath, stopPath } from '../../../shared/organizer-protocol.js';
import { errorText, usePage } from '../../../ui/page.js';
import { html, useState } from '../../../vendor/htm-preact/standalone.module.js';
import { ConfirmDialog } from '../../dialogs.js';
import { hrefOf } from '../../routes.js';
import { acceptAll } from '../room/decisions.js';
import { acceptedText, refusedWhileStopped } from '../room/refused-texts.js';
import { HoldButton } from './hold-button.js';

/** `[act, isBusy, problem]`: does `work`, once at a time, and says what went wrong. */
function useAction(work) {
  const { translator } = usePage();
  const [problem, setProblem] = useState(null);
  const [isBusy, setBusy] = useState(false);
  const act = async () => {
    if (isBusy) return;
    setBusy(true);
    setProblem(null);
    try {
      await work();
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      setProblem(errorText(translator, error));
    } finally {
      setBusy(false);
    }
  };
  return [act, isBusy, problem];
}

function Problem({ problem }) {
  return html`<div role="alert">
    ${problem && html`<p class="banner banner-alarm">${problem}</p>`}
  </div>`;
}

export function StopButton({ competition }) {
  const { text, session } = usePage();
  const [isAsking, setAsking] = useState(false);
  const confirmed = () => session.request(stopPath(competition.id), { method: 'POST' });
  const [stop, isBusy, problem] = useAction(confirmed);
  return html`
    <div class="stop-place">
      <${HoldButton} class="danger stop" onHeld=${stop} onPressed=${() => setAsking(true)}
        isBusy=${isBusy} aria-describedby="stop-hint">
        ${text('stop.do')}
      <//>
      <small id="stop-hint">${text('stop.hint')}</small>
    </div>
    <${Problem} problem=${problem} />
    ${isAsking && html`
      <${ConfirmDialog} title=${text('stop.title', { name: competition.name })}
        confirmLabel=${text('stop.confirm')} onConfirm=${confirmed}
        onClose=${() => setAsking(false)}>
        <p>${text('stop.what')}</p>
      <//>`}
  `;
}

/** After a stop was undone: what was refused for it, and counting it after all. */
export function TimesWhileStopped({ competition, refused }) {
  const panel = usePage();
  const { session, text, translator } = panel;
  const [said, setSaid] = useState(null);
  const waiting = refusedWhileStopped(refused, competition);
  const count = translator.number(waiting.length);
  const [accept, isBusy, problem] = useAction(async () => {
    setSaid(acceptedText(panel, await acceptAll(session, waiting.map((item) => item.id))));
  });
  return html`
    <div role="status">
      ${said && html`<p class="banner banner-good">${said}</p>`}
      ${waiting.length > 0 && html`<section class="banner banner-warn while-stopped">
        <p><strong>${waiting.length === 1
          ? text('stopped.times.one')
          : text('stopped.times', { count })}</strong></p>
        <p class="buttons">
          <button class="small" onClick=${accept} aria-busy=${isBusy ? 'true' : null}>
            ${text('refused.acceptAll', { count })}</button>
          <a href=${hrefOf('room')}>${text('stopped.toRoom')}</a>
        </p>
      </section>`}
    </div>
    <${Problem} problem=${problem} />
  `;
}

export function UndoStopButton({ competition }) {
  const { text, session } = usePage();
  const [resume, isBusy, problem] = useAction(() =>
    session.request(resumePath(competition.id), { method: 'POST' }),
  );
  return html`
    <div class="stop-place">
      <button class="undo" onClick=${resume} aria-busy=${isBusy ? 'true' : null}
        aria-describedby="undo-hint">${text('stop.undo')}</button>
      <small id="undo-hint">${text('stop.undo.hint')}</small>
    </div>
    <${Problem} problem=${problem} />
  `;
}
