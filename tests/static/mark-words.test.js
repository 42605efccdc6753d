import assert from 'node:assert/strict';
import { test } from 'node:test';

import { bibText, markEntry, numbersOf, shortTime } from '../../static/judge/mark-words.js';

const translator = {
  text: (key, values) => (values === undefined ? key : `${key} ${Object.values(values).join(' ')}`),
  timeOfDay: () => '08:30:01',
};
const LINE = { id: 5, name: 'Meta', mode: 'both', count: 3 };
const MARK = {
  id: 'm1', lineId: 5, lineName: 'Meta', bib: '42', runner: { name: 'Ana Ruiz', team: null },
  isUnknownBib: false, hasTime: true, takenAtMs: 1, raceMs: 1_078_310, state: 'stored',
  reason: null, flags: [], isWaiting: false, isWithdrawn: false, isWithdrawalUnsent: false,
  isBibUnsent: false,
};
const entryOf = (changes, options = {}) =>
  markEntry({ ...MARK, ...changes }, { lines: [LINE], translator, ...options });

test('mark with a time stands under it, one without stands under its bib', () => {
  const both = entryOf({}, { number: 12 });
  assert.deepEqual([both.lead, both.number, both.bib, both.name], [
    '0:17:58.3', 'mark.number 12', '42', 'Ana Ruiz',
  ]);

  const written = entryOf({ hasTime: false, raceMs: null, takenAtMs: null });
  assert.deepEqual([written.lead, written.bib, written.name], ['42', '', 'Ana Ruiz']);
});

test('time without a bib says so only where bibs are written, too', () => {
  const alone = { bib: null, runner: null };
  assert.equal(entryOf(alone).name, 'mark.noBib');
  assert.equal(entryOf({ ...alone, isWaiting: true }).name, 'mark.waits');
  assert.equal(entryOf(alone, { lines: [{ ...LINE, mode: 'times' }] }).name, '');
});

test('of several lines the row says which', () => {
  const lines = [LINE, { ...LINE, id: 6 }];
  assert.equal(entryOf({}, { lines }).name, 'Ana Ruiz · Meta');
});

test('what is odd is told once, and what is as it should be is not', () => {
  const odd = entryOf({
    isUnknownBib: true, flags: ['no_time', 'unknown_bib', 'second_mark', 'no_bib'],
  });
  assert.equal(odd.flags, 'mark.flag.unknown_bib · mark.flag.second_mark');
  assert.equal(entryOf({ isUnknownBib: true }).flags, 'mark.flag.unknown_bib');
  assert.equal(entryOf({}).flags, '');
});

test('bib that was changed and not sent says so, unless the mark itself is not there', () => {
  assert.equal(entryOf({ isBibUnsent: true }).stateText, 'mark.state.bibUnsent');
  assert.equal(entryOf({ isBibUnsent: true, state: 'unsent' }).stateText, 'tap.state.unsent');
  const gone = entryOf({ isBibUnsent: true, isWithdrawn: true });
  assert.equal(gone.stateText, 'tap.state.withdrawn');
  assert.equal(gone.giveBackLabel, 'mark.giveBack.which 0:17:58.3 · mark.bib 42');
});

test('marks are numbered as they count, from what other phones have marked on', () => {
  const marks = [
    { ...MARK, id: 'm4' }, { ...MARK, id: 'm3', isWithdrawn: true },
    { ...MARK, id: 'm2', state: 'held' }, { ...MARK, id: 'm1' },
  ];
  assert.deepEqual([...numbersOf(marks, [LINE])], [['m4', 3], ['m1', 2]]);
});

test('short time leaves the hours out while there are none', () => {
  assert.equal(shortTime({ raceMs: 1_078_310 }, translator), '17:58.3');
  assert.equal(shortTime({ raceMs: 8_310 }, translator), '0:08.3');
  assert.equal(shortTime({ raceMs: 3_608_310 }, translator), '1:00:08.3');
  assert.equal(shortTime({ raceMs: -1_310 }, translator), '−0:01.3');
  assert.equal(shortTime({ raceMs: null, takenAtMs: 7 }, translator), '08:30:01');
});

test('bib has its name beside it where that is known', () => {
  assert.equal(bibText('42', { name: 'Ana Ruiz' }), '42 · Ana Ruiz');
  assert.equal(bibText('42', null), '42');
});
