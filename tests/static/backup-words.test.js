/** Backups in words: sizes, places, and the comparison before a restore. */

import assert from 'node:assert/strict';
import test from 'node:test';
import {
  comparedRows, contentsText, isBad, placeName, sizeText, stateText,
} from '../../static/admin/pages/backups/words.js';

const translator = {
  locale: 'en',
  number: (value) => String(value),
  dayAndTime: (ms) => new Date(ms).toISOString(),
};
const text = (key, values = {}) => [key, ...Object.values(values)].filter((one) => one !== '').join(' ');
const page = { text, translator };
const CONTENTS = {
  races: [{ name: '5K', is_running: true }], accounts: 2, teams: 3, runners: 0, times: 512, marks: 0,
  newest_at: new Date(2026, 10, 22, 12, 0).toISOString(),
};

test('sizes are told in units that people know', () => {
  assert.deepEqual([0, 122_880, 12_400_000, 7_900_000_000].map((bytes) => sizeText(translator, bytes)), [
    '0 MB', '0.1 MB', '12.4 MB', '7.9 GB',
  ]);
});

test('a place goes by its last folder, on any system', () => {
  const nameOf = (path, kind = 'stick') => placeName(text, { path, kind });
  assert.equal(nameOf('/media/ana/CARRERA'), 'CARRERA');
  assert.equal(nameOf('E:\\'), 'E:');
  assert.equal(nameOf('/'), '/');
  assert.equal(nameOf('/data/backups', 'data'), 'backups.here');
});

test('free room is told of places that work', () => {
  const good = { state: 'good', reason: '', free_bytes: 5e9 };
  assert.equal(stateText(page, good), 'backups.state.good backups.free 5 GB');
  assert.equal(stateText(page, { ...good, free_bytes: null }), 'backups.state.good');
  assert.equal(stateText(page, { ...good, state: 'failed', reason: 'EIO' }), 'backups.state.failed EIO');
  const states = ['waiting', 'good', 'offered', 'missing', 'full', 'read_only', 'failed', 'no_answer'];
  assert.deepEqual(states.filter((state) => isBad({ state })), states.slice(3));
});

test('what there is none of is not told, but for times', () => {
  assert.equal(contentsText(page, { ...CONTENTS, times: 0 }),
    'backups.count.races 1 · backups.count.times 0 · backups.count.accounts 2');
});

test('a backup is compared with the present line by line', () => {
  const now = { ...CONTENTS, times: 530, newest_at: null };
  assert.deepEqual(comparedRows(page, { contents: CONTENTS, now }), [
    ['backups.row.races', '1', '1'],
    ['backups.row.accounts', '2', '2'],
    ['backups.row.teams', '3', '3'],
    ['backups.row.times', '512', '530'],
    ['backups.row.newest', 'Nov 22, 12:00', '–'],
  ]);
});
