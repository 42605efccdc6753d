/** Corrections of an individual race: made, and undone right where they were made. */

import { undoPath } from '../shared/lines-protocol.js';
import { CORRECTIONS_PATH } from '../shared/organizer-protocol.js';
import { errorText, usePage } from '../ui/page.js';
import { html, useState } from '../vendor/htm-preact/standalone.module.js';

/**
 * `make(fields, said)` makes a correction, and `undo(id, said, isRedone)` takes one back, which with
 * `isRedone` is itself an undo; they raise ApiErrors. `last` is
 * `{ids, said}` of what was done last: the corrections to undo it by. `onDone` is called after each.
 */
export function useCorrecting(competitionId, onDone) {
  const { session } = usePage();
  const [last, setLast] = useState(null);
  const undoOne = (id, reason) =>
    session.request(undoPath(id), { method: 'POST', body: { reason } });
  const done = (ids, said, undone = false) => {
    setLast({ ids, said, isUndone: undone });
    onDone();
  };
  const make = async ({ reason = '', ...fields }, said) => {
    const body = { competition_id: competitionId, reason: reason.trim(), ...fields };
    const made = await session.request(CORRECTIONS_PATH, { method: 'POST', body });
    done([made.id], said);
    return made;
  };
  const undoAll = async (ids, said, reason, isUndone) => {
    const undos = [];
    for (const id of ids) undos.push((await undoOne(id, reason)).id);
    done(undos, said, isUndone);
  };
  return {
    last,
    make,
    undo: (id, said, isRedone) => undoAll([id], said, '', !isRedone),
    undoLast: () => undoAll(last.ids, last.said, '', !last.isUndone),
    tell: (said) => setLast({ ids: [], said, isUndone: false }),
  };
}

/** What was done last, and its undo beside it. */
export function LastCorrection({ correcting }) {
  const { text, translator } = usePage();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState(null);
  const { last } = correcting;
  const undo = async () => {
    if (isBusy) return;
    setBusy(true);
    setProblem(null);
    try {
      await correcting.undoLast();
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      setProblem(errorText(translator, error));
    }
    setBusy(false);
  };
  return html`
    <div role="status" class="last-correction">
      ${last && html`<p class="banner banner-good">
        <span>${last.isUndone ? text('correcting.undone', { what: last.said }) : last.said}</span>
        ${last.ids.length > 0 && html`<button class="small secondary" onClick=${undo}
          aria-busy=${isBusy ? 'true' : null}>
          ${text(last.isUndone ? 'correcting.redo' : 'correcting.undo')}</button>`}
      </p>`}
    </div>
    <div role="alert">${problem && html`<p class="banner banner-alarm">${problem}</p>`}</div>
  `;
}
