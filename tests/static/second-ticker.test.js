import assert from 'node:assert/strict';
import { mock, test } from 'node:test';

import { SecondTicker } from '../../static/shared/second-ticker.js';

/** A browser whose time is moved by hand; `rings` counts how often it woke the page. */
function fakeBrowser() {
  const timers = new Map();
  const browser = { timeMs: 0, rings: 0, nextId: 1 };
  browser.nowMs = () => browser.timeMs;
  browser.setTimer = (callback, delayMs) => {
    timers.set(browser.nextId, { callback, atMs: browser.timeMs + delayMs });
    return browser.nextId++;
  };
  browser.clearTimer = (id) => timers.delete(id);
  browser.pass = (durationMs) => {
    const untilMs = browser.timeMs + durationMs;
    for (;;) {
      const due = [...timers].filter(([, timer]) => timer.atMs <= untilMs);
      if (due.length === 0) break;
      const [id, timer] = due.reduce((one, other) => (other[1].atMs < one[1].atMs ? other : one));
      timers.delete(id);
      browser.timeMs = timer.atMs;
      browser.rings += 1;
      timer.callback();
    }
    browser.timeMs = untilMs;
  };
  browser.pending = () => timers.size;
  return browser;
}

test('subscribers are called once a second, however many there are', () => {
  const browser = fakeBrowser();
  const ticker = new SecondTicker(browser);
  const [one, other] = [mock.fn(), mock.fn()];
  ticker.subscribe(one);
  ticker.subscribe(other);
  browser.pass(10_000);

  assert.equal(one.mock.callCount(), 10);
  assert.equal(other.mock.callCount(), 10);
  assert.equal(browser.rings, 10);
});

test('nothing rings when nobody listens', () => {
  const browser = fakeBrowser();
  const ticker = new SecondTicker(browser);
  ticker.subscribe(() => {})();

  assert.equal(browser.pending(), 0);
});

test('timers of a second and more wait for the tick; shorter ones are on time', () => {
  const browser = fakeBrowser();
  const ticker = new SecondTicker(browser);
  const calls = [];
  ticker.subscribe(() => {});
  ticker.setTimer(() => calls.push(['long', browser.timeMs]), 1400);
  ticker.setTimer(() => calls.push(['short', browser.timeMs]), 300);
  browser.pass(5000);

  assert.deepEqual(calls, [['short', 300], ['long', 2000]]);
  assert.equal(browser.rings, 6);
});

test('a timer rings without any subscriber, and a cleared one does not', () => {
  const browser = fakeBrowser();
  const ticker = new SecondTicker(browser);
  const [kept, cleared] = [mock.fn(), mock.fn()];
  ticker.setTimer(kept, 2500);
  ticker.clearTimer(ticker.setTimer(cleared, 2500));
  ticker.clearTimer(ticker.setTimer(cleared, 100));
  ticker.clearTimer(null);
  browser.pass(5000);

  assert.equal(kept.mock.callCount(), 1);
  assert.equal(cleared.mock.callCount(), 0);
  assert.equal(browser.pending(), 0);
});

test('it ticks with the seconds that it is aligned to', () => {
  const browser = fakeBrowser();
  const ticker = new SecondTicker(browser);
  const at = [];
  ticker.align(() => 1000 - ((browser.timeMs + 730) % 1000));
  ticker.subscribe(() => at.push(browser.timeMs));
  browser.pass(3000);

  assert.deepEqual(at, [270, 1270, 2270]);
});
