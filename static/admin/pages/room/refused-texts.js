/** A refused time, and what became of several, in the user's words. Pure. */

import { recordedTimeParts } from '../../../shared/durations.js';
import { languageOf } from '../../../shared/i18n.js';
import { errorText } from '../../../ui/page.js';
import { sentTime } from './levels.js';

/** Why it was refused. */
export function reasonText({ text, translator }, refused) {
  const key = `refused.${refused.reason}`;
  const known = text(key);
  if (known !== key) return known;
  return languageOf(translator.locale) === 'es' ? refused.reasonText : refused.reason;
}

/** `1:01.000`; with its sign where it lies before the start. */
export function signedTime(raceMs) {
  return (raceMs < 0 ? '−' : '') + recordedTimeParts(Math.abs(raceMs)).join('');
}

/** `{time, isClockReading}`: as a time of the race where it is one. */
export function timeOf(translator, refused, competition) {
  const { clockMs, raceMs } = sentTime(refused.sent, competition);
  if (clockMs === undefined) return { time: signedTime(raceMs), isClockReading: false };
  return { time: translator.timeOfDay(clockMs, { withSeconds: true }), isClockReading: true };
}

/** `12 · Los Veloces`. */
export function teamText(text, { teamId, teamName, bib, isTeamDeleted }) {
  if (teamName === null) return text('refused.unknownTeam', { id: teamId });
  const name = isTeamDeleted ? text('refused.inBin', { name: teamName }) : teamName;
  return bib === null ? name : `${bib} · ${name}`;
}

/**
 * What the server answered to accepting several at once, with each reason why one was not, once:
 * `{accepted, refused: [{code, error}]}`.
 */
export function acceptedText({ text, translator }, { accepted, refused }) {
  const parts = [text('refused.accepted', { count: translator.number(accepted) })];
  const counts = new Map();
  for (const { code, error } of refused) {
    const why = errorText(translator, { code, sentence: error, body: null });
    counts.set(why, (counts.get(why) ?? 0) + 1);
  }
  for (const [why, count] of counts) {
    parts.push(text('refused.notAccepted', { count: translator.number(count), why }));
  }
  return parts.join(' ');
}

/**
 * `[{key, reason, competitionId, items}]`: of the same competition and refused for the same reason,
 * in the order of the first of each.
 */
export function groupsOf(refused) {
  const groups = new Map();
  for (const item of refused) {
    const { competitionId, reason } = item;
    const key = `${competitionId}/${reason}`;
    if (!groups.has(key)) groups.set(key, { key, reason, competitionId, items: [] });
    groups.get(key).items.push(item);
  }
  return [...groups.values()];
}

/** Those that came in while the race, which is in progress, was stopped for a while. */
export function refusedWhileStopped(refused, competition) {
  if (!competition.isRunning) return [];
  const pressedMs = competition.startedAtMs - competition.startCorrectionMs;
  return refused.filter(
    (item) =>
      item.competitionId === competition.id &&
      item.reason === 'race_not_running' &&
      item.receivedMs >= pressedMs,
  );
}
