/** The forms of teams and prizes: what is typed, and what is sent. */

import assert from 'node:assert/strict';
import test from 'node:test';

import { wholeNumber } from '../../static/admin/pages/scoring/numbers.js';
import {
  bodyOf, check, KNOWN_RULES, valuesOf,
} from '../../static/admin/pages/scoring/team-values.js';

const RULES = {
  etag: '"1"', method: 'places', scorers: 3, displacers: null, removes_incomplete: true,
  only_team_runners: true, groups: 'mixed', min_female: 1, min_male: 1, several_teams: false,
  tie: 'next_runner',
};
const { etag: _, ...BODY } = RULES;
const VALUES = valuesOf(RULES);
const wrong = (changed) => Object.entries(check({ ...VALUES, ...changed }, (key) => key))
  .filter(([, sentence]) => sentence)
  .map(([name]) => name);

test('what is not changed is sent as it was', () => {
  assert.equal(VALUES.displacers, '');
  assert.deepEqual(bodyOf(VALUES), BODY);
  assert.deepEqual(bodyOf({ displacers: ' 2 ' }), { displacers: 2 });
});

test('only numbers that are shown have to be right', () => {
  assert.deepEqual(wrong({}), []);
  assert.deepEqual(wrong({ scorers: '0' }), ['scorers', 'min_female']);
  assert.deepEqual(wrong({ displacers: '51' }), ['displacers']);
  assert.deepEqual(wrong({ displacers: 'x', method: 'times' }), []);
  assert.deepEqual(wrong({ min_male: 'x', groups: 'sex' }), []);
  assert.deepEqual(wrong({ scorers: '', method: 'none' }), []);
});

test('a mixed team cannot need more runners than count', () => {
  assert.deepEqual(wrong({ min_female: '2', min_male: '2' }), ['min_female']);
});

test('rules that many know can be saved as they are', () => {
  for (const known of Object.values(KNOWN_RULES)) assert.deepEqual(wrong(known), []);
});

test('a whole number is within its bounds, and nothing else', () => {
  assert.deepEqual(
    ['3', ' 3 ', '3.5', '-1', '', '101', '1e1'].map((typed) => wholeNumber(typed, 0, 100)),
    [3, 3, null, null, null, null, null],
  );
});
