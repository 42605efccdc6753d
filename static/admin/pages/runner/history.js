/** What was corrected of a runner, one line for each correction: what from, what to. Pure. */

import { COUNTS_AGAIN } from '../../../shared/lines-protocol.js';

/** The ids of those corrections that no other one undoes; an undo may be undone as well. */
function holding(corrections) {
  const undos = corrections.filter((one) => one.kind === 'undo');
  const known = new Map();
  const holds = (id) => {
    if (!known.has(id)) {
      // Until it is known; a circle comes back here.
      known.set(id, false);
      known.set(id, !undos.some((undo) => undo.subject === id && holds(undo.id)));
    }
    return known.get(id);
  };
  return new Set(corrections.map((one) => one.id).filter(holds));
}

const valueIn = (one) =>
  one.kind === 'mark_withdrawn' ? one.number !== COUNTS_AGAIN
    : ['mark_bib', 'runner_bib', 'runner_status'].includes(one.kind) ? one.text : one.number;

/** What holds of one thing after `corrections`, which are in their order; `first` without any. */
function valueAfter(corrections, { kind, subject }, first) {
  const held = holding(corrections);
  const about = corrections.filter(
    (one) => one.kind === kind && one.subject === subject && held.has(one.id),
  );
  if (kind === 'penalty') return about.reduce((sum, one) => sum + one.number, 0);
  return about.length === 0 ? first : valueIn(about.at(-1));
}

/** What a thing is before any correction; `marks` and `enteredBib` are of the runner's result. */
function firstValue({ kind, subject }, marks, enteredBib) {
  const mark = marks.find((one) => one.id === subject);
  const firsts = {
    mark_moment: mark?.sent_at_ms ?? null,
    mark_bib: mark?.sent_bib ?? '',
    mark_withdrawn: false,
    runner_bib: enteredBib,
    runner_status: '',
    runner_start: null,
  };
  return firsts[kind] ?? null;
}

/**
 * The corrections of a runner, the newest first, as
 * `{id, kind, subject, atMs, by, reason, from, to, isUndo, holds, undoneBy}`.
 *
 * `kind` and `subject` are those of what is corrected in the end, also of an undo and the undo of one.
 * `undoneBy` is the correction that undoes it now, or null.
 */
export function historyOf(corrections, marks, enteredBib) {
  const inOrder = [...corrections].sort(
    (one, other) => Date.parse(one.made_at) - Date.parse(other.made_at) ||
      (one.id < other.id ? -1 : 1),
  );
  const byId = new Map(inOrder.map((one) => [one.id, one]));
  const rootOf = (one) => (one?.kind === 'undo' ? rootOf(byId.get(one.subject)) : one);
  const held = holding(inOrder);
  const lines = inOrder.map((one, index) => {
    const root = rootOf(one);
    if (root === undefined) return null;
    const first = firstValue(root, marks, enteredBib);
    return {
      id: one.id,
      kind: root.kind,
      subject: root.subject,
      atMs: Date.parse(one.made_at),
      by: one.made_by,
      reason: one.reason,
      from: valueAfter(inOrder.slice(0, index), root, first),
      to: valueAfter(inOrder.slice(0, index + 1), root, first),
      isUndo: one.kind === 'undo',
      holds: held.has(one.id),
      undoneBy: inOrder.find(
        (other) => other.kind === 'undo' && other.subject === one.id && held.has(other.id),
      ) ?? null,
    };
  });
  return lines.filter((line) => line !== null).reverse();
}
