import assert from 'node:assert/strict';
import { test } from 'node:test';

import { momentOf, timeAfter } from '../../static/admin/pages/publish/protest-time.js';

const at = (hours, minutes, seconds = 0, day = 21) =>
  new Date(2026, 10, day, hours, minutes, seconds).getTime();

test('whoever gets 15 minutes gets no less', () => {
  assert.equal(timeAfter(15, at(12, 10)), '12:25');
  assert.equal(timeAfter(15, at(12, 10, 1)), '12:26');
  assert.equal(timeAfter(30, at(23, 45)), '00:15');
});

test('a time is the next one that clocks show', () => {
  assert.equal(momentOf('12:30', at(12, 10)), at(12, 30));
  assert.equal(momentOf('00:15', at(23, 45)), at(0, 15, 0, 22));
});

test('what has just passed is no time for protests', () => {
  assert.equal(momentOf('12:10', at(12, 10)), null);
  assert.equal(momentOf('09:00', at(12, 10)), null);
  assert.equal(momentOf('', at(12, 10)), null);
});
