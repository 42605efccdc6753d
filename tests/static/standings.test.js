import assert from 'node:assert/strict';
import { test } from 'node:test';

import { applyChangedRows, elementsToMove, replaceRows } from '../../static/shared/standings.js';

function row(bib, position, { recordCount = position === null ? 0 : 1, ...fields } = {}) {
  return {
    position,
    team: { id: bib + 1000, name: `Team ${bib}`, bib, category: 'mixto' },
    recordCount,
    totalMs: position === null ? null : position * 1000,
    averageMs: null,
    bestMs: null,
    ...fields,
  };
}

const bibs = (rows) => rows.map((each) => each.team.bib);

test('rows stand by place, ties by bib, and teams without a place last', () => {
  const rows = replaceRows([], [row(9, null), row(7, 1), row(3, null), row(5, 1), row(1, 3)]);

  assert.deepEqual(bibs(rows), [5, 7, 1, 3, 9]);
});

test('a row that did not change stays the same object', () => {
  const before = replaceRows([], [row(1, 1), row(2, 2)]);

  const after = replaceRows(before, [row(1, 1), row(2, 2, { recordCount: 2 })]);

  assert.equal(after[0], before[0]);
  assert.notEqual(after[1], before[1]);
});

test('a team with a new name is a changed row', () => {
  const before = replaceRows([], [row(1, 1)]);
  const renamed = row(1, 1);
  renamed.team.name = 'New name';

  assert.equal(replaceRows(before, [renamed])[0].team.name, 'New name');
});

test('teams that are gone leave the standings when all are replaced', () => {
  assert.deepEqual(bibs(replaceRows([row(1, 1), row(2, 2)], [row(2, 1)])), [2]);
});

test('changed rows move to their new places and the others stay', () => {
  const before = replaceRows([], [row(1, 1), row(2, 2), row(3, 3), row(4, null)]);

  const after = applyChangedRows(before, [
    row(4, 1, { recordCount: 2 }), row(1, 2), row(2, 3), row(3, 4),
  ]);

  assert.deepEqual(bibs(after), [4, 1, 2, 3]);
  assert.deepEqual(bibs(before), [1, 2, 3, 4], 'the list that was given is not changed');
});

test('a changed row that says the same keeps its object', () => {
  const before = replaceRows([], [row(1, 1), row(2, 2)]);

  const after = applyChangedRows(before, [row(1, 1)]);

  assert.equal(after[0], before[0]);
});

test('a team that is not known yet is added', () => {
  assert.deepEqual(bibs(applyChangedRows([row(1, 1)], [row(2, 2)])), [1, 2]);
});

test('no changed rows change nothing', () => {
  const before = [row(1, 1)];

  assert.equal(applyChangedRows(before, []), before);
});

test('only the elements that left the order are moved', () => {
  assert.deepEqual(elementsToMove(['a', 'b', 'c'], ['a', 'b', 'c']), new Set());
  assert.deepEqual(elementsToMove(['a', 'b', 'c', 'd'], ['d', 'a', 'b', 'c']), new Set(['d']));
  assert.deepEqual(elementsToMove(['a', 'b', 'c'], ['a', 'new', 'b', 'c']), new Set(['new']));
  assert.deepEqual(elementsToMove(['a', 'b', 'c'], ['b', 'c']), new Set());
  assert.equal(elementsToMove(['a', 'b', 'c'], ['c', 'b', 'a']).size, 2);
});
