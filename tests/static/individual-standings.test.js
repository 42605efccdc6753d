import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  chosenRanking, latestArrivals, latestFinishers, mergeRunnerRows, outcomeOf, OVERALL, placeIn,
  rankingsIn, replaceRunnerRows, rowsInRanking,
} from '../../static/shared/individual-standings.js';
import { bibsOf, runnerRow } from './runner-rows.js';

test('finishers stand by time, ties by bib number, then the others by how they stand', () => {
  const rows = [
    runnerRow(1, null, { status: 'dns' }), runnerRow(2, null, { status: 'dsq' }),
    runnerRow(3, null, { status: 'dnf' }), runnerRow(4, null, { status: 'registered' }),
    runnerRow(5), runnerRow(6, null, { status: 'arrived', notedMs: 9000 }),
    runnerRow(7, null, { status: 'arrived', notedMs: 8000 }), runnerRow(100, 7000),
    runnerRow(20, 7000), runnerRow(8, 9000), runnerRow('A2', 7000),
  ];

  assert.deepEqual(
    bibsOf(replaceRunnerRows([], rows)),
    ['A2', '20', '100', '8', '7', '6', '5', '4', '3', '2', '1'],
  );
});

test('who never came in is on the course until the race is over', () => {
  assert.equal(outcomeOf('started', false), 'started');
  assert.equal(outcomeOf('started', true), 'unrecorded');
  assert.equal(outcomeOf('dnf', true), 'dnf');
});

test('changed rows move to their places and the others stay the same objects', () => {
  const before = replaceRunnerRows([], [runnerRow(1, 5000), runnerRow(2, 6000), runnerRow(3)]);
  const finished = { ...before[2], status: 'finished', officialMs: 5500 };

  const after = mergeRunnerRows(before, [finished]);

  assert.deepEqual(bibsOf(after), ['1', '3', '2']);
  assert.deepEqual(bibsOf(before), ['1', '2', '3'], 'the list that was given is not changed');
  assert.equal(after[0], before[0]);
  assert.equal(after[2], before[1]);
});

test('a changed row that says the same keeps its object, and no rows change nothing', () => {
  const before = replaceRunnerRows([], [runnerRow(1, 5000), runnerRow(2)]);
  const same = { ...before[0], runner: { ...before[0].runner } };

  assert.equal(mergeRunnerRows(before, [same])[0], before[0]);
  assert.equal(mergeRunnerRows(before, []), before);
});

test('another name is a change, and a runner who is not known yet is added', () => {
  const before = replaceRunnerRows([], [runnerRow(1, 5000)]);
  const renamed = { ...before[0], runner: { ...before[0].runner, name: 'Other' } };

  assert.equal(mergeRunnerRows(before, [renamed])[0].runner.name, 'Other');
  assert.deepEqual(bibsOf(mergeRunnerRows(before, [runnerRow(2, 4000)])), ['2', '1']);
});

test('who is gone leaves the standings when all are replaced', () => {
  const [first, second] = [runnerRow(1, 5000), runnerRow(2, 6000)];

  assert.deepEqual(bibsOf(replaceRunnerRows([first, second], [second])), ['2']);
});

test('merged in any order, rows stand as if they had come at once', () => {
  const rows = Array.from({ length: 60 }, (_, number) =>
    runnerRow(number, number % 3 === 0 ? null : 1000 * (number % 7)));
  const whole = replaceRunnerRows([], rows);

  let merged = [];
  for (let at = 0; at < rows.length; at += 7) {
    merged = mergeRunnerRows(merged, rows.slice(at, at + 7).reverse());
  }

  assert.deepEqual(merged, whole);
});

const entered = [
  runnerRow(1, 5000, { runner: { sex: 'M', category: 'Sub 10' }, position: 1, placeInSex: 1 }),
  runnerRow(2, 6000, { runner: { sex: 'F', category: 'Sub 9' }, position: 2, placeInSex: 1 }),
  runnerRow(3, null, { runner: { sex: 'F' } }),
  runnerRow(4, 7000, { runner: { isHidden: true }, position: 3 }),
];

test('the rankings are those of sexes and categories that somebody has', () => {
  assert.deepEqual(rankingsIn(entered, 'es'), [
    OVERALL, { by: 'sex', value: 'F' }, { by: 'sex', value: 'M' },
    { by: 'category', value: 'Sub 9' }, { by: 'category', value: 'Sub 10' },
  ]);
});

test('a ranking has those who are in it, with their places there', () => {
  const women = { by: 'sex', value: 'F' };

  assert.deepEqual(bibsOf(rowsInRanking(entered, women)), ['2', '3']);
  assert.equal(placeIn(entered[1], women), 1);
  assert.equal(placeIn(entered[1], OVERALL), 2);
  assert.equal(rowsInRanking(entered, OVERALL), entered);
});

test('a ranking that there is not becomes that of everybody', () => {
  const rankings = rankingsIn(entered, 'es');

  assert.equal(chosenRanking(rankings, { by: 'sex', value: 'X' }), OVERALL);
  assert.equal(chosenRanking(rankings, { by: 'sex', value: 'M' }), rankings[2]);
});

test('the last to come in are so whatever their wave, and without those who are out', () => {
  const rows = [
    runnerRow(1, 5000, { finishMs: 65_000 }), runnerRow(2, 6000, { finishMs: 6000 }),
    runnerRow(3, 7000, { finishMs: 190_000 }),
    runnerRow(4, null, { status: 'dsq', finishMs: 200_000 }),
  ];

  assert.deepEqual(bibsOf(latestFinishers(rows, 2)), ['3', '1']);
});

test('who has no time yet stands among the last to come in by when the bib was written', () => {
  const rows = [
    runnerRow(1, 5000), runnerRow(2, 7000), runnerRow(3),
    runnerRow(4, null, { status: 'arrived', notedMs: 6000 }),
    runnerRow(5, null, { status: 'dnf', notedMs: null }),
  ];

  assert.deepEqual(bibsOf(latestArrivals(rows, 3)), ['2', '4', '1']);
});
