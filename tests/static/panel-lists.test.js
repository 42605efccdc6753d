import assert from 'node:assert/strict';
import { test } from 'node:test';

import { inOrderOfInterest } from '../../static/admin/competition-order.js';
import { namesOf, usernamesFor } from '../../static/admin/judge-names.js';
import { instantOf, localInputOf, nextFullHour } from '../../static/admin/local-time.js';
import { filterRows, sortRows } from '../../static/admin/row-order.js';
import {
  changedSince, countShared, countTaken, expectedJudges, judgesOfTeams, sharesOf,
} from '../../static/admin/sharing.js';

const columns = [
  { key: 'number', value: (row) => row.number },
  { key: 'name', value: (row) => row.name },
  { key: 'note', value: (row) => row.note, isSearched: false },
];
const rows = [
  { number: 10, name: 'Muñoz', note: 'zeta' },
  { number: 9, name: 'álamo', note: null },
  { number: 101, name: null, note: 'alfa' },
];
const numbers = (found) => found.map((row) => row.number);
const sorted = (key, isDescending = false) =>
  numbers(sortRows(rows, columns, { key, isDescending }, 'es'));

test('a search needs no accents and no capitals, and finds all of its words', () => {
  assert.deepEqual(numbers(filterRows(rows, columns, 'munoz')), [10]);
  assert.deepEqual(numbers(filterRows(rows, columns, ' MUÑ  10 ')), [10]);
  assert.deepEqual(numbers(filterRows(rows, columns, 'muñ 9')), []);
  assert.equal(filterRows(rows, columns, '  '), rows);
});

test('a column that is not searched hides nothing and finds nothing', () => {
  assert.deepEqual(numbers(filterRows(rows, columns, 'zeta')), []);
});

test('numbers are sorted as numbers, both ways', () => {
  assert.deepEqual(sorted('number'), [9, 10, 101]);
  assert.deepEqual(sorted('number', true), [101, 10, 9]);
});

test('what is missing comes last, whichever way', () => {
  assert.deepEqual(sorted('name'), [9, 10, 101]);
  assert.deepEqual(sorted('name', true), [10, 9, 101]);
});

test('sorting leaves the list itself alone', () => {
  sorted('number', true);
  assert.deepEqual(numbers(rows), [10, 9, 101]);
});

const race = (id, datetime, fields = {}) => ({
  id, name: `${id}`, datetime, is_running: false, started_at: null, finished_at: null, ...fields,
});

test('the race in progress stands first, then the next, then the last that is over', () => {
  const over = { started_at: '2026-01-01T08:00:00Z', finished_at: '2026-01-01T09:00:00Z' };
  const running = { is_running: true, started_at: '2026-05-01T08:00:00Z' };
  const races = [
    race(1, '2025-01-01T08:00:00Z', over),
    race(2, '2026-12-01T08:00:00Z'),
    race(3, '2026-01-01T08:00:00Z', over),
    race(4, '2026-11-01T08:00:00Z'),
    race(5, '2027-01-01T08:00:00Z', running),
  ];
  assert.deepEqual(inOrderOfInterest(races).map(({ id }) => id), [5, 4, 2, 3, 1]);
});

test('a judge gets a username that one can type on a phone', () => {
  assert.deepEqual(usernamesFor(['Ana María Núñez', 'Ñandú'], [], 'juez'), ['ana.nunez', 'nandu']);
});

test('no username is given twice, whatever its capitals', () => {
  const taken = ['juez1', 'ANA.PAZ'];
  assert.deepEqual(usernamesFor(['', 'Ana Paz', '', 'Ana Paz', '¿?'], taken, 'juez'), [
    'juez2', 'ana.paz2', 'juez3', 'ana.paz3', 'juez4',
  ]);
});

test('an instant survives the way through the input of a form', () => {
  assert.equal(instantOf(localInputOf('2026-11-21T15:30:00.000Z')), '2026-11-21T15:30:00.000Z');
  assert.match(localInputOf('2026-01-02T03:04:00Z'), /^2026-01-0[123]T\d\d:\d\d$/);
});

test('what is no date has no instant', () => {
  assert.equal(instantOf(''), null);
  assert.equal(instantOf('mañana'), null);
});

test('the next full hour is later, and less than an hour away', () => {
  for (const now of ['2026-11-21T15:30:00Z', '2026-12-31T23:59:59Z', '2026-01-01T00:00:00Z']) {
    const awayMs = Date.parse(instantOf(nextFullHour(Date.parse(now)))) - Date.parse(now);
    assert.ok(awayMs > 0 && awayMs <= 3_600_000, `${now}: ${awayMs}`);
  }
});

test('teams are shared out as the server does it', () => {
  const teams = [
    { id: 1, number: 30, judge_id: null }, { id: 2, number: 10, judge_id: 7 },
    { id: 3, number: 20, judge_id: null }, { id: 4, number: 40, judge_id: 8 },
  ];
  assert.deepEqual([...sharesOf(teams, [7, 8], false)], [[2, 7], [3, 7], [1, 8], [4, 8]]);
  assert.equal(countTaken(teams, sharesOf(teams, [7, 8], false)), 0);
  assert.equal(countTaken(teams, sharesOf(teams, [8, 7], false)), 2);
  // Judge 9 has none yet and catches up; the first named takes the lowest numbers.
  assert.deepEqual([...sharesOf(teams, [7, 9], true)], [[3, 7], [1, 9]]);
  assert.equal(sharesOf(teams, [], false).size, 0);
  assert.deepEqual(judgesOfTeams(teams), { 1: null, 2: 7, 3: null, 4: 8 });
});

test('what another organizer assigned since is not taken for known', () => {
  const seen = { 1: null, 2: 7, 9: 7 };
  const teams = [{ id: 1, judge_id: 8 }, { id: 2, judge_id: 7 }, { id: 3, judge_id: 8 }];
  assert.deepEqual(expectedJudges(teams, seen), { 1: null, 2: 7, 3: null });
  assert.deepEqual(changedSince(seen, teams).map((team) => team.id), [1, 3]);
  assert.equal(countShared(teams, expectedJudges(teams, seen), true), 2);
  assert.equal(countShared(teams, expectedJudges(teams, seen), false), 3);
});

test('judges of one name are told apart by their usernames', () => {
  const nameOf = namesOf([
    { id: 1, full_name: 'Ana Paz', username: 'ana' }, { id: 2, full_name: 'ana paz', username: 'ana2' },
    { id: 3, full_name: '', username: 'luis' }, { id: 4, full_name: 'Eva', username: 'eva' },
  ]);
  assert.deepEqual([1, 2, 3, 4, 5].map(nameOf), ['Ana Paz (ana)', 'ana paz (ana2)', 'luis', 'Eva', null]);
});
