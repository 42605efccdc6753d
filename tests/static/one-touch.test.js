import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import { OneTouch } from '../../static/judge/one-touch.js';

let clockMs;
let touches;
let listeners;

beforeEach(() => {
  clockMs = 1000;
  listeners = new Map();
  touches = new OneTouch({ nowMs: () => clockMs });
  touches.watch({ addEventListener: (type, listener) => listeners.set(type, listener) });
});

/** Something on the page that stands in a control, or in none. */
const within = (control) => ({ closest: () => control });
const KEY = { name: 'key' };
const BUTTON = { name: 'button' };

const down = (control, pointerId = 1) =>
  listeners.get('pointerdown')({ pointerId, target: within(control) });
const up = (pointerId = 1) => listeners.get('pointerup')({ pointerId });

/** Whether the page hears of it. */
function isHeard(type, control, { detail = 1, pointerId } = {}) {
  const stopped = [];
  listeners.get(type)({
    detail,
    pointerId,
    target: within(control),
    stopImmediatePropagation: () => stopped.push('stopped'),
    preventDefault: () => stopped.push('prevented'),
  });
  assert.ok([0, 2].includes(stopped.length));
  return stopped.length === 0;
}

test('click of a touch is heard by what was touched alone', () => {
  down(KEY);
  up();
  assert.ok(!isHeard('mousedown', BUTTON));
  assert.ok(!isHeard('click', BUTTON, { pointerId: 1 }));
  assert.ok(!isHeard('click', null, { pointerId: 1 }));
  assert.ok(isHeard('click', KEY, { pointerId: 1 }));
});

test('browser that does not tell the pointer of a click means the last one', () => {
  down(BUTTON, 1);
  up(1);
  down(KEY, 2);
  up(2);
  assert.ok(!isHeard('click', BUTTON));
  assert.ok(isHeard('click', KEY));
});

test('two fingers have a click each', () => {
  down(BUTTON, 1);
  down(KEY, 2);
  up(2);
  up(1);
  assert.ok(isHeard('click', KEY, { pointerId: 2 }));
  assert.ok(!isHeard('click', KEY, { pointerId: 1 }));
});

test('click without any pointer is heard, right after a touch or long after it', () => {
  assert.ok(isHeard('click', BUTTON));
  down(KEY);
  up();
  assert.ok(isHeard('click', BUTTON, { detail: 0, pointerId: -1 }));
  clockMs += 701;
  assert.ok(isHeard('click', BUTTON));
});

test('mouse that is held for long clicks where it went down', () => {
  down(BUTTON);
  assert.ok(isHeard('mousedown', BUTTON));
  clockMs += 5000;
  up();
  assert.ok(isHeard('click', BUTTON, { pointerId: 1 }));
});

test('touch beside all controls may click the one that the browser takes it for', () => {
  down(null);
  up();
  assert.ok(isHeard('click', BUTTON, { pointerId: 1 }));
});

test('label is its field', () => {
  const field = { name: 'field' };
  down({ control: field });
  up();
  assert.ok(isHeard('click', { control: field }, { pointerId: 1 }));
  assert.ok(isHeard('click', field, { pointerId: 1 }));
});

test('the last moment of any pointer is known', () => {
  assert.equal(touches.lastMs, -Infinity);
  down(KEY);
  clockMs += 40;
  up();
  assert.equal(touches.lastMs, 1040);
});
