import assert from 'node:assert/strict';
import { test } from 'node:test';

import { clockLevel, judgeState, lastTapAt, openCounts } from '../../static/admin/pages/rehearsal/readiness.js';

const PHONE = { can_rehearse: true, clock_uncertainty_ms: 8 };
const JUDGE = { phone: PHONE, tap: null, is_racing: false, is_asked: false };
const TAPPED = { ...JUDGE, tap: { delay_ms: 40 } };

test('a judge is missing, waits, or is ready', () => {
  const said = (judge) => Object.values(judgeState({ ...JUDGE, ...judge }));
  assert.deepEqual(said({ phone: null }), ['bad', 'rehearsal.away']);
  assert.deepEqual(said({}), ['bad', 'rehearsal.notAsked']);
  assert.deepEqual(said({ is_asked: true }), ['bad', 'rehearsal.waiting']);
  assert.deepEqual(said({ tap: { delay_ms: 40 } }), ['good', 'rehearsal.tapped']);
  assert.deepEqual(said({ tap: { delay_ms: 4000 } }), ['warn', 'rehearsal.tapped']);
  assert.deepEqual(said({ tap: { delay_ms: null } }), ['good', 'rehearsal.tapped']);
});

test('who is racing, or has another app, is not held against the race', () => {
  assert.equal(judgeState({ ...JUDGE, is_racing: true }).level, 'good');
  assert.equal(judgeState({ ...JUDGE, phone: { ...PHONE, can_rehearse: false } }).level, 'warn');
});

test('what is missing and what is worth a look is counted', () => {
  const findings = [{ kind: 'good' }, { kind: 'look' }, { kind: 'bad' }];
  assert.deepEqual(openCounts(findings, [TAPPED, JUDGE]), { missing: 2, looks: 1 });
  assert.deepEqual(openCounts([{ kind: 'good' }], [TAPPED]), { missing: 0, looks: 0 });
  assert.deepEqual(openCounts([], []), { missing: 1, looks: 0 }, 'nobody would take any time');
});

test('a clock that is not known well is worth a look', () => {
  const level = (uncertaintyMs, tap = null) =>
    clockLevel({ ...JUDGE, phone: { ...PHONE, clock_uncertainty_ms: uncertaintyMs }, tap });
  assert.equal(level(8), 'good');
  assert.equal(level(null), 'warn');
  assert.equal(level(400), 'warn');
  assert.equal(level(400, { uncertainty_ms: 3 }), 'good', 'the phone knows better');
  assert.equal(level(8, { uncertainty_ms: null }), 'good');
});

test('it was rehearsed when the last tap came', () => {
  const at = (minute) => ({ ...JUDGE, tap: { received_at: `2026-11-22T12:${minute}:00.000Z` } });
  assert.equal(lastTapAt([JUDGE, at('42'), at('41')]), '2026-11-22T12:42:00.000Z');
  assert.equal(lastTapAt([JUDGE]), null);
});
