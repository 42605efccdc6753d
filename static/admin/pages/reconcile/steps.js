/**
 * Steps in which a line was set right before or by others, as `GET /api/lineas/{id}/pasos/` tells
 * them: as entries of the list of what was done, which are made here too. Pure.
 */

/** So many bibs at most are told of a step. */
const MOST_BIBS = 3;

function whatText({ text, translator }, { kinds, count, holds, bibs }) {
  const kind = kinds.length === 1 ? kinds[0] : 'mixed';
  const what = text(`reconcile.step.${kind}`, { count: translator.number(count) });
  const more = bibs.length === MOST_BIBS && count > MOST_BIBS ? '…' : '';
  const said = bibs.length === 0 ? what : `${what} (${bibs.join(', ')}${more})`;
  return holds === 0 || holds === count
    ? said : text('reconcile.step.held', { what: said, holds: translator.number(holds) });
}

/** `organiza · 14:03:20 · «visto en el video»`; with the day where it is not today. */
function byText({ translator }, { made_at: madeAt, made_by: by, reason }, nowMs) {
  const atMs = Date.parse(madeAt);
  const isToday = new Date(atMs).toDateString() === new Date(nowMs).toDateString();
  const at = isToday ? translator.timeOfDay(atMs, { withSeconds: true }) : translator.dayAndTime(atMs);
  return [by ?? '–', at, reason && `«${reason}»`].filter(Boolean).join(' · ');
}

/**
 * The steps that are not among `done` (see `useRepairing`), as entries like them, with `by`: who
 * made it, and when. What is undone already has nothing to undo.
 */
export function entriesOfSteps(page, steps, done, nowMs) {
  const known = new Set(done.flatMap((entry) => entry.made));
  return steps.filter((step) => !known.has(step.ids[0])).map((step) => ({
    key: step.ids[0],
    made: step.ids,
    ids: step.holds > 0 ? step.ids : [],
    said: whatText(page, step),
    by: byText(page, step, nowMs),
    isUndone: step.holds === 0,
  }));
}
