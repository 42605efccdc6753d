import assert from 'node:assert/strict';
import { test } from 'node:test';

import { elapsedMs, nextTickMs, ServerClock } from '../../static/shared/race-clock.js';

const NOON = Date.UTC(2025, 10, 12, 12);

function clockAnchored({ serverMs = NOON, nowMs = 5000, rate = 1 } = {}) {
  const clock = new ServerClock();
  clock.anchor({ serverMs, nowMs, rate });
  return clock;
}

test('the time is not known before the first message', () => {
  const clock = new ServerClock();

  assert.equal(clock.isSet, false);
  assert.equal(clock.timeMs(1000), null);
});

test('the monotonic clock carries the server time on', () => {
  assert.equal(clockAnchored().timeMs(7500), NOON + 2500);
});

test('a rehearsal at 60 times the speed moves 60 times as fast', () => {
  assert.equal(clockAnchored({ rate: 60 }).timeMs(6000), NOON + 60_000);
});

test('a message that travelled faster corrects the clock at once', () => {
  const clock = clockAnchored();

  clock.observe({ serverMs: NOON + 1080, nowMs: 6000 });

  assert.equal(clock.timeMs(6000), NOON + 1080);
});

test('a late message hardly moves the clock', () => {
  const clock = clockAnchored();

  clock.observe({ serverMs: NOON + 200, nowMs: 6000 });

  assert.equal(clock.timeMs(6000), NOON + 999);
});

test('the first message may be any message', () => {
  const clock = new ServerClock();

  clock.observe({ serverMs: NOON, nowMs: 100 });

  assert.equal(clock.timeMs(200), NOON + 100);
});

test('a new connection counts whatever was known before', () => {
  const clock = clockAnchored();

  clock.anchor({ serverMs: NOON - 60_000, nowMs: 6000, rate: 1 });

  assert.equal(clock.timeMs(6000), NOON - 60_000);
});

const RUNNING = { isRunning: true, startedAtMs: NOON, finishedAtMs: null };

test('elapsed counts from the start while the race runs', () => {
  assert.equal(elapsedMs(RUNNING, NOON + 61_500), 61_500);
});

test('elapsed stands still at the end of the race', () => {
  const finished = { isRunning: false, startedAtMs: NOON, finishedAtMs: NOON + 90_000 };

  assert.equal(elapsedMs(finished, NOON + 500_000), 90_000);
});

test('a race that started again after a stop runs on', () => {
  assert.equal(elapsedMs({ ...RUNNING, finishedAtMs: NOON - 1 }, NOON + 10), 10);
});

test('nothing has elapsed before the start, or while the time is not known', () => {
  assert.equal(elapsedMs({ ...RUNNING, startedAtMs: null }, NOON), null);
  assert.equal(elapsedMs(RUNNING, null), null);
});

test('elapsed is never negative', () => {
  assert.equal(elapsedMs(RUNNING, NOON - 20), 0);
});

test('the face changes at the next whole second, ten times a second at most', () => {
  assert.equal(nextTickMs(61_250, 1), 750);
  assert.equal(nextTickMs(61_990, 1), 100);
  assert.equal(nextTickMs(61_250, 60), 100);
});
