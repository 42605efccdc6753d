/** A correction of an individual race, as its entry on record tells it. Pure. */

import { COUNTS_AGAIN } from '../../../shared/lines-protocol.js';
import { exactTimeOfDay, signedSpan } from '../control/start-times.js';

const ACTIONS = ['race_corrected', 'race_correction_undone'];
const TIMES_OF_DAY = ['mark_moment', 'runner_start', 'wave_start'];

/** Whether an entry is of a correction or of the undo of one. */
export const isOfCorrection = (entry) => ACTIONS.includes(entry.action);

function valueText(text, { kind, number, text: said }) {
  if (TIMES_OF_DAY.includes(kind)) return exactTimeOfDay(number);
  if (kind === 'penalty') return signedSpan(number);
  if (kind === 'mark_withdrawn') return text(number === COUNTS_AGAIN ? 'history.counts' : 'marks.withdrawn');
  if (kind === 'runner_status') return text(`runners.status.${said || 'none'}`);
  return said || text('history.noBib');
}

/** What was corrected, to what, and why, as `detailLines` has it. */
export function correctionLines({ text }, entry) {
  const details = entry.details ?? {};
  const { kind, reason } = details;
  if (kind === undefined) return [];
  const lines = [{ name: text('field.correction_kind'), after: text(`history.kind.${kind}`) }];
  const hasValue = kind !== 'undo' && (TIMES_OF_DAY.includes(kind) || kind === 'penalty'
    ? details.number !== null && details.number !== undefined
    : true);
  const isUndone = entry.action === 'race_correction_undone';
  const valueName = text(isUndone ? 'history.kind.undo' : 'field.correction_value');
  if (hasValue) lines.push({ name: valueName, after: valueText(text, details) });
  if (reason) lines.push({ name: text('field.reason'), after: reason });
  return lines;
}
