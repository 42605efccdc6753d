import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  badFirst, canImport, columnLetter, columnsOf, remapped, replacedBy, shownFields, unmappedFields,
} from '../../static/admin/pages/import/columns.js';

const PREVIEW = {
  headings: ['Dorsal', 'Equipo', 'Notas'],
  column_count: 3,
  columns: { number: 0, name: 1 },
  fields: [
    { name: 'number', required: true },
    { name: 'name', required: true },
    { name: 'category', required: false },
    { name: 'judge', required: false },
  ],
  rows: [
    { line: 2, status: 'new', values: { number: '1', name: 'A' }, problems: [] },
    { line: 3, status: 'bad', values: { number: 'x' }, problems: [{ field: 'judge', code: 'c' }] },
  ],
  counts: { new: 1, changed: 0, same: 0, bad: 1, total: 2 },
};

test('columns are lettered as in a spreadsheet', () => {
  assert.deepEqual([0, 25, 26, 27, 52].map(columnLetter), ['A', 'Z', 'AA', 'AB', 'BA']);
});

test('columns stand in the order of the file, those that are not imported too', () => {
  assert.deepEqual(columnsOf(PREVIEW).map(({ letter, heading, field }) => [letter, heading, field]), [
    ['A', 'Dorsal', 'number'], ['B', 'Equipo', 'name'], ['C', 'Notas', null],
  ]);
});

test('a field is in one column, and a column holds one field', () => {
  assert.deepEqual(remapped({ number: 0, name: 1 }, 2, 'name'), { number: 0, name: 2 });
  assert.deepEqual(remapped({ number: 0, name: 1 }, 1, 'number'), { number: 1 });
  assert.deepEqual(remapped({ number: 0, name: 1 }, 1, null), { number: 0 });
});

test('the table shows what is mapped, required, or has a problem', () => {
  assert.deepEqual(shownFields(PREVIEW), ['number', 'name', 'judge']);
});

test('bad rows come first', () => {
  assert.deepEqual(badFirst(PREVIEW.rows).map((row) => row.line), [3, 2]);
});

test('bad rows stand against the import until they are left out', () => {
  assert.equal(canImport(PREVIEW, false), false);
  assert.equal(canImport(PREVIEW, true), true);
  const counts = { new: 0, changed: 0, same: 5, bad: 1, total: 6 };
  assert.equal(canImport({ ...PREVIEW, counts }, true), false);
});

test('a required field without a column is said once, and no column of the table', () => {
  const problems = [{ field: 'number', code: 'missing' }];
  const rows = [{ line: 1, status: 'bad', values: { name: 'A' }, problems }];
  const preview = { ...PREVIEW, columns: { name: 0 }, rows };
  assert.deepEqual(unmappedFields(preview), ['number']);
  assert.deepEqual(shownFields(preview), ['name']);
  assert.deepEqual(unmappedFields(PREVIEW), []);
});

test('a row that changes something says what it replaces', () => {
  const current = { number: 1, name: 'Viejo', category: 'mixto', judge: '' };
  const values = { number: '1', name: 'Nuevo', category: '', judge: 'ana' };
  const row = { status: 'changed', values, current };
  const replaced = ['number', 'name', 'category', 'judge'].map((field) => replacedBy(row, field));
  assert.deepEqual(replaced, [null, 'Viejo', null, '']);
  assert.equal(replacedBy({ ...row, status: 'new', current: null }, 'name'), null);
});
