import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ApiError } from '../../static/shared/api.js';
import {
  MISSED_MS, StartSequence,
} from '../../static/admin/pages/control/start-sequence.js';

/** A world whose time passes when told, and whose server answers as it is told. */
function world({ answers = [], asked = [] } = {}) {
  const it = { nowMs: 1000, sent: 0, seconds: [], states: [], timers: [] };
  it.sequence = new StartSequence({
    nowMs: () => it.nowMs,
    setTimer: (callback, delayMs) => {
      const timer = { callback, atMs: it.nowMs + delayMs };
      it.timers = [timer];
      return timer;
    },
    clearTimer: (timer) => {
      it.timers = it.timers.filter((one) => one !== timer);
    },
    serverTimeMs: () => 500_000 + it.nowMs,
    onChange: (state) => it.states.push(state.name),
    onSecond: (left) => it.seconds.push(left),
    send: async () => {
      it.sent += 1;
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
    },
    askIsRunning: async () => {
      const answer = asked.shift();
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  it.pass = async (spanMs) => {
    const untilMs = it.nowMs + spanMs;
    for (;;) {
      const [timer] = it.timers;
      if (!timer || timer.atMs > untilMs) break;
      it.timers = [];
      it.nowMs = Math.max(it.nowMs, timer.atMs);
      timer.callback();
      await settle();
    }
    it.nowMs = untilMs;
  };
  return it;
}

async function settle() {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

const noAnswer = () => new ApiError(0);

test('it counts every second and sends once at zero', async () => {
  const it = world();
  it.sequence.begin(3);
  assert.equal(it.sequence.state.secondsLeft, 3);
  await it.pass(2999);
  assert.equal(it.sent, 0);
  await it.pass(1);
  assert.equal(it.sent, 1);
  assert.deepEqual(it.seconds, [3, 2, 1, 0]);
  assert.equal(it.sequence.state.name, 'started');
  assert.equal(it.sequence.state.signalMs, null);
});

test('without a countdown it sends at once, and a second press sends nothing', async () => {
  const it = world();
  it.sequence.begin(0);
  it.sequence.begin(0);
  await settle();
  assert.equal(it.sent, 1);
});

test('an aborted countdown sends nothing, ever', async () => {
  const it = world();
  it.sequence.begin(5);
  await it.pass(4900);
  it.sequence.abort();
  await it.pass(60_000);
  assert.equal(it.sent, 0);
  assert.equal(it.sequence.state.name, 'idle');
});

test('when somebody else has started the race the countdown ends', async () => {
  const it = world();
  it.sequence.begin(5);
  it.sequence.noticeRunning();
  await it.pass(60_000);
  assert.equal(it.sent, 0);
});

test('after the laptop slept through zero nothing is sent', async () => {
  const it = world();
  it.sequence.begin(5);
  const [timer] = it.timers;
  it.nowMs += 5000 + MISSED_MS;
  timer.callback();
  await settle();
  assert.equal(it.sent, 0);
  assert.equal(it.sequence.state.name, 'missed');
});

test('a start that is not answered is asked about and not sent again', async () => {
  const it = world({ answers: [noAnswer()], asked: [noAnswer(), noAnswer(), true] });
  it.sequence.begin(1);
  await it.pass(1000);
  assert.equal(it.sequence.state.name, 'unanswered');
  it.sequence.begin(0);
  await it.pass(10_000);
  assert.equal(it.sent, 1);
  assert.equal(it.sequence.state.name, 'started');
  assert.equal(it.sequence.state.signalMs, 502_000);
});

test('a start that did not arrive can be given again, and the first signal stays known', async () => {
  const it = world({ answers: [noAnswer()], asked: [false] });
  it.sequence.begin(0);
  await settle();
  assert.equal(it.sequence.state.name, 'notStarted');
  it.nowMs += 30_000;
  it.sequence.begin(0);
  await settle();
  assert.equal(it.sent, 2);
  assert.equal(it.sequence.state.name, 'started');
  assert.equal(it.sequence.state.signalMs, 501_000);
});

test('a race that runs already has been started', async () => {
  const it = world({ answers: [new ApiError(409, { code: 'race_already_running' })] });
  it.sequence.begin(0);
  await settle();
  assert.equal(it.sequence.state.name, 'started');
});

test('a refusal is told with its reason', async () => {
  const it = world({ answers: [new ApiError(409, { code: 'competition_not_active' })] });
  it.sequence.begin(0);
  await settle();
  assert.equal(it.sequence.state.name, 'refused');
  assert.equal(it.sequence.state.error.code, 'competition_not_active');
});

test('an answer that comes after the page was left changes nothing', async () => {
  const it = world({ answers: [noAnswer()] });
  it.sequence.begin(0);
  it.sequence.reset();
  await settle();
  assert.equal(it.sequence.state.name, 'idle');
});
