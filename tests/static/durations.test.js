import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  addedTimeText, clockText, gapText, recordedTimeParts, shownTimeParts,
} from '../../static/shared/durations.js';

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

test('a time that the server has rounded is only set in two parts', () => {
  assert.deepEqual(shownTimeParts('0:17:58.4'), ['17:58', '.4']);
  assert.deepEqual(shownTimeParts('0:00:09'), ['0:09', '']);
  assert.deepEqual(shownTimeParts('1:02:03'), ['1:02:03', '']);
  assert.deepEqual(shownTimeParts('-0:00:05.0'), ['-0:05', '.0']);
});

test('how far one is behind is the difference of what is shown', () => {
  assert.equal(gapText('0:18:05', '0:17:59'), '+0:06');
  assert.equal(gapText('0:18:05.1', '0:17:59.3'), '+0:05.8');
  assert.equal(gapText('1:20:00', '0:17:59'), '+1:02:01');
  assert.equal(gapText('0:17:59', '0:17:59'), '+0:00');
  assert.equal(gapText('0:00:01', '-0:00:05'), '+0:06');
});

test('time that is added or taken off is exact', () => {
  assert.equal(addedTimeText(30_000), '+0:30');
  assert.equal(addedTimeText(-90_500), '−1:30.500');
});
