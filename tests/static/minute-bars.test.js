import assert from 'node:assert/strict';
import { test } from 'node:test';

import { barsOf } from '../../static/board/minute-bars.js';

test('a bar for each minute, the first one first', () => {
  assert.deepEqual(barsOf([3, 0, 7]), [[1, 2, 3], [3, 0, 7]]);
  assert.deepEqual(barsOf([3, 0], 17), [[18, 19], [3, 0]]);
  assert.deepEqual(barsOf([]), [[], []]);
});

test('a whole day has no more bars than can be seen, and none of its times is lost', () => {
  const perMinute = Array.from({ length: 1440 }, (_, minute) => minute % 5);
  const [minutes, means] = barsOf(perMinute);

  assert.equal(minutes.length, 120);
  assert.equal(minutes.at(-1), 1440);
  const sum = (numbers) => numbers.reduce((one, other) => one + other, 0);
  assert.ok(Math.abs(sum(means) * 12 - sum(perMinute)) < 1e-6);
});

test('the last bar is the mean of what there is of it', () => {
  const [minutes, means] = barsOf([...new Array(120).fill(2), 6]);

  assert.equal(minutes.at(-1), 121);
  assert.equal(means.at(-1), 6);
});
