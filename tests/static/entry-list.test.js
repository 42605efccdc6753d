import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  birthText, bodyOfRunner, categoriesOf, checkRunner, isBib, nextBib, readBirth, valuesOfRunner, wearerOf,
} from '../../static/admin/entry-list.js';

const worn = (...bibs) => bibs.map((bib, index) => ({ id: index + 1, bib, full_name: '' }));
const text = (key) => key;

test('the next bib is the one after the highest number, and 1 where there is none', () => {
  assert.equal(nextBib([]), '1');
  assert.equal(nextBib(worn('7', '12', 'A300')), '13');
  assert.equal(nextBib(worn('A1', 'B2')), '1');
});

test('after a bib that was given out the next free number is proposed', () => {
  assert.equal(nextBib(worn('7', '300'), '7'), '8');
  assert.equal(nextBib(worn('7', '008', '9', '300'), '7'), '10');
  assert.equal(nextBib(worn('7', 'A3'), 'A3'), '8');
  // The list may not know yet of the one that was just entered.
  assert.equal(nextBib(worn('7'), '8'), '9');
});

test('categories stand in the order of the organizer, others after them', () => {
  const runners = ['Juvenil', 'Élite', '', 'Zona 2', 'Libre'].map((name) => ({ category_shown: name }));
  const bands = [{ name: 'Libre' }, { name: 'Máster' }, { name: 'Juvenil' }];
  assert.deepEqual(categoriesOf(runners, bands, 'es-EC'), ['Libre', 'Juvenil', 'Élite', 'Zona 2']);
});

test('whoever wears a bib is found however it is written', () => {
  const runners = worn('007', 'a3');
  assert.equal(wearerOf(runners, ' 7').id, 1);
  assert.equal(wearerOf(runners, 'A3').id, 2);
  assert.equal(wearerOf(runners, '8'), null);
});

test('a birth date is read with the day first, or as ISO writes it', () => {
  for (const typed of ['15/4/1990', '15.04.1990', '15-4-1990', ' 1990-04-15 ', '1990-4-15']) {
    assert.deepEqual(readBirth(typed), { birth_date: '1990-04-15', age: null }, typed);
  }
});

test('a number is an age, and nothing is neither', () => {
  assert.deepEqual(readBirth('34'), { birth_date: null, age: 34 });
  assert.deepEqual(readBirth('0'), { birth_date: null, age: 0 });
  assert.deepEqual(readBirth('  '), { birth_date: null, age: null });
});

test('what is neither a possible day nor an age is not guessed', () => {
  for (const typed of ['31/2/1990', '4/15/1990', '15/4/90', '1990', '131', '1/1/1899', 'abril']) {
    assert.equal(readBirth(typed), null, typed);
  }
});

test('a birth date comes back as it is typed', () => {
  assert.equal(birthText({ birth_date: '1990-04-05', age: 3 }), '05/04/1990');
  assert.equal(birthText({ birth_date: null, age: 36 }), '36');
  assert.equal(birthText({ birth_date: null, age: null }), '');
});

test('a runner goes through the form unchanged', () => {
  const runner = {
    bib: '7', first_name: 'Ana', last_name: 'Paz', sex: null, birth_date: '1990-04-05', age: null,
    category: '', team: 'Rayos', wave_id: 3, contact: '', is_hidden: true,
    nationality: 'ECU', city: 'Ibarra',
  };
  assert.deepEqual(bodyOfRunner(valuesOfRunner(runner)), runner);
});

test('only what was changed is sent, and an age takes the place of a birth date', () => {
  assert.deepEqual(bodyOfRunner({ first_name: ' Ana ' }), { first_name: 'Ana' });
  assert.deepEqual(bodyOfRunner({ birth_date: '34' }), { birth_date: null, age: 34 });
  assert.deepEqual(bodyOfRunner({ wave_id: '', sex: '' }), { wave_id: null, sex: null });
});

test('a bib has up to twelve letters, digits and what lists put between them', () => {
  for (const bib of ['7', '007', 'A-12/3.b', 'Ñ1', '123456789012']) assert.ok(isBib(bib), bib);
  for (const bib of ['', 'A 1', '1234567890123', '#7']) assert.ok(!isBib(bib), bib);
});

test('what is missing or wrong is said by field', () => {
  assert.deepEqual(checkRunner({ bib: ' ', birth_date: 'x' }, text), {
    bib: 'form.required', birth_date: 'runners.birth.invalid',
  });
  assert.deepEqual(checkRunner({ bib: '#', birth_date: '' }, text), {
    bib: 'runners.bib.invalid', birth_date: null,
  });
});
