/** Stopping a race, and taking the stop back. */

import { resumePath, stopPath } from '../../../shared/organizer-protocol.js';
import { errorText, usePage } from '../../../ui/page.js';
import { html, useState } from '../../../vendor/htm-preact/standalone.module.js';
import { ConfirmDialog } from '../../dialogs.js';
import { HoldButton } from './hold-button.js';

/** `[act, isBusy, problem]`: sends one POST at a time, and says what went wrong. */
function useAction(path) {
  const { session, translator } = usePage();
  const [problem, setProblem] = useState(null);
  const [isBusy, setBusy] = useState(false);
  const act = async () => {
    if (isBusy) return;
    setBusy(true);
    setProblem(null);
    try {
      await session.request(path, { method: 'POST' });
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
  const [stop, isBusy, problem] = useAction(stopPath(competition.id));
  const confirmed = () => session.request(stopPath(competition.id), { method: 'POST' });
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

export function UndoStopButton({ competition }) {
  const { text } = usePage();
  const [resume, isBusy, problem] = useAction(resumePath(competition.id));
  return html`
    <div class="stop-place">
      <button class="undo" onClick=${resume} aria-busy=${isBusy ? 'true' : null}
        aria-describedby="undo-hint">${text('stop.undo')}</button>
      <small id="undo-hint">${text('stop.undo.hint')}</small>
    </div>
    <${Problem} problem=${problem} />
  `;
}
