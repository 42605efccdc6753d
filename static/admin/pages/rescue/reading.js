/** What was read off judges' phones: put together, to be looked at and to be sent. Pure. */

import { encodeRescuedTaps, MOST_RESCUED } from '../../../shared/organizer-protocol.js';
import { decodeRescue, findRescueTexts, RescueTextError } from '../../../shared/rescue-text.js';
import { sentTime } from '../room/levels.js';

/**
 * `{whole: [{text, judgeId, taps}], damaged: [text]}`: the texts in `input`, links and words around
 * them and several at once; `damaged` are those that lost a part on their way. Marks at lines are
 * among the taps.
 */
export function readTexts(input) {
  const whole = [];
  const damaged = [];
  // Some programs escape it in an address.
  for (const text of findRescueTexts(input.replaceAll(/%7e/gi, '~'))) {
    try {
      const { judgeId, taps, marks } = decodeRescue(text);
      whole.push({ text, judgeId, taps: [...taps, ...marks] });
    } catch (error) {
      if (!(error instanceof RescueTextError)) throw error;
      damaged.push(text);
    }
  }
  return { whole, damaged };
}

/**
 * `[{judgeId, taps}]`, each tap once and in the order in which they were made. Of a tap that stands
 * in several texts the last one counts: the phone knows more by then.
 */
export function tapsByJudge(whole) {
  const judges = new Map();
  for (const { judgeId, taps } of whole) {
    if (!judges.has(judgeId)) judges.set(judgeId, new Map());
    for (const tap of taps) judges.get(judgeId).set(tap.id, tap);
  }
  return [...judges].map(([judgeId, taps]) => ({
    judgeId,
    taps: [...taps.values()].sort((one, other) => one.readingMs - other.readingMs),
  }));
}

/** What is sent for a judge: one body after the other. */
export function bodiesOf({ judgeId, taps }) {
  const bodies = [];
  for (let start = 0; start < taps.length; start += MOST_RESCUED) {
    bodies.push(encodeRescuedTaps(judgeId, taps.slice(start, start + MOST_RESCUED)));
  }
  return bodies;
}

/** What is left of `input` when the taps of these judges are read in: the texts, line by line. */
export function withoutJudges(input, judgeIds) {
  const { whole, damaged } = readTexts(input);
  const left = whole.filter(({ judgeId }) => !judgeIds.includes(judgeId)).map(({ text }) => text);
  return [...left, ...damaged].join('\n');
}

/**
 * When a tap was, as the laptop will see it: `{raceMs}` since the official start where there is
 * one, else `{clockMs}`; `isChecked` is false for a phone that never learned how its clock is off.
 */
export function timeOfTap({ readingMs, offsetMs }, competition) {
  const { clockMs, raceMs } = sentTime(readingMs, competition);
  if (clockMs === undefined) return { raceMs, isChecked: true };
  const isChecked = offsetMs !== null;
  const trueMs = clockMs - (offsetMs ?? 0);
  const startedAtMs = competition?.startedAtMs ?? null;
  if (startedAtMs === null) return { clockMs: trueMs, isChecked };
  return { raceMs: trueMs - startedAtMs, isChecked };
}

/** Nothing yet. */
export const NO_OUTCOME = Object.freeze({ saved: 0, duplicates: 0, kept: 0, failed: [] });

/** What two answers say together. */
export const bothOutcomes = (one, other) => ({
  saved: one.saved + other.saved,
  duplicates: one.duplicates + other.duplicates,
  kept: one.kept + other.kept,
  failed: [...one.failed, ...other.failed],
});
