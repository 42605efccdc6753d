import assert from 'node:assert/strict';
import { test } from 'node:test';

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
  assert.deepEqual(decodeRescue(text), { judgeId: 12, taps });
  assert.match(text, /^[\w~.-]+$/, 'it stands in an address as it is');
});

test('many taps are several texts, each short enough for a code', () => {
  const taps = someTaps(33);
  const texts = encodeRescue({ judgeId: 1, taps });

  assert.equal(texts.length, 4);
  assert.ok(texts.every((text) => text.length < 700), `${texts[0].length}`);
  assert.deepEqual(texts.flatMap((text) => decodeRescue(text).taps), taps);
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
