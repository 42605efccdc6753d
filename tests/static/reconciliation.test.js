import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  acceptance, changedMeanwhile, inOrder, isClose, MOST_PAIRS, placesOf, rowsShown, shownFault,
} from '../../static/shared/reconciliation.js';
import { repairsOf, withBib, withTime } from '../../static/shared/row-repairs.js';

/** A row of a line: `bib` and whether it has a time; the marks are named after the row. */
function row(id, { bib = null, state = null, times = 1, faults = [], name = null } = {}) {
  const known = state ?? (times === 0 ? 'bib_only' : bib === null ? 'time_only' : 'paired');
  const own = known === 'paired' ? bib : null;
  return {
    id,
    state: known,
    at_ms: times === 0 ? null : 1000,
    times: Array.from({ length: times }, (_, place) =>
      ({ mark_id: `t${id}${place || ''}`, judge_id: place, at_ms: 1000, bib: own })),
    bib,
    runner_name: name,
    bib_marks: bib === null ? [] : [{ mark_id: `b${id}`, judge_id: 9, noted_at_ms: 3000, bib }],
    faults,
  };
}
const bibsSet = ({ changes }) =>
  Object.fromEntries(changes.map((change) => [change.mark_id, change.text]));
const named = (repairs, kind) => repairs.find((repair) => repair.kind === kind);

test('all that nothing speaks against is accepted at once, each time of a row with its bib', () => {
  const rows = [
    row('1', { bib: '7', state: 'proposed', times: 2 }), row('2', { bib: '8' }),
    row('3', { bib: '9', state: 'proposed', faults: ['f'] }), row('4'), row('5', { bib: '3', times: 0 }),
  ];
  assert.deepEqual(acceptance(rows), {
    rowCount: 1,
    pairs: [
      { time_mark_id: 't1', bib_mark_id: 'b1' }, { time_mark_id: 't11', bib_mark_id: 'b1' },
    ],
  });
});

test('no row is torn apart where there are more pairs than the server takes', () => {
  const rows = Array.from({ length: MOST_PAIRS / 2 + 5 }, (_, place) =>
    row(String(place), { bib: String(place), state: 'proposed', times: place === 0 ? 1 : 2 }));
  const { pairs, rowCount } = acceptance(rows);
  assert.deepEqual([pairs.length, rowCount], [MOST_PAIRS - 1, MOST_PAIRS / 2]);
});

test('doubts come in the order of the list, and the next one takes the place of a settled one', () => {
  const places = placesOf([row('1'), row('2'), row('3')]);
  const faults = inOrder([
    { id: 'c', row_ids: ['3'] }, { id: 'gone', row_ids: ['99'] }, { id: 'a', row_ids: ['2', '1'] },
    { id: 'b', row_ids: ['2'] },
  ], places);
  assert.deepEqual(faults.map(({ id }) => id), ['a', 'b', 'c', 'gone']);
  assert.equal(shownFault(faults, 'c', 0), 2);
  assert.equal(shownFault(faults, 'settled', 1), 1);
  assert.equal(shownFault(faults, 'settled', 9), 3);
  assert.equal(shownFault([], 'settled', 0), -1);
});

test('of two repairs that are about as likely, none is done unseen', () => {
  const repairs = (...costs) => ({ repairs: costs.map((cost) => ({ cost })) });
  assert.equal(isClose(repairs(1.5, 1.5)), true);
  assert.equal(isClose(repairs(-1, 0, 0.5)), false);
  assert.equal(isClose(repairs(0)), false);
  assert.equal(isClose(repairs()), false);
});

test('rows are found by bib however it is written, by words of a name, and by what they lack', () => {
  const rows = [
    row('1', { bib: '007', name: 'José Peña' }), row('2', { bib: '70', name: 'Eva', faults: ['f'] }),
    row('3'), row('4', { bib: '5', times: 0 }),
  ];
  const found = (kind, search = '') => rowsShown(rows, { kind, search }).map(({ id }) => id);
  assert.deepEqual(found('all', ' 7 '), ['1']);
  assert.deepEqual(found('all', 'pena jo'), ['1']);
  assert.deepEqual(found('doubtful'), ['2']);
  assert.deepEqual(found('time_only'), ['3']);
  assert.deepEqual(found('bib_only'), ['4']);
});

test('what somebody else has changed of the marks is told, and what was only not asked is not', () => {
  const changes = repairsOf([row('1', { bib: '7' }), row('2', { bib: '8' })], 0)
    .find(({ kind }) => kind === 'swap').changes;
  const now = [row('1', { bib: '7' }), row('2', { bib: '88' })];
  assert.deepEqual(changedMeanwhile(changes, now), [{
    before: { bib: '8', at_ms: 1000, is_withdrawn: false },
    now: { bib: '88', at_ms: 1000, is_withdrawn: false },
  }]);
  assert.deepEqual(changedMeanwhile(changes, [now[0]]).map((one) => one.now), [null]);
});

test('a bib that is typed goes to everything of its row, a time to the bib without one', () => {
  const proposed = row('1', { bib: '132', state: 'proposed', times: 2 });
  assert.deepEqual(bibsSet(withBib(proposed, '123')), { t1: '123', t11: '123', b1: '123' });
  assert.equal(withBib(row('2'), '5').kind, 'insert_bib');
  const { changes } = withTime(row('3', { bib: '9', times: 0 }), 5000);
  assert.deepEqual(changes, [{
    kind: 'mark_moment', mark_id: 'b3', number: 5000,
    expected: { bib: '9', at_ms: null, is_withdrawn: false },
  }]);
});

test('a bib is left for another row, or taken out of the line', () => {
  const repairs = repairsOf([row('1', { bib: '7', times: 2 })], 0);
  assert.deepEqual(bibsSet(named(repairs, 'no_bib')), { t1: '', t11: '' });
  assert.deepEqual(named(repairs, 'drop_bib').changes.map(({ kind, mark_id: id }) => [kind, id]), [
    ['mark_withdrawn', 'b1'], ['mark_bib', 't1'], ['mark_bib', 't11'],
  ]);
  assert.deepEqual(named(repairs, 'drop_time').changes.map((change) => change.mark_id), ['t1', 't11']);
  assert.equal(named(repairs, 'swap'), undefined);
  const alone = repairsOf([row('1', { bib: '7', times: 0 })], 0);
  assert.deepEqual(alone.map(({ kind }) => kind), ['drop_bib']);
});

test('bibs change places with the next time that has one', () => {
  const rows = [row('1', { bib: '7' }), row('2', { bib: '5', times: 0 }), row('3', { bib: '8' })];
  assert.deepEqual(bibsSet(named(repairsOf(rows, 0), 'swap')), { t1: '8', t3: '7' });
});

test('bibs move down to the first time without one, past a bib without a time', () => {
  const rows = [
    row('1', { bib: 'A' }), row('2', { bib: 'B' }), row('3', { bib: 'X', times: 0 }), row('4'),
    row('5', { bib: 'C' }),
  ];
  const down = named(repairsOf(rows, 0), 'shift_down');
  assert.deepEqual(bibsSet(down), { t1: '', t2: 'A', t4: 'B' });
  assert.equal(down.details.count, 2);
  // A bib without a time takes the one below it.
  assert.deepEqual(bibsSet(named(repairsOf(rows, 2), 'shift_down')), { t4: 'X' });
  assert.equal(named(repairsOf(rows, 4), 'shift_down'), undefined);
});

test('bibs move up to a bib without a time, to a time without a bib, or to the end', () => {
  const gap = [row('1'), row('2', { bib: 'B' }), row('3', { bib: 'X', times: 0 }), row('4', { bib: 'C' })];
  assert.deepEqual(bibsSet(named(repairsOf(gap, 0), 'shift_up')), { t1: 'B', t2: 'X' });
  const blank = [row('1', { bib: 'A' }), row('2', { bib: 'B' }), row('3'), row('4', { bib: 'C' })];
  assert.deepEqual(bibsSet(named(repairsOf(blank, 0), 'shift_up')), { t1: 'B', t2: '' });
  const end = [row('1', { bib: 'A' }), row('2', { bib: 'B' })];
  assert.deepEqual(bibsSet(named(repairsOf(end, 0), 'shift_up')), { t1: 'B', t2: '' });
  assert.equal(named(repairsOf([row('1'), row('2')], 0), 'shift_up'), undefined);
});
