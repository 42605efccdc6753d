/** A correction of an individual race, as its entry on record tells it. Pure. */

import { COUNTS_AGAIN } from '../../../shared/lines-protocol.js';
import { exactSpan } from '../../race-times.js';
import { exactTimeOfDay, signedSpan } from '../control/start-times.js';
import { takenBy } from '../marks/mark-name.js';

const ACTIONS = ['race_corrected', 'race_correction_undone'];
const OF_MARKS = ['mark_moment', 'mark_bib', 'mark_withdrawn'];
const TIMES_OF_DAY = ['mark_moment', 'runner_start', 'wave_start'];

/** Whether an entry is of a correction or of the undo of one. */
export const isOfCorrection = (entry) => ACTIONS.includes(entry.action);

function valueText(text, { kind, number, text: said }) {
  if (TIMES_OF_DAY.includes(kind)) return exactTimeOfDay(number);
  if (kind === 'penalty') return signedSpan(number);
  // It is taken from the times.
  if (kind === 'timer_offset') return signedSpan(-number);
  if (kind === 'mark_withdrawn') {
    return text(number === COUNTS_AGAIN ? 'history.counts' : 'marks.withdrawn');
  }
  if (kind === 'runner_status') return text(`runners.status.${said || 'none'}`);
  return said || text('history.noBib');
}

/** Of a mark, its time and bib as they came; null for what is about no mark, and of old entries. */
function markText(text, { kind, undone, elapsed_ms: elapsedMs, bib }) {
  if (!OF_MARKS.includes(undone?.kind ?? kind) || elapsedMs === undefined) return null;
  return takenBy(text, { bib }, elapsedMs === null ? null : exactSpan(elapsedMs));
}

/** What was corrected, to what, and why, as `detailLines` has it. */
export function correctionLines({ text, names = {} }, entry) {
  const details = entry.details ?? {};
  const { kind, reason, undone } = details;
  if (kind === undefined) return [];
  const what = text(`history.kind.${undone?.kind ?? kind}`);
  const lines = [{
    name: text('field.correction_kind'), after: undone ? text('record.undoOf', { what }) : what,
  }];
  const mark = markText(text, details);
  if (mark !== null) lines.push({ name: text('history.kind.mark_withdrawn'), after: mark });
  if (kind === 'timer_offset') {
    const judgeId = Number(details.subject.split(':')[1]);
    const judge = names.judge_id?.get(judgeId) ?? text('record.id', { id: judgeId });
    lines.push({ name: text('field.judge'), after: judge });
  }
  const set = undone ?? details;
  const hasValue = set.kind !== 'undo' && (TIMES_OF_DAY.includes(set.kind) || set.kind === 'penalty'
    ? set.number !== null && set.number !== undefined
    : true);
  const isUndone = entry.action === 'race_correction_undone' && details.holds_again !== true;
  const valueName = text(isUndone ? 'history.kind.undo' : 'field.correction_value');
  if (hasValue) lines.push({ name: valueName, after: valueText(text, set) });
  if (reason) lines.push({ name: text('field.reason'), after: reason });
  return lines;
}
