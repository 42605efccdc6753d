import assert from 'node:assert/strict';
import { test } from 'node:test';

import { clockText, recordedTimeParts } from '../../static/shared/durations.js';

test('the clock shows whole seconds that have passed', () => {
  assert.equal(clockText(0), '0:00:00');
  assert.equal(clockText(999), '0:00:00');
  assert.equal(clockText(1000), '0:00:01');
  assert.equal(clockText(3_754_900), '1:02:34');
  assert.equal(clockText(86_400_000), '24:00:00');
});

test('the clock never shows a negative time', () => {
  assert.equal(clockText(-5), '0:00:00');
});

test('a recorded time is exact to the millisecond', () => {
  assert.deepEqual(recordedTimeParts(3_754_900), ['1:02:34', '.900']);
  assert.deepEqual(recordedTimeParts(36_000_001), ['10:00:00', '.001']);
});

test('a recorded time under an hour leads with its minutes', () => {
  assert.deepEqual(recordedTimeParts(1_198_030), ['19:58', '.030']);
  assert.deepEqual(recordedTimeParts(61_000), ['1:01', '.000']);
  assert.deepEqual(recordedTimeParts(0), ['0:00', '.000']);
});
