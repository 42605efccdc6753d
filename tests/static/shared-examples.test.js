// The examples of messages that the server's tests read too: what one side sends the other understands.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { decodeJudgeFrame } from '../../static/shared/judge-protocol.js';
import {
  decodeLine, encodeCorrection, encodeMarkCheck, encodeMarks,
} from '../../static/shared/mark-protocol.js';

const { lines, exchanges } = JSON.parse(
  readFileSync(new URL('../examples/marks.json', import.meta.url), 'utf8'),
);
const ANA = { id: 1, bib: '7', name: 'Ana', team: '' };
const BRUNO = { id: 2, bib: '8', name: 'Bruno', team: '' };

const mark = (id, sequence, readingMs, more = {}) => ({
  id, sequence, readingMs, device: 'Moto G', hasTime: true, bib: null,
  offsetMs: null, uncertaintyMs: null, ...more,
});
const B = mark('b', 2, 1081020);
const saved = (index, raceMs, more = {}) => ({
  index, raceMs, runner: null, flags: [], isDuplicate: false, isWithdrawn: false, ...more,
});
const answered = (ref, savedOnes, failed = []) =>
  ({ type: 'marks_answered', ref, lineId: 1, saved: savedOnes, failed });
const corrected = (ref, runner) => ({ type: 'mark_corrected', ref, runner, flags: [] });

// By the name of an example: what the page writes down, and what it reads in the answer.
const EXPECTED = {
  'three kinds of marks': [
    encodeMarks({
      lineId: 1,
      ref: '1',
      taps: [
        mark('a', 1, 1078310, { bib: '7', offsetMs: 0.2, uncertaintyMs: 7.4 }),
        B,
        mark('c', 3, 1084500, { bib: '99', hasTime: false }),
      ],
    }),
    answered('1', [
      saved(0, 1078310, { runner: ANA }),
      saved(1, 1081020, { flags: ['no_bib'] }),
      saved(2, null, { flags: ['unknown_bib', 'no_time'] }),
    ]),
  ],
  'sent again, for the answer was lost': [
    encodeMarks({ lineId: 1, ref: '2', taps: [B] }),
    answered('2', [saved(0, 1081020, { flags: ['no_bib'], isDuplicate: true })]),
  ],
  'an id that is taken': [
    encodeMarks({
      lineId: 1, ref: '3', taps: [mark('b', 2, 1081021), mark('d', 4, 1090000, { bib: '007' })],
    }),
    answered(
      '3',
      [saved(1, 1090000, { runner: ANA, flags: ['second_mark'] })],
      [{ index: 0, code: 'mark_id_taken', isKept: false }],
    ),
  ],
  'a bib for a time': [
    encodeCorrection({ markId: 'b', id: 'c1', madeMs: 1800000000000, bib: '8', ref: '4' }),
    corrected('4', BRUNO),
  ],
  'a mark that is taken back': [
    encodeCorrection({
      markId: 'd', id: 'c2', madeMs: 1800000001000, bib: null, isWithdrawn: true, ref: '5',
    }),
    corrected('5', null),
  ],
  'what the laptop has': [
    encodeMarkCheck({ ids: ['a', 'd', 'e'], correctionIds: [], ref: '6' }),
    {
      type: 'marks_checked', ref: '6', stored: ['a'], withdrawn: ['d'], missing: ['e'],
      missingCorrections: [],
    },
  ],
  'a line that is not there': [
    encodeMarks({ lineId: 9, ref: '7', taps: [mark('f', 5, 1091000)] }),
    { type: 'error', ref: '7', code: 'line_not_found', isKept: false },
  ],
};

test('every shared example is one of the page too', () => {
  assert.deepEqual(Object.keys(EXPECTED), Object.keys(exchanges));
});

for (const [name, exchange] of Object.entries(exchanges)) {
  test(`the page sends and understands: ${name}`, () => {
    const [sent, understood] = EXPECTED[name];
    assert.deepEqual(JSON.parse(sent), exchange.sent);
    assert.deepEqual(decodeJudgeFrame(JSON.stringify(exchange.answered)), understood);
  });
}

test('the page understands at which lines its judge stands', () => {
  assert.deepEqual(lines.map(decodeLine), [
    { id: 1, name: 'Meta', competitionId: 2, kind: 'finish', mode: 'both' },
  ]);
});
