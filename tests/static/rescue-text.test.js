import assert from 'node:assert/strict';
import { test } from 'node:test';

import { NEW_MARK } from '../../static/shared/line-marks.js';
import {
  decodeRescue, encodeRescue, findRescueTexts, RescueTextError,
} from '../../static/shared/rescue-text.js';
import { newUuid } from '../../static/shared/uuid.js';

const READING = 1_795_000_000_123;

function someTaps(count) {
  return Array.from({ length: count }, (_, index) => ({
    id: newUuid(),
    teamId: 7 + index,
    readingMs: READING + index,
    offsetMs: index % 3 === 0 ? null : -10_800_000 + index,
    uncertaintyMs: index % 3 === 0 ? null : 8 + index,
    isWithdrawn: index % 2 === 1,
  }));
}

test('taps come out as they went in', () => {
  const taps = someTaps(7);
  const [text, ...more] = encodeRescue({ judgeId: 12, taps });

  assert.deepEqual(more, []);
  assert.deepEqual(decodeRescue(text), { judgeId: 12, taps, marks: [] });
  assert.match(text, /^[\w~.-]+$/, 'it stands in an address as it is');
});

test('many taps are several texts, each short enough for a code', () => {
  const taps = someTaps(33);
  const texts = encodeRescue({ judgeId: 1, taps });

  assert.equal(texts.length, 4);
  assert.ok(texts.every((text) => text.length < 700), `${texts[0].length}`);
  assert.deepEqual(texts.flatMap((text) => decodeRescue(text).taps), taps);
});

/** A mark as the book keeps it; every third has a bib alone, every second was set right. */
function someMark(index) {
  const moment = { readingMs: READING + index, offsetMs: -10_800_000, uncertaintyMs: 8 };
  const corrections = index % 2 === 0 ? [] : [
    { ...moment, id: newUuid(), bib: '89', isWithdrawn: null, state: 'unsent' },
    { ...moment, id: newUuid(), bib: null, isWithdrawn: true, state: 'unsent' },
    { ...moment, id: newUuid(), bib: '7', isWithdrawn: null, state: 'refused' },
  ];
  return {
    ...NEW_MARK, ...moment, id: newUuid(), lineId: 3, device: 'Android · Moto G (5) a81bc81b',
    sequence: 1000 + index, hasTime: index % 3 !== 0, bib: index % 3 === 1 ? null : 'ñ 7',
    corrections,
  };
}

test('marks come out with their bibs and what was set right of them, taps beside them', () => {
  const [tap] = someTaps(1);
  const plain = someMark(0);
  const changed = someMark(1);
  const [text, ...more] = encodeRescue({ judgeId: 12, taps: [plain, tap, changed] });
  assert.deepEqual(more, []);
  const { taps, marks } = decodeRescue(text);

  assert.deepEqual(taps, [tap]);
  const { id, lineId, device, sequence, readingMs, offsetMs, uncertaintyMs } = plain;
  assert.deepEqual(marks[0], {
    id, lineId, device, sequence, hasTime: false, readingMs, offsetMs, uncertaintyMs,
    bib: 'ñ 7', corrections: [], lastBib: 'ñ 7', isWithdrawn: false,
  });
  const [bib, withdrawal] = changed.corrections;
  const madeMs = changed.readingMs - changed.offsetMs;
  assert.deepEqual(marks[1].corrections, [
    { id: bib.id, madeMs, bib: '89', isWithdrawn: null },
    { id: withdrawal.id, madeMs: madeMs + 1, bib: null, isWithdrawn: true },
  ]);
  assert.deepEqual(
    [marks[1].bib, marks[1].lastBib, marks[1].hasTime, marks[1].isWithdrawn], [null, '89', true, true],
  );
});

test('many marks are several texts, none too long for a code, each with the device', () => {
  const marks = Array.from({ length: 30 }, (_, index) => someMark(index));
  const texts = encodeRescue({ judgeId: 1, taps: marks });
  const read = texts.flatMap((text) => decodeRescue(text).marks);

  assert.deepEqual(read.map(({ id }) => id), marks.map(({ id }) => id));
  assert.ok(read.every(({ device }) => device === marks[0].device));
  for (const text of texts) {
    assert.ok(text.length < 760, `${text.length}`);
    assert.match(text, /^[\w~.-]+$/);
  }
});

test('a code of a phone that knows no marks is read as ever', () => {
  const text = 'TT1.c.7~AAECAwQFBgcICQoLDA0ODw~mwm0fc5f~-6fhc0~8~0.1tz8fhi';
  const body = text.slice(0, text.lastIndexOf('.'));
  // The check of the text as the version before has made it.
  let hash = 0x811c9dc5;
  for (const character of body) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  const { taps, marks } = decodeRescue(`${body}.${(hash >>> 0).toString(36)}`);

  assert.equal(taps[0].teamId, 7);
  assert.equal(taps[0].id, '00010203-0405-0607-0809-0a0b0c0d0e0f');
  assert.deepEqual(marks, []);
});

test('no tap is no text', () => {
  assert.deepEqual(encodeRescue({ judgeId: 1, taps: [] }), []);
});

test('texts are found in what was pasted: links, words, one of them twice', () => {
  const [one, other] = encodeRescue({ judgeId: 1, taps: someTaps(11) });
  const pasted = `Mis tiempos:\nhttp://10.0.0.5:8000/admin/#/rescate/${one}\n${other}. ${one}`;

  assert.deepEqual(findRescueTexts(pasted), [one, other]);
  assert.deepEqual(findRescueTexts(one + other), [one, other], 'with nothing between them');
  assert.deepEqual(findRescueTexts('nada'), []);
});

test('a text that lost or changed anything is damaged', () => {
  const [text] = encodeRescue({ judgeId: 1, taps: someTaps(3) });
  const changed = [...text].map((_, index) => (
    text.slice(0, index) + (text[index] === '7' ? '8' : '7') + text.slice(index + 1)
  ));
  const cut = [...text].map((_, index) => text.slice(0, index));

  for (const wrong of [...changed, ...cut]) {
    assert.throws(() => decodeRescue(wrong), RescueTextError, wrong);
  }
});

test('an id is a version 4 UUID, another each time', () => {
  const ids = new Set(Array.from({ length: 100 }, () => newUuid()));

  assert.equal(ids.size, 100);
  for (const id of ids) {
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
});
