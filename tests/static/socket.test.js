import assert from 'node:assert/strict';
import { mock, test } from 'node:test';

import { ReconnectingSocket, retryDelayMs } from '../../static/shared/socket.js';

/** A browser whose time is moved by hand and whose sockets are moved by the test. */
function fakeBrowser() {
  const browser = {
    nowMs: 0, timers: new Map(), sockets: [], nextTimer: 1,
    get last() { return browser.sockets.at(-1); },
  };
  return Object.assign(browser, {
    connect(url) {
      const socket = {
        url, readyState: 0, sent: [], isClosed: false,
        send: (text) => socket.sent.push(text),
        close: () => { socket.isClosed = true; },
        opens: () => { socket.readyState = 1; socket.onopen?.(); },
        says: (text) => socket.onmessage?.({ data: text }),
        isCut: () => { socket.readyState = 3; socket.onclose?.(); },
      };
      browser.sockets.push(socket);
      return socket;
    },
    setTimer(callback, delayMs) {
      browser.timers.set(browser.nextTimer, { callback, atMs: browser.nowMs + delayMs });
      return browser.nextTimer++;
    },
    clearTimer: (timer) => browser.timers.delete(timer),
    random: () => 1,
    pass(durationMs) {
      const untilMs = browser.nowMs + durationMs;
      for (;;) {
        const due = [...browser.timers].filter(([, timer]) => timer.atMs <= untilMs);
        if (due.length === 0) break;
        const [id, timer] = due.reduce((one, other) => (other[1].atMs < one[1].atMs ? other : one));
        browser.timers.delete(id);
        browser.nowMs = timer.atMs;
        timer.callback();
      }
      browser.nowMs = untilMs;
    },
  });
}

function started(options = {}) {
  const browser = fakeBrowser();
  const states = [];
  const onMessage = mock.fn();
  const onRefused = mock.fn();
  const socket = new ReconnectingSocket({
    url: 'ws://host/', heartbeat: () => 'ping', browser, onMessage, onRefused,
    onStateChange: (state) => states.push(state), ...options,
  });
  socket.open();
  return { browser, socket, states, onMessage, onRefused };
}

test('messages reach the page', () => {
  const { browser, states, onMessage } = started();
  browser.last.opens();
  browser.last.says('hello');

  assert.deepEqual(states, ['connecting', 'open']);
  assert.deepEqual(onMessage.mock.calls.map((call) => call.arguments), [['hello']]);
});

test('a connection that is cut comes back by itself', () => {
  const { browser, states } = started();
  browser.last.opens();
  browser.last.isCut();
  browser.pass(300);
  browser.last.opens();

  assert.equal(browser.sockets.length, 2);
  assert.deepEqual(states, ['connecting', 'open', 'waiting', 'connecting', 'open']);
});

test('attempts go on for ever, at most 5 s apart', () => {
  const { browser } = started();
  for (let attempt = 0; attempt < 100; attempt += 1) {
    browser.last.isCut();
    browser.pass(5000);
  }

  assert.equal(browser.sockets.length, 101);
});

test('the wait doubles up to its bound and is drawn from the upper half', () => {
  assert.deepEqual([0, 1, 2, 3, 4, 5, 99].map((attempt) => retryDelayMs(attempt, 1)),
    [300, 600, 1200, 2400, 4800, 5000, 5000]);
  assert.equal(retryDelayMs(99, 0), 2500);
});

test('a dead connection is noticed in under 6 s', () => {
  const { browser, states } = started();
  browser.last.opens();
  const dead = browser.last;
  browser.pass(5999);

  assert.equal(dead.isClosed, true);
  assert.ok(states.includes('waiting'));
});

test('a connection that answers the heartbeat stays', () => {
  const { browser, states } = started();
  const live = browser.last;
  live.opens();
  for (let second = 0; second < 60; second += 1) {
    browser.pass(1000);
    if (live.sent.length > 0) live.sent.splice(0).forEach(() => live.says('pong'));
  }

  assert.equal(browser.sockets.length, 1);
  assert.deepEqual(states, ['connecting', 'open']);
});

test('no heartbeat is sent while messages arrive', () => {
  const { browser } = started();
  browser.last.opens();
  for (let second = 0; second < 20; second += 1) {
    browser.pass(1000);
    browser.last.says('news');
  }

  assert.deepEqual(browser.last.sent, []);
});

test('an attempt that gets no answer at all is given up', () => {
  const { browser, onRefused } = started();
  const stuck = browser.last;
  browser.pass(5000);

  assert.equal(stuck.isClosed, true);
  assert.equal(onRefused.mock.callCount(), 1);
  browser.pass(300);
  assert.equal(browser.sockets.length, 2);
});

test('only an attempt that never opened was refused', () => {
  const { browser, onRefused } = started();
  browser.last.opens();
  browser.last.isCut();
  assert.equal(onRefused.mock.callCount(), 0);

  browser.pass(300);
  browser.last.isCut();
  assert.equal(onRefused.mock.callCount(), 1);
});

test('a server that cuts each connection at once is not hammered', () => {
  const { browser } = started();
  for (let round = 0; round < 6; round += 1) {
    browser.last.opens();
    browser.last.isCut();
    browser.pass(5000);
  }
  browser.last.opens();
  browser.last.isCut();
  browser.pass(4999);
  assert.equal(browser.sockets.length, 7);
});

test('after a stable connection the waits begin anew', () => {
  const { browser } = started();
  for (let round = 0; round < 6; round += 1) {
    browser.last.isCut();
    browser.pass(5000);
  }
  browser.last.opens();
  for (let second = 0; second < 6; second += 1) {
    browser.pass(1000);
    browser.last.says('news');
  }
  browser.last.isCut();
  browser.pass(300);

  assert.equal(browser.sockets.length, 8);
});

test('close ends everything and nothing is heard afterwards', () => {
  const { browser, socket, states, onMessage } = started();
  const closed = browser.last;
  closed.opens();
  socket.close();
  closed.says('late');
  closed.isCut();
  browser.pass(60_000);

  assert.equal(closed.isClosed, true);
  assert.equal(onMessage.mock.callCount(), 0);
  assert.equal(browser.sockets.length, 1);
  assert.deepEqual(states, ['connecting', 'open']);
  assert.equal(browser.timers.size, 0);
});

test('close while waiting ends the attempts', () => {
  const { browser, socket } = started();
  browser.last.isCut();
  socket.close();
  browser.pass(60_000);

  assert.equal(browser.sockets.length, 1);
});

test('a closed socket can be opened again', () => {
  const { browser, socket } = started();
  socket.close();
  socket.open();
  socket.open();

  assert.equal(browser.sockets.length, 2);
});

test('retryNow cuts a wait short and leaves a live connection alone', () => {
  const { browser, socket } = started();
  browser.last.isCut();
  socket.retryNow();
  assert.equal(browser.sockets.length, 2);

  browser.last.opens();
  socket.retryNow();
  assert.equal(browser.sockets.length, 2);
});

test('restart replaces a connection that looks alive', () => {
  const { browser, socket } = started();
  const old = browser.last;
  old.opens();
  socket.restart();

  assert.equal(old.isClosed, true);
  assert.equal(browser.sockets.length, 2);
  old.isCut();
  assert.equal(browser.sockets.length, 2);
});

test('send says whether the message went out', () => {
  const { browser, socket } = started();
  assert.equal(socket.send('early'), false);
  browser.last.opens();
  assert.equal(socket.send('hello'), true);
  assert.deepEqual(browser.last.sent, ['hello']);
});
