import assert from 'node:assert/strict';
import { test } from 'node:test';

import { applyFrame, NOTHING_YET, phaseOf } from '../../static/shared/live-results.js';
import { bibsOf, runnerRow } from './runner-rows.js';

const row = (id, position) => ({
  position, team: { id, name: `Team ${id}`, bib: id, category: '' }, recordCount: 1, totalMs: 1000,
  averageMs: 1000, bestMs: 1000,
});
const CONNECTED = {
  type: 'connected', serverMs: 50, rate: 1,
  competition: { id: 1, name: '5K', isRunning: false, startedAtMs: null, finishedAtMs: null },
  results: { kind: 'teams', updatedAtMs: 40, recordCount: 2, rows: [row(1, 1), row(2, 2)] },
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
    ...CONNECTED, results: { kind: 'teams', updatedAtMs: 90, recordCount: 1, rows: [row(1, 1)] },
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

const OF_RUNNERS = {
  ...CONNECTED,
  results: {
    kind: 'individual', updatedAtMs: 40, runnerCount: 2, finishedCount: 1,
    rows: [runnerRow(8), runnerRow(7, 5000)],
  },
};
const runners = applyFrame(NOTHING_YET, OF_RUNNERS);

test('an individual race has runners, in their order', () => {
  assert.equal(runners.kind, 'individual');
  assert.deepEqual(bibsOf(runners.rows), ['7', '8']);
  assert.deepEqual([runners.runnerCount, runners.finishedCount], [2, 1]);
});

test('a runner who comes in changes one row and the counts', () => {
  const [first, second] = runners.rows;
  const next = applyFrame(runners, {
    type: 'runners_changed', kind: 'individual', runnerCount: 2, finishedCount: 2, updatedAtMs: 60,
    rows: [{ ...second, status: 'finished', officialMs: 4000, position: 1 }],
    places: [{ id: first.runner.id, position: 2, placeInSex: 1, placeInCategory: null }],
  });

  assert.deepEqual(bibsOf(next.rows), ['8', '7']);
  assert.deepEqual(next.rows.map((row) => row.position), [1, 2]);
  assert.deepEqual(next.rows[1], { ...first, position: 2, placeInSex: 1, placeInCategory: null });
  assert.deepEqual([next.finishedCount, next.updatedAtMs], [2, 60]);
});

test('changed runners mean nothing to who has the rows of teams', () => {
  assert.equal(applyFrame(live, { type: 'runners_changed', rows: [runnerRow(1)], places: [] }), live);
});

test('a competition that becomes one of runners keeps nothing of its teams', () => {
  const next = applyFrame(live, { ...OF_RUNNERS, type: 'results_replaced' });

  assert.deepEqual(bibsOf(next.rows), ['7', '8']);
  assert.equal(next.kind, 'individual');
});
