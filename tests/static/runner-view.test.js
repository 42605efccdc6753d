import assert from 'node:assert/strict';
import { test } from 'node:test';

import { OVERALL } from '../../static/shared/individual-standings.js';
import { rowsFound } from '../../static/shared/runner-search.js';
import { RunnerView } from '../../static/shared/runner-view.js';
import { bibsOf, runnerRow } from './runner-rows.js';

const named = (bib, name, more = {}) => runnerRow(bib, 5000, { runner: { name, ...more } });
const people = [
  named('70', 'José Pérez Ñato'), named('7', 'Ana Josefa Mora', { team: 'Los Cóndores' }),
  named('A7', 'Luis Reyes'), named('12', 'Secret Name', { isHidden: true }),
];
const found = (query) => bibsOf(rowsFound(people, query));

test('a bib finds those that begin with it, and just that one first', () => {
  assert.deepEqual(found('7'), ['7', '70']);
  assert.deepEqual(found('007'), ['7', '70']);
  assert.deepEqual(found('a7'), ['A7']);
});

test('words find names and teams without accents and in any order', () => {
  assert.deepEqual(found('jose'), ['70', '7']);
  assert.deepEqual(found('NATO perez'), ['70']);
  assert.deepEqual(found('condor'), ['7']);
  assert.deepEqual(found('ose'), [], 'only beginnings of words');
  assert.deepEqual(found('  '), bibsOf(people));
});

test('who is hidden is found by the bib alone', () => {
  assert.deepEqual(found('secret'), []);
  assert.deepEqual(found('12'), ['12']);
});

const asked = { ranking: OVERALL, query: '', isFoldable: true, isUnfolded: false };
const rows = [
  runnerRow(1, 5000, { position: 1, officialText: '0:17:59' }), runnerRow(2),
  runnerRow(3, null, { status: 'registered' }), runnerRow(4, null, { status: 'registered' }),
  runnerRow(5, null, { status: 'dns' }),
];
const shownBy = (changes) =>
  new RunnerView().of(rows, { ...asked, ...changes })
    .items.map((item) => (item.isFold ? `fold of ${item.count}` : item.runner.bib));

test('those who have not started are folded until they are asked for or searched', () => {
  assert.deepEqual(shownBy({}), ['1', '2', 'fold of 2', '5']);
  assert.deepEqual(shownBy({ isUnfolded: true }), ['1', '2', 'fold of 2', '3', '4', '5']);
  assert.deepEqual(shownBy({ isFoldable: false }), ['1', '2', '3', '4', '5']);
  assert.deepEqual(shownBy({ query: '4' }), ['4']);
});

test('the same question has the same answer, object for object', () => {
  const view = new RunnerView();
  const first = view.of(rows, asked);

  assert.equal(view.of(rows, { ...asked }), first);
  const again = view.of([...rows], { ...asked });
  assert.notEqual(again, first);
  assert.equal(again.context, first.context);
});

test('others are compared with the first of the ranking, who may not be there yet', () => {
  const firstText = (list) => new RunnerView().of(list, asked).context.firstText;

  assert.equal(firstText(rows), '0:17:59');
  assert.equal(firstText(rows.slice(1)), null);
  assert.equal(firstText([]), null);
});
