import assert from 'node:assert/strict';
import { test } from 'node:test';

import { systemOf } from '../../static/trust/phone-system.js';

const MACINTOSH = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/17.5 Safari/605.1.15';

test('a phone is shown the steps of its own system', () => {
  assert.equal(systemOf('Mozilla/5.0 (Linux; Android 14; K) Chrome/126.0.0.0 Mobile', 5), 'android');
  assert.equal(systemOf('Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X)', 5), 'ios');
});

test('an iPad is known by its screen, as it calls itself a Macintosh', () => {
  assert.equal(systemOf(MACINTOSH, 5), 'ios');
  assert.equal(systemOf(MACINTOSH, 0), 'other');
});

test('a computer is no phone, not even with a screen to touch', () => {
  assert.equal(systemOf('Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0', 10), 'other');
  assert.equal(systemOf('', undefined), 'other');
});
