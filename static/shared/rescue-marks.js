/**
 * Marks at lines in a rescue text. The part `__~{device}` says of which phone those after it are; a
 * mark is `_~{line}~{id}~{sequence}~{t or n}~{reading}~{offset}~{uncertainty}~{bib}`, `t` where the
 * reading is its time and `n` where the bib was written then, and for each correction three fields
 * more: `{id}~{made}~{w1, w0 or b and the bib}`. Texts of people are in Base64. Pure.
 */

import { madeMsOf } from './line-checks.js';
import { sentBibOf } from './line-marks.js';
import {
  base36, decodeText, decodeUuid, encodeText, encodeUuid, number, orNull,
} from './rescue-fields.js';

const DEVICE = '__';
const MARK = '_';
const OWN_FIELDS = 9;
const FIELDS_OF_CORRECTION = 3;

export const isDevicePart = (part) => part.startsWith(`${DEVICE}~`);
export const isMarkPart = (part) => part.startsWith(`${MARK}~`);

export const encodeDevice = (device) => `${DEVICE}~${encodeText(device)}`;
export const decodeDevice = (part) => decodeText(part.split('~')[1]);

/** A mark that is resolved as for sending, and all that was set right of it. */
export function encodeMarkPart(mark) {
  const { id, lineId, sequence, hasTime, readingMs, offsetMs, uncertaintyMs } = mark;
  const bib = sentBibOf(mark);
  // The same page's clock, or one that was as far off.
  const resolve = (one) => ({ offsetMs: one.offsetMs ?? offsetMs });
  return [
    MARK, base36(lineId), encodeUuid(id), base36(sequence), hasTime ? 't' : 'n', base36(readingMs),
    offsetMs === null ? '' : base36(Math.round(offsetMs)),
    uncertaintyMs === null ? '' : base36(Math.ceil(uncertaintyMs)),
    bib === null ? '' : encodeText(bib),
    ...mark.corrections.filter((one) => one.state !== 'refused').flatMap((one) => [
      encodeUuid(one.id), base36(madeMsOf(mark, one, resolve)), changeOf(one),
    ]),
  ].join('~');
}

const changeOf = ({ bib, isWithdrawn }) =>
  (bib === null ? `w${isWithdrawn ? 1 : 0}` : `b${encodeText(bib)}`);

/**
 * `{id, lineId, device, sequence, hasTime, readingMs, offsetMs, uncertaintyMs, bib, corrections}`, a
 * correction being `{id, madeMs, bib, isWithdrawn}`, and by them `isWithdrawn` and `lastBib`.
 */
export function decodeMarkPart(part, device) {
  const fields = part.split('~');
  const [, line, id, sequence, kind, reading, offset, uncertainty, sentBib] = fields;
  const bib = sentBib === '' ? null : decodeText(sentBib);
  const corrections = [];
  for (let at = OWN_FIELDS; at < fields.length; at += FIELDS_OF_CORRECTION) {
    corrections.push(decodeCorrection(fields.slice(at)));
  }
  const lastBib = corrections.reduce((last, one) => one.bib ?? last, bib ?? '') || null;
  return {
    id: decodeUuid(id),
    lineId: number(line),
    device,
    sequence: number(sequence),
    hasTime: kind === 't',
    readingMs: number(reading),
    offsetMs: orNull(offset),
    uncertaintyMs: orNull(uncertainty),
    bib,
    corrections,
    lastBib,
    isWithdrawn: corrections.reduce((last, one) => one.isWithdrawn ?? last, false),
  };
}

function decodeCorrection([id, made, change]) {
  const isBib = change.startsWith('b');
  return {
    id: decodeUuid(id),
    madeMs: number(made),
    bib: isBib ? decodeText(change.slice(1)) : null,
    isWithdrawn: isBib ? null : change === 'w1',
  };
}
