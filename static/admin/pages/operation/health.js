/** What of the server's figures is worth a word, and what of a phone's. Pure. */

import { roundTripLevel, silenceLevel } from '../room/levels.js';

const SLOW_P99_MS = 250;
/** So few say nothing yet. */
const FEW = 5;
const MANY_WAITING = 200;
const LITTLE_DISK_BYTES = 500_000_000;
/** A tap that was on its phone for so long, and so many that are still there. */
const LATE_MS = 5000;
const MANY_UNSENT = 3;

/** The last minute where anything happened in it, else all since the start: `{span, isRecent}`. */
export function spanOf({ last_minute: lastMinute, since_start: sinceStart }) {
  const isRecent = lastMinute.count > 0;
  return { span: isRecent ? lastMinute : sinceStart, isRecent };
}

/** What an organizer should know about, the worst first: `disk`, `failures` ... */
export function troublesOf(operation) {
  // What was slow once is not slow for ever.
  const { last_minute: span } = operation.acknowledgements;
  const free = operation.disk_free_bytes;
  return [
    free !== null && free < LITTLE_DISK_BYTES && 'disk',
    operation.commit_failures > 0 && 'failures',
    operation.waiting > MANY_WAITING && 'waiting',
    span.count >= FEW && span.p99_ms > SLOW_P99_MS && 'slow',
    operation.log.problem !== null && 'log',
  ].filter(Boolean);
}

/** Why a phone is slow, the worst first: `silent`, `behind`, `unsent`, `late`, `far`. */
export function slownessOf(phone, nowMs) {
  return [
    silenceLevel(nowMs - Date.parse(phone.seen_at)) === 'bad' && 'silent',
    phone.is_behind && 'behind',
    (phone.unsent ?? 0) >= MANY_UNSENT && 'unsent',
    (phone.waited_ms ?? 0) > LATE_MS && 'late',
    roundTripLevel(phone.round_trip_ms) !== 'good' && 'far',
  ].filter(Boolean);
}

/** Phones with why they are slow, those that are first: `[{phone, why}]`. */
export function phonesInOrder(phones, nowMs) {
  const name = (phone) => phone.name || phone.username;
  return phones
    .map((phone) => ({ phone, why: slownessOf(phone, nowMs) }))
    .sort((one, other) =>
      other.why.length - one.why.length
      || name(one.phone).localeCompare(name(other.phone))
      || one.phone.id - other.phone.id);
}

/** `0,8 ms`, `14 ms`, `2,3 s`: as exact as it is worth. `number` writes a number. */
export function spanText(number, spanMs) {
  if (spanMs === null) return '–';
  if (spanMs >= 1000) return `${number(Math.round(spanMs / 100) / 10)} s`;
  return `${number(spanMs < 10 ? Math.round(spanMs * 10) / 10 : Math.round(spanMs))} ms`;
}

/** `53 MB`, `1,2 GB`. */
export function sizeText(number, bytes) {
  if (bytes >= 1e9) return `${number(Math.round(bytes / 1e8) / 10)} GB`;
  return `${number(Math.round(bytes / 1e6))} MB`;
}
