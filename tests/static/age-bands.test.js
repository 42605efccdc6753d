import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  bandOf, checkRows, countsOf, EMPTY_ROW, placeOf, rowOf, starterBands,
} from '../../static/admin/age-bands.js';

const text = (key) => key;
const runner = (sex, age, category = '') => ({ sex, age_shown: age, category });

test('the starter set has a category for every woman and every man of any age', () => {
  const rows = starterBands(text);
  assert.equal(new Set(rows.map((row) => row.name)).size, rows.length);
  assert.deepEqual(checkRows(rows, text), {});
  const bands = rows.map(bandOf);
  for (const sex of ['F', 'M']) {
    for (let age = 0; age <= 130; age += 1) {
      assert.equal(countsOf([runner(sex, age)], bands).none, 0, `${sex} ${age}`);
    }
  }
});

test('a runner counts in the first category that fits, and with a category of its own in none', () => {
  const bands = [
    { name: 'Sub-20', sex: null, min_age: 0, max_age: 19 },
    { name: 'Damas', sex: 'F', min_age: 0, max_age: null },
    { name: 'Máster', sex: null, min_age: 40, max_age: null },
  ];
  const runners = [
    runner('F', 18), runner('F', 45), runner('M', 45), runner('M', 30), runner(null, null),
    runner('F', null), runner('F', 18, 'Élite'),
  ];
  assert.deepEqual(countsOf(runners, bands), { counts: [1, 2, 1], given: 1, none: 2 });
});

test('a category goes through the form unchanged', () => {
  for (const band of [
    { name: 'Libre', sex: 'F', min_age: 20, max_age: 39 },
    { name: 'Todos', sex: null, min_age: 0, max_age: null },
  ]) assert.deepEqual(bandOf(rowOf(band)), band);
});

test('what is wrong is said at its row and field', () => {
  const rows = [
    { ...EMPTY_ROW, name: 'Libre', min_age: '20', max_age: '10' },
    { ...EMPTY_ROW },
    { ...EMPTY_ROW, name: ' libre ', min_age: 'x', max_age: '131' },
  ];
  assert.deepEqual(checkRows(rows, text), {
    '0.max_age': 'bands.age.order',
    '1.name': 'form.required',
    '2.name': 'bands.repeated',
    '2.min_age': 'bands.age.invalid',
    '2.max_age': 'bands.age.invalid',
  });
});

test('the field that the server names is found, and any other is none of a row', () => {
  assert.equal(placeOf('[2].max_age'), '2.max_age');
  assert.equal(placeOf('[0]'), '0.name');
  assert.equal(placeOf('name'), null);
  assert.equal(placeOf(null), null);
});
