import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  appliedText, applyText, isOff, offsetText, raceTimeText, secondsText, timerIds,
} from '../../static/admin/pages/lines/timer-words.js';
import { Translator } from '../../static/shared/i18n.js';

const translator = new Translator('es-EC', {});
const page = {
  translator,
  text: (key, values = {}) => [key, ...Object.values(values)].join(' '),
};
const timer = (more) => ({
  offset_ms: null, spread_ms: null, matched: 0, applied_offset_ms: 0, is_reference: false, ...more,
});

test('spans are said in seconds, to the hundredth', () => {
  assert.equal(secondsText(translator, 1500), '1,5 s');
  assert.equal(secondsText(translator, -2034), '2,03 s');
  assert.equal(secondsText(translator, 0), '0 s');
});

test('times count from the official start', () => {
  assert.equal(raceTimeText(1_078_310, 0), '17:58.310');
  assert.equal(raceTimeText(-1500, -60_000), '0:58.500');
  assert.equal(raceTimeText(61_000, 60_000), '0:01.000');
  assert.equal(raceTimeText(null, 60_000), '–');
});

test('who is late, early or in step with the reference is said so', () => {
  const found = (offset) => timer({ offset_ms: offset, spread_ms: 120, matched: 40 });
  assert.equal(offsetText(page, found(1500), 'Ana'), 'timers.late Ana 1,5 s 0,12 s 40');
  assert.equal(offsetText(page, found(-1500), 'Ana'), 'timers.early Ana 1,5 s 0,12 s 40');
  assert.equal(offsetText(page, found(49), 'Ana'), 'timers.even Ana 0,05 s 0,12 s 40');
  assert.equal(offsetText(page, timer({ is_reference: true }), 'Ana'), 'timers.isReference');
  assert.equal(offsetText(page, timer(), 'Ana'), 'timers.notYet');
});

test('an offset is offered until it is what is applied', () => {
  assert.equal(isOff(timer({ offset_ms: 1500 })), true);
  assert.equal(isOff(timer({ offset_ms: 1500, applied_offset_ms: 1480 })), false);
  assert.equal(isOff(timer({ offset_ms: 0, applied_offset_ms: 1500 })), true);
  assert.equal(isOff(timer({ applied_offset_ms: 1500 })), false);
  assert.equal(applyText(page, timer({ offset_ms: 1500 })), 'timers.take 1,5 s');
  assert.equal(applyText(page, timer({ offset_ms: -1500 })), 'timers.give 1,5 s');
  assert.equal(applyText(page, timer({ offset_ms: 3, applied_offset_ms: 900 })), 'timers.leave');
});

test('what is applied is said by whether it is taken or given', () => {
  assert.equal(appliedText(page, timer()), null);
  assert.equal(appliedText(page, timer({ applied_offset_ms: 1500 })), 'timers.taken 1,5 s');
  assert.equal(appliedText(page, timer({ applied_offset_ms: -1500 })), 'timers.given 1,5 s');
});

test('who takes times is who is to, and who has and was taken away since', () => {
  const line = { judges: [
    { judge_id: 1, mode: 'times' }, { judge_id: 2, mode: 'bibs' }, { judge_id: 3, mode: 'both' },
  ] };
  const marked = { judges: [
    { id: 1, mode: 'times', markCount: 9 }, { id: 2, mode: 'bibs', markCount: 9 },
    { id: 4, mode: null, markCount: 9 }, { id: 5, mode: null, markCount: 0 },
  ] };
  assert.deepEqual(timerIds(line, marked), [1, 3, 4]);
  assert.deepEqual(timerIds(line, undefined), [1, 3]);
});
