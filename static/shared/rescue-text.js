/**
 * The last resort: taps and marks that a phone cannot send, as texts short enough for a QR code each.
 * The organizer's panel reads them in, by a link or pasted.
 *
 * `TT1.{judge}.{tap}.{tap}...{check}`, a tap being `{team}~{id}~{reading}~{offset}~{uncertainty}~{w}`:
 * numbers to the base 36, the id as 22 characters, `w` 1 for a withdrawn one. Only what may stand
 * in an address as it is. Marks at lines are among them, see rescue-marks.js.
 */

import { isMark } from './line-marks.js';
import { base36, decodeUuid, encodeUuid, number, orNull } from './rescue-fields.js';
import {
  decodeDevice, decodeMarkPart, encodeDevice, encodeMarkPart, isDevicePart, isMarkPart,
} from './rescue-marks.js';

const MARK = 'TT1';
/** A code of so many is still read from a wet screen. */
const TAPS_PER_TEXT = 10;
/** And one of so many characters, where marks say more. */
const LONGEST_TEXT = 690;
/** Up to where the next one begins. */
const TEXT_PATTERN = /TT1\.(?:(?!TT1\.)[\w~.-])+/g;

/** `code` is `no_rescue_text` or `damaged`. */
export class RescueTextError extends Error {
  constructor(code) {
    super(code);
    this.name = 'RescueTextError';
    this.code = code;
  }
}

/** The taps and marks of a judge, resolved as for sending, as texts. */
export function encodeRescue({ judgeId, taps }) {
  const texts = [];
  let parts = [];
  let device = null;
  const textOf = (all) => {
    const body = [MARK, base36(judgeId), ...all].join('.');
    return `${body}.${checkOf(body)}`;
  };
  const finish = () => {
    if (parts.length > 0) texts.push(textOf(parts));
    parts = [];
    device = null;
  };
  let count = 0;
  for (const tap of taps) {
    const part = isMark(tap) ? encodeMarkPart(tap) : encodeTap(tap);
    const isTooLong = textOf([...parts, part]).length > LONGEST_TEXT;
    if (count === TAPS_PER_TEXT || (count > 0 && isTooLong)) {
      finish();
      count = 0;
    }
    // Once in a text: those that follow are of the same phone.
    if (isMark(tap) && tap.device !== device) parts.push(encodeDevice(tap.device));
    if (isMark(tap)) device = tap.device;
    parts.push(part);
    count += 1;
  }
  finish();
  return texts;
}

/** Every text in what was pasted, each once: links, several at once, with words around them. */
export function findRescueTexts(pasted) {
  return [...new Set(pasted.match(TEXT_PATTERN) ?? [])].map((text) => text.replace(/[.-]+$/, ''));
}

/**
 * `{judgeId, taps, marks}`: a tap is `{teamId, id, readingMs, offsetMs, uncertaintyMs, isWithdrawn}`.
 * Raises RescueTextError, also for a text that lost a part on its way.
 */
export function decodeRescue(text) {
  const [mark, judge, ...parts] = text.trim().split('.');
  if (mark !== MARK) throw new RescueTextError('no_rescue_text');
  const check = parts.pop();
  if (parts.length === 0 || checkOf([mark, judge, ...parts].join('.')) !== check) {
    throw new RescueTextError('damaged');
  }
  return { judgeId: number(judge), ...decodeParts(parts) };
}

function decodeParts(parts) {
  const taps = [];
  const marks = [];
  let device = '';
  for (const part of parts) {
    if (isDevicePart(part)) device = decodeDevice(part);
    else if (isMarkPart(part)) marks.push(decodeMarkPart(part, device));
    else taps.push(decodeTap(part));
  }
  return { taps, marks };
}

function encodeTap({ id, teamId, readingMs, offsetMs, uncertaintyMs, isWithdrawn }) {
  return [
    base36(teamId), encodeUuid(id), base36(readingMs),
    offsetMs === null ? '' : base36(Math.round(offsetMs)),
    uncertaintyMs === null ? '' : base36(Math.ceil(uncertaintyMs)),
    isWithdrawn ? '1' : '0',
  ].join('~');
}

function decodeTap(part) {
  const [team, id, reading, offset, uncertainty, withdrawn] = part.split('~');
  return {
    id: decodeUuid(id),
    teamId: number(team),
    readingMs: number(reading),
    offsetMs: orNull(offset),
    uncertaintyMs: orNull(uncertainty),
    isWithdrawn: withdrawn === '1',
  };
}

/** FNV-1a, 32 bits: not against people, but against a text that was cut or mistyped. */
function checkOf(text) {
  let hash = 0x811c9dc5;
  for (const character of text) {
    hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  }
  return (hash >>> 0).toString(36);
}
