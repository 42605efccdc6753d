import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isComplete, progressText, tapTimeText, timeOfTap } from '../../static/judge/tap-words.js';

const text = (key, values) => `${key} ${JSON.stringify(values)}`;

test('time of a tap is to the tenth that has passed', () => {
  assert.equal(tapTimeText(754_567), '0:12:34.5');
  assert.equal(tapTimeText(3_600_000), '1:00:00.0');
  assert.equal(tapTimeText(999), '0:00:00.9');
});

test('time before the official start is negative', () => {
  assert.equal(tapTimeText(-5_250), '−0:00:05.2');
});

test('tap without a start has the time of day, and a dash while no clock is known', () => {
  const translator = { timeOfDay: (epochMs, { withSeconds }) => `${epochMs} ${withSeconds}` };
  assert.equal(timeOfTap({ raceMs: 0, takenAtMs: 7 }, translator), '0:00:00.0');
  assert.equal(timeOfTap({ raceMs: null, takenAtMs: 7 }, translator), '7 true');
  assert.equal(timeOfTap({ raceMs: null, takenAtMs: null }, translator), '–');
});

test('team is complete at its limit, and never without one', () => {
  assert.equal(isComplete({ count: 14, limit: 15 }), false);
  assert.equal(isComplete({ count: 15, limit: 15 }), true);
  assert.equal(isComplete({ count: 99, limit: null }), false);
});

test('progress names the limit where there is one', () => {
  assert.equal(progressText({ count: 7, limit: 15 }, text), 'team.progress {"count":7,"limit":15}');
  assert.equal(progressText({ count: 7, limit: null }, text), 'team.count {"count":7}');
});
