import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ReconciliationFeed } from '../../static/admin/pages/reconcile/reconciliation-feed.js';

const nothingNew = async () => ({ isSame: true });

test('whatever goes wrong while loading, it is tried again only after a pause', async () => {
  const timers = [];
  let loaded = 0;
  const feed = new ReconciliationFeed({
    load: async () => { loaded += 1; throw new TypeError('a fault of ours'); },
    loadSteps: nothingNew,
    loadPeople: nothingNew,
    onChange: () => {},
    nowMs: () => 5000,
    setTimer: (callback, delayMs) => timers.push(delayMs),
    clearTimer: () => {},
  });
  const faults = [];
  // The runner's own listener would fail the test for what is to be seen here.
  process.removeAllListeners('unhandledRejection');
  process.once('unhandledRejection', (error) => faults.push(error.name));
  feed.see({ marks: '1/1', people: 1 });
  await new Promise((done) => { setTimeout(done, 20); });
  assert.equal(loaded, 1);
  assert.deepEqual(timers, [1000]);
  assert.deepEqual(faults, ['TypeError']);
});
