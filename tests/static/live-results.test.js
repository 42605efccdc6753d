import assert from 'node:assert/strict';
import { test } from 'node:test';

import { applyFrame, NOTHING_YET, phaseOf } from '../../static/shared/live-results.js';

const row = (id, position) => ({
  position, team: { id, name: `Team ${id}`, bib: id, category: '' }, recordCount: 1, totalMs: 1000,
  averageMs: 1000, bestMs: 1000,
});
const CONNECTED = {
  type: 'connected', serverMs: 50, rate: 1,
  competition: { id: 1, name: '5K', isRunning: false, startedAtMs: null, finishedAtMs: null },
  results: { updatedAtMs: 40, recordCount: 2, rows: [row(1, 1), row(2, 2)] },
};
const live = applyFrame(NOTHING_YET, CONNECTED);

test('the first frame says everything', () => {
  assert.equal(live.competition.name, '5K');
  assert.equal(live.competition.recordsPerTeam, null);
  assert.deepEqual(live.rows.map((each) => each.team.id), [1, 2]);
  assert.equal(live.recordCount, 2);
});

test('changed rows leave the competition as it is', () => {
  const next = applyFrame(live, {
    type: 'rows_changed', rows: [row(2, 1), row(1, 2)], recordCount: 3, updatedAtMs: 60,
  });

  assert.deepEqual(next.rows.map((each) => each.team.id), [2, 1]);
  assert.equal(next.recordCount, 3);
  assert.equal(next.updatedAtMs, 60);
  assert.equal(next.competition, live.competition);
});

test('a start changes what it says and keeps the rest', () => {
  const next = applyFrame(live, {
    type: 'race_started', competition: { id: 1, isRunning: true, startedAtMs: 70 },
  });

  assert.equal(next.competition.name, '5K');
  assert.equal(phaseOf(next.competition), 'running');
  assert.equal(next.rows, live.rows);
});

test('after a reconnect everything is replaced and equal rows are kept', () => {
  const next = applyFrame(live, {
    ...CONNECTED, results: { updatedAtMs: 90, recordCount: 1, rows: [row(1, 1)] },
  });

  assert.deepEqual(next.rows.map((each) => each.team.id), [1]);
  assert.equal(next.rows[0], live.rows[0]);
});

test('a heartbeat or an unknown message changes nothing', () => {
  assert.equal(applyFrame(live, { type: 'pong' }), live);
  assert.equal(applyFrame(live, { type: 'unknown' }), live);
});

test('a competition is scheduled, running or finished', () => {
  assert.equal(phaseOf({ isRunning: false, finishedAtMs: null }), 'scheduled');
  assert.equal(phaseOf({ isRunning: true, finishedAtMs: 5 }), 'running');
  assert.equal(phaseOf({ isRunning: false, finishedAtMs: 5 }), 'finished');
});

test('arrivals replace those before and leave the rows as they are', () => {
  const latest = [{ team: { id: 1, name: 'Team 1', bib: 1 }, raceMs: 5, ordinal: 1 }];
  const next = applyFrame(live, { type: 'arrivals', serverMs: 60, latest, perMinute: [1] });

  assert.equal(next.arrivals, latest);
  assert.deepEqual(next.perMinute, [1]);
  assert.equal(next.rows, live.rows);
});
