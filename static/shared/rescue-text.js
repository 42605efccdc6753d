/**
 * The last resort: taps that a phone cannot send, as texts short enough for a QR code each. The
 * organizer's panel reads them in, by a link or pasted.
 *
 * `TT1.{judge}.{tap}.{tap}...{check}`, a tap being `{team}~{id}~{reading}~{offset}~{uncertainty}~{w}`:
 * numbers to the base 36, the id as 22 characters, `w` 1 for a withdrawn one. Only what may stand
 * in an address as it is.
 */

const MARK = 'TT1';
/** A code of so many is still read from a wet screen. */
const TAPS_PER_TEXT = 10;
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

/** The taps of a judge, resolved as for sending, as texts. */
export function encodeRescue({ judgeId, taps }) {
  const texts = [];
  for (let start = 0; start < taps.length; start += TAPS_PER_TEXT) {
    const parts = taps.slice(start, start + TAPS_PER_TEXT).map(encodeTap);
    const body = [MARK, base36(judgeId), ...parts].join('.');
    texts.push(`${body}.${checkOf(body)}`);
  }
  return texts;
}

/** Every text in what was pasted, each once: links, several at once, with words around them. */
export function findRescueTexts(pasted) {
  return [...new Set(pasted.match(TEXT_PATTERN) ?? [])].map((text) => text.replace(/[.-]+$/, ''));
}

/**
 * `{judgeId, taps: [{teamId, id, readingMs, offsetMs, uncertaintyMs, isWithdrawn}]}`. Raises
 * RescueTextError, also for a text that lost a part on its way.
 */
export function decodeRescue(text) {
  const [mark, judge, ...parts] = text.trim().split('.');
  if (mark !== MARK) throw new RescueTextError('no_rescue_text');
  const check = parts.pop();
  if (parts.length === 0 || checkOf([mark, judge, ...parts].join('.')) !== check) {
    throw new RescueTextError('damaged');
  }
  return { judgeId: number(judge), taps: parts.map(decodeTap) };
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
    offsetMs: offset === '' ? null : number(offset),
    uncertaintyMs: uncertainty === '' ? null : number(uncertainty),
    isWithdrawn: withdrawn === '1',
  };
}

const base36 = (value) => value.toString(36);
const number = (text) => parseInt(text, 36);

function encodeUuid(uuid) {
  const bytes = uuid.replaceAll('-', '').match(/../g).map((pair) => parseInt(pair, 16));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function decodeUuid(text) {
  const bytes = [...atob(text.replaceAll('-', '+').replaceAll('_', '/'))];
  const hex = bytes.map((byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** FNV-1a, 32 bits: not against people, but against a text that was cut or mistyped. */
function checkOf(text) {
  let hash = 0x811c9dc5;
  for (const character of text) {
    hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  }
  return (hash >>> 0).toString(36);
}
