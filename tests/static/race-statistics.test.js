// A race in figures: the same as the server's, by the examples that its tests read too.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { rankingsIn } from '../../static/shared/individual-standings.js';
import {
  arrivals, countAt, finishersPerMinute, replayOf, timeDistribution,
} from '../../static/shared/race-statistics.js';
import { runnerRow } from './runner-rows.js';

const examples = JSON.parse(
  readFileSync(new URL('../examples/statistics.json', import.meta.url), 'utf8'),
);

for (const [name, { results, expected }] of Object.entries(examples)) {
  test(`figures are those of the example: ${name}`, () => {
    const rows = results.map(({ bib, official_ms, gun_ms, category, is_hidden }) =>
      runnerRow(bib, official_ms, { gunMs: gun_ms, runner: { category, isHidden: is_hidden } }));
    const { edgesMs, counts, byCategory } = timeDistribution(rows);

    assert.deepEqual({
      minutes: finishersPerMinute(rows).length,
      per_minute: finishersPerMinute(rows).filter(([, count]) => count > 0),
      edges_ms: edgesMs,
      counts,
      by_category: [...byCategory],
      arrivals: arrivals(rows).map(({ elapsedMs, count }) => [elapsedMs, count]),
    }, expected);
  });
}

test('minutes without anybody stand between those with somebody', () => {
  const rows = [runnerRow(1, 60_000), runnerRow(2, 239_999)];

  assert.deepEqual(finishersPerMinute(rows), [[1, 1], [2, 0], [3, 1]]);
});

test('at any moment it is known how many had come in', () => {
  const steps = arrivals([runnerRow(1, 1000), runnerRow(2, 1000), runnerRow(3, 3000)]);

  assert.deepEqual(
    [0, 999, 1000, 2999, 3000, 9000].map((elapsedMs) => countAt(steps, elapsedMs)),
    [0, 0, 2, 2, 3, 3],
  );
  assert.equal(countAt([], 5), 0);
});

test('a race is played again by groups, each with who leads it', () => {
  const rows = [
    runnerRow(1, 1000, { position: 1, placeInSex: 1, runner: { sex: 'M' } }),
    runnerRow(2, 2000, { position: 2, placeInSex: 1, runner: { sex: 'F' } }),
    runnerRow(3, null, { runner: { sex: 'X' } }),
  ];
  const { lastMs, groups } = replayOf(rows, rankingsIn(rows, 'es'), 'sex');

  assert.equal(lastMs, 2000);
  assert.deepEqual(
    groups.map(({ ranking, total, leaders }) =>
      [ranking.value, total, leaders.map(({ runner }) => runner.bib)]),
    [['', 2, ['1']], ['F', 1, ['2']], ['M', 1, ['1']]],
  );
});

test('before anybody has come in there is nothing to play', () => {
  const { lastMs, groups } = replayOf([runnerRow(1)], rankingsIn([], 'es'), 'category');

  assert.equal(lastMs, 0);
  assert.deepEqual(groups.map(({ total }) => total), [0]);
});
