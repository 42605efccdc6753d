import assert from 'node:assert/strict';
import { test } from 'node:test';

process.env.TZ = 'America/Guayaquil';
const { exactTimeOfDay, instantAt, shiftedTime, signedSpan } = await import(
  '../../static/admin/pages/control/start-times.js'
);
const { judgesOf } = await import('../../static/admin/pages/control/readiness.js');
const { offsetLevel, sentTime, silenceLevel } = await import(
  '../../static/admin/pages/room/levels.js'
);
const { agoText, spanIn } = await import('../../static/admin/spans.js');

const TEN = Date.parse('2026-11-21T15:00:03.250Z');
const MIDNIGHT = Date.parse('2026-11-21T05:00:00.000Z');

test('a time of day is exact to the millisecond and comes back', () => {
  assert.equal(exactTimeOfDay(TEN), '10:00:03.250');
  assert.equal(instantAt('10:00:03.250', TEN), TEN);
});

test('a time of day may be written as people write it', () => {
  assert.equal(instantAt(' 9:59:58,5 ', TEN), TEN - 4750);
  assert.equal(instantAt('10:00', TEN), TEN - 3250);
  assert.equal(instantAt('10:00:03.25', TEN), TEN);
});

test('what is no time of day is none', () => {
  for (const text of ['', 'diez', '24:00:00', '10:60', '10:00:60', '10:00:00.1234', '10']) {
    assert.equal(instantAt(text, TEN), null, text);
  }
});

test('a race that starts about midnight is corrected to the right day', () => {
  assert.equal(instantAt('23:59:59', MIDNIGHT), MIDNIGHT - 1000);
  assert.equal(instantAt('00:00:01', MIDNIGHT - 1000), MIDNIGHT + 1000);
});

test('a later start makes the times shorter', () => {
  assert.deepEqual(shiftedTime(61_000, TEN, TEN + 1500), [61_000, 59_500]);
  assert.deepEqual(shiftedTime(61_000, TEN, TEN - 1500), [61_000, 62_500]);
});

test('a difference is written with its sign', () => {
  assert.equal(signedSpan(1500), '+0:01.500');
  assert.equal(signedSpan(-61_005), '−1:01.005');
  assert.equal(signedSpan(3_600_000), '+1:00:00.000');
});

test('who is missing comes first, and teams without a judge are counted', () => {
  const teams = [1, 2, 2, null].map((judge, id) => ({
    id, judge_id: judge, judge_username: judge && `juez${judge}`,
  }));
  const accounts = [{ id: 1, full_name: 'Ana' }, { id: 2, full_name: '' }];

  assert.deepEqual(judgesOf(teams, accounts, [{ judgeId: 1 }]), {
    withoutJudge: 1,
    judges: [
      { id: 2, name: 'juez2', teamCount: 2, isConnected: false },
      { id: 1, name: 'Ana', teamCount: 1, isConnected: true },
    ],
  });
});

test('silence is worth a look after 8 s and an alarm after 15 s', () => {
  assert.deepEqual([8000, 8001, 15_000, 15_001].map(silenceLevel), ['good', 'warn', 'warn', 'bad']);
});

test('a clock that is off by more than 250 ms is worth a look, an unknown one is not', () => {
  assert.deepEqual([null, 250, -250, 251, -260].map(offsetLevel), [
    'good', 'good', 'good', 'warn', 'warn',
  ]);
});

test('a kept time is of the race, from its official start, or of the phone', () => {
  assert.deepEqual(sentTime(61_000, { startCorrectionMs: 1000 }), { raceMs: 60_000 });
  assert.deepEqual(sentTime(61_000, undefined), { raceMs: 61_000 });
  assert.deepEqual(sentTime(TEN, { startCorrectionMs: 1000 }), { clockMs: TEN });
});

test('spans are told in the largest unit that fits', () => {
  assert.deepEqual(spanIn(-5), ['seconds', 0]);
  assert.deepEqual(spanIn(59_999), ['seconds', 59]);
  assert.deepEqual(spanIn(90_000), ['minutes', 1]);
  assert.deepEqual(spanIn(2 * 86_400_000), ['days', 2]);
  const text = (key, { count }) => `${key} ${count}`;
  assert.equal(agoText(text, 3_600_000), 'ago.hours 1');
});
