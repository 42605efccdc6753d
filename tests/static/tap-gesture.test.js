import assert from 'node:assert/strict';
import { test } from 'node:test';

import { TapGesture } from '../../static/shared/tap-gesture.js';

/** A button whose events happen when told; `handledAfterMs`: the page gets round to them later. */
function button() {
  let clockMs = 0;
  const gesture = new TapGesture({ nowMs: () => clockMs });
  const at = (timeMs, handledAfterMs = 0) => {
    clockMs = timeMs + handledAfterMs;
    return timeMs;
  };
  return {
    gesture,
    down: (timeMs, pointerId = 1, handledAfterMs = 0) =>
      gesture.pointerDown({ pointerId, timeStamp: at(timeMs, handledAfterMs) }),
    up: (timeMs, pointerId = 1) => gesture.pointerUp({ pointerId, timeStamp: at(timeMs) }),
    key: (timeMs, key = 'Enter', repeat = false) =>
      gesture.keyDown({ key, repeat, timeStamp: at(timeMs) }),
    keyUp: (timeMs, key = 'Enter') => gesture.keyUp({ key, timeStamp: at(timeMs) }),
    click: (timeMs) => gesture.click({ timeStamp: at(timeMs) }),
    stamped: (timeStamp, nowMs) => {
      clockMs = nowMs;
      return gesture.pointerDown({ pointerId: 1, timeStamp });
    },
  };
}

test('moment is that of the touch, however late the page handles it', () => {
  assert.equal(button().down(10_000, 1, 400), 10_000);
});

test('moment that cannot be is replaced by now', () => {
  assert.equal(button().stamped(10_006, 10_000), 10_000);
  assert.equal(button().stamped(10_005, 10_000), 10_005);
  assert.equal(button().stamped(7_999, 10_000), 10_000);
  assert.equal(button().stamped(8_000, 10_000), 8_000);
  // Seconds or an epoch, as old browsers gave.
  assert.equal(button().stamped(1_760_000_000_000, 10_000), 10_000);
  assert.equal(button().stamped(undefined, 10_000), 10_000);
});

test('two touches a tenth of a second apart are two', () => {
  const it = button();
  assert.equal(it.down(1000, 1), 1000);
  it.up(1040, 1);
  assert.equal(it.down(1100, 2), 1100);
});

test('two fingers in turn are two, though the first is still down', () => {
  const it = button();
  assert.equal(it.down(1000, 1), 1000);
  assert.equal(it.down(1090, 2), 1090);
});

test('touch that is reported twice is one', () => {
  const it = button();
  assert.equal(it.down(1000, 1), 1000);
  assert.equal(it.down(1000, 2), null);
  assert.equal(it.down(1059, 3), null);
  assert.equal(it.down(1060, 4), 1060);
});

test('touch that bounces does not swallow the next one', () => {
  const it = button();
  it.down(1000, 1);
  assert.equal(it.down(1045, 2), null);
  assert.equal(it.down(1100, 3), 1100);
});

test('pointer that is still down does not tap again', () => {
  const it = button();
  it.down(1000, 1);
  assert.equal(it.down(1500, 1), null);
  it.up(1600, 1);
  assert.equal(it.down(1700, 1), 1700);
});

test('pointer whose rising was missed taps again after all were released', () => {
  const it = button();
  it.down(1000, 1);
  it.gesture.releaseAll();
  assert.equal(it.down(1500, 1), 1500);
});

test('click that follows a touch is no tap, however long the finger stayed', () => {
  const it = button();
  it.down(1000);
  it.up(6000);
  assert.equal(it.click(6002), null);
});

test('click while the finger is said to be down is no tap', () => {
  const it = button();
  it.down(1000);
  assert.equal(it.click(4000), null);
});

test('click without a touch is a tap, also long after the last touch', () => {
  const it = button();
  assert.equal(it.click(500), 500);
  it.down(1000);
  it.up(1050);
  assert.equal(it.click(3000), 3000);
});

test('key taps once for a press, and its click does not', () => {
  const it = button();
  assert.equal(it.key(1000, ' '), 1000);
  assert.equal(it.key(1500, ' ', true), null);
  assert.equal(it.key(1540, ' ', true), null);
  it.keyUp(1600, ' ');
  assert.equal(it.click(1601), null);
  assert.equal(it.key(1700, 'Enter'), 1700);
  assert.equal(it.click(1701), null);
});

test('other keys do nothing and leave clicks alone', () => {
  const it = button();
  assert.equal(it.key(1000, 'Tab'), null);
  it.keyUp(1010, 'Tab');
  assert.equal(it.click(1020), 1020);
});

test('three hundred taps at ten a second are three hundred', () => {
  const it = button();
  const taken = Array.from({ length: 300 }, (_, index) => {
    const momentMs = it.down(index * 100, index);
    it.up(index * 100 + 30, index);
    return momentMs;
  });
  assert.deepEqual(taken, Array.from({ length: 300 }, (_, index) => index * 100));
});

test('two keys of a keypad are two touches however close, one key is not', () => {
  let clockMs = 0;
  const gesture = new TapGesture({ nowMs: () => clockMs });
  let pointerId = 0;
  const touch = (timeMs, place) => {
    clockMs = timeMs;
    pointerId += 1;
    const momentMs = gesture.pointerDown({ pointerId, timeStamp: timeMs }, place);
    gesture.pointerUp({ pointerId });
    return momentMs;
  };
  assert.equal(touch(1000, '4'), 1000);
  assert.equal(touch(1010, '2'), 1010);
  assert.equal(touch(1020, '4'), 1020);
  assert.equal(touch(1070, '4'), null);
  assert.equal(touch(1081, '4'), 1081);
});

test('click that follows a touch anywhere on the page is no tap', () => {
  let clockMs = 1000;
  const gesture = new TapGesture({ nowMs: () => clockMs, lastTouchMs: () => 900 });
  assert.equal(gesture.click({ timeStamp: clockMs }), null);
  clockMs = 1600;
  assert.equal(gesture.click({ timeStamp: clockMs }), 1600);
});
