import assert from 'node:assert/strict';
import { test } from 'node:test';

import { hrefOf, parseRoute, PATH_OF_LINKS } from '../../static/admin/routes.js';

test('an address names a place, with or without a last slash', () => {
  assert.deepEqual(parseRoute('#/judges'), { name: 'judges', argument: null, detail: null });
  assert.deepEqual(parseRoute('#/judges/'), { name: 'judges', argument: null, detail: null });
  assert.deepEqual(parseRoute('#/races/3/teams'), { name: 'teams', argument: '3', detail: null });
});

test('a new race is not the race of the number new', () => {
  assert.equal(parseRoute('#/races/new').name, 'newRace');
  assert.equal(parseRoute('#/races/12').name, 'race');
  assert.equal(parseRoute('#/races/x').name, 'races');
});

test('a step of the walk is a place of its own', () => {
  assert.deepEqual(parseRoute('#/races/3/walk/judges'), {
    name: 'walkStep', argument: '3', detail: 'judges',
  });
  assert.equal(hrefOf('walkStep', 3, 'judges'), '#/races/3/walk/judges');
});

test('the secret of the first start is read as it stands', () => {
  assert.equal(parseRoute('#/inicio/aB-_9').argument, 'aB-_9');
});

test('links of judges lead to where their texts are read in', () => {
  assert.equal(PATH_OF_LINKS, `${hrefOf('rescue')}/`);
});

test('what is not known, or nothing, is the first place', () => {
  for (const hash of ['', '#', '#/', '#/nowhere', '#/races/3/nowhere']) {
    assert.equal(parseRoute(hash).name, 'races', hash);
  }
});

test('a link leads to the place that it was made for', () => {
  const places = [
    ['races'], ['newRace'], ['race', '7'], ['teams', '7'], ['importTeams', '7'], ['control', '7'],
    ['walk', '7'], ['judges'], ['importJudges'], ['cards'], ['cardsOf', '3-5'], ['room'],
    ['rescue'], ['runners', '7'], ['importRunners', '7'], ['walkImportRunners', '7'],
    ['ageBands', '7'], ['lines', '7'], ['marks', '7'], ['runner', '12'],
    ['laptop'], ['rehearsal'], ['record'], ['bin'],
  ];
  for (const [name, argument = null] of places) {
    const { name: found, argument: foundArgument } = parseRoute(hrefOf(name, argument));
    assert.deepEqual([found, foundArgument], [name, argument]);
  }
});
