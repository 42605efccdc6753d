/** Several timers of a line in the organizer's words: who is late, and by how much. Pure. */

import { exactSpan } from '../../race-times.js';

/** Nobody's thumb is surer than this: what is less is no offset. */
const UNNOTICED_MS = 50;

/** `1,5 s`, in whole hundredths: what a person can compare. */
export function secondsText(translator, spanMs) {
  return `${translator.number(Math.round(Math.abs(spanMs) / 10) / 100)} s`;
}

/**
 * What a race's clock said at a time that the server counts from the pressed start: from the official
 * one, which is `correctionMs` later. A dash where there is no start yet.
 */
export const raceTimeText = (elapsedMs, correctionMs) =>
  elapsedMs === null ? '–' : exactSpan(elapsedMs - correctionMs);

/** Whether what is taken from a timer's times is not what should be. */
export const isOff = (timer) =>
  timer.offset_ms !== null && Math.abs(timer.offset_ms - timer.applied_offset_ms) >= UNNOTICED_MS;

/** How a timer's times lie beside those of the reference, which is called `reference`. */
export function offsetText({ text, translator }, timer, reference) {
  if (timer.is_reference) return text('timers.isReference');
  if (timer.offset_ms === null) return text('timers.notYet');
  const known = {
    name: reference,
    span: secondsText(translator, timer.offset_ms),
    spread: secondsText(translator, timer.spread_ms),
    count: translator.number(timer.matched),
  };
  if (Math.abs(timer.offset_ms) < UNNOTICED_MS) return text('timers.even', known);
  return text(timer.offset_ms > 0 ? 'timers.late' : 'timers.early', known);
}

/** What is taken from a timer's times, or given to them; null for nothing. */
export function appliedText({ text, translator }, timer) {
  const { applied_offset_ms: applied } = timer;
  if (applied === 0) return null;
  const span = secondsText(translator, applied);
  return text(applied > 0 ? 'timers.taken' : 'timers.given', { span });
}

/** The words of the button that applies the offset that was found. */
export function applyText({ text, translator }, timer) {
  const span = secondsText(translator, timer.offset_ms);
  if (Math.abs(timer.offset_ms) < UNNOTICED_MS) return text('timers.leave');
  return text(timer.offset_ms > 0 ? 'timers.take' : 'timers.give', { span });
}

/** Ids of those who take times at a line: who is to, and who has. */
export function timerIds(line, marked) {
  const standing = line.judges.filter(({ mode }) => mode !== 'bibs').map((one) => one.judge_id);
  const left = (marked?.judges ?? []).filter(({ mode, markCount }) => mode === null && markCount > 0);
  return [...new Set([...standing, ...left.map((judge) => judge.id)])];
}
