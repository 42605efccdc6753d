/** Corrections of an individual race: made, and undone right where they were made. */

import { undoPath } from '../shared/lines-protocol.js';
import { CORRECTIONS_PATH } from '../shared/organizer-protocol.js';
import { errorText, usePage } from '../ui/page.js';
import { html, useState } from '../vendor/htm-preact/standalone.module.js';
import { allOf } from './all-of.js';

/**
 * `make(fields, said)` makes a correction, and `undo(id, said, isRedone)` takes one back, which with
 * `isRedone` is itself an undo; `tell(said, ids)` says what was done elsewhere, by corrections with
 * these ids. They raise ApiErrors. `last` is `{ids, said, isUndone}` of what was done last: the
 * corrections to undo it by. `onDone` is called after each.
 */
export function useCorrecting(competitionId, onDone) {
  const { session } = usePage();
  const [last, setLast] = useState(null);
  const done = (ids, said, isUndone = false) => {
    setLast({ ids, said, isUndone });
    onDone();
  };
  const make = async ({ reason = '', ...fields }, said) => {
    const body = { competition_id: competitionId, reason: reason.trim(), ...fields };
    const made = await session.request(CORRECTIONS_PATH, { method: 'POST', body });
    done([made.id], said);
    return made;
  };
  const undoOne = async (id) => {
    const undo = await session.request(undoPath(id), { method: 'POST', body: { reason: '' } });
    return undo.id;
  };
  /** Of many, those that somebody else has undone meanwhile are what they are to be. */
  const undoAll = async ({ ids, said, isUndone }, onProgress) => {
    const left = new Set(ids);
    const undos = [];
    const undo = async (id) => {
      try {
        undos.push(await undoOne(id));
      } catch (error) {
        if (ids.length === 1 || error.code !== 'already_undone') throw error;
      }
      left.delete(id);
    };
    try {
      await allOf(ids, undo, onProgress);
    } catch (error) {
      // What was not undone can be tried again.
      setLast({ ids: [...left], said, isUndone });
      throw error;
    }
    done(undos, said, !isUndone);
  };
  return {
    last,
    make,
    undo: async (id, said, isRedone) => done([await undoOne(id)], said, !isRedone),
    undoLast: (onProgress) => undoAll(last, onProgress),
    tell: (said, ids = []) => setLast({ ids, said, isUndone: false }),
  };
}

/** What was done last, and its undo beside it. */
export function LastCorrection({ correcting }) {
  const { text, translator } = usePage();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState(null);
  const [doneCount, setDoneCount] = useState(0);
  const { last } = correcting;
  const undo = async () => {
    if (isBusy) return;
    setBusy(true);
    setProblem(null);
    setDoneCount(0);
    try {
      await correcting.undoLast(setDoneCount);
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
        ${isBusy && last.ids.length > 1 && html`<span>${text('correcting.progress', {
          done: translator.number(doneCount), total: translator.number(last.ids.length),
        })}</span>`}
      </p>`}
    </div>
    <div role="alert">${problem && html`<p class="banner banner-alarm">${problem}</p>`}</div>
  `;
}
