import assert from 'node:assert/strict';
import { test } from 'node:test';

import { BibEntry } from '../../static/shared/bib-entry.js';
import { bibKey, RunnerList } from '../../static/shared/bibs.js';

function typed(entry, bib) {
  for (const character of bib) entry.type(character);
  return entry.enter();
}

test('a bib is the same however it is written', () => {
  assert.deepEqual(['007', ' 7', '7', '0', '000'].map(bibKey), ['7', '7', '7', '0', '0']);
  assert.deepEqual(['a12', 'A 12'].map(bibKey), ['A12', 'A12']);
});

test('a runner is found by the bib as it is typed, and an unknown one is nobody', () => {
  const list = new RunnerList([{ id: 1, bib: '042', name: 'Ana' }]);

  assert.equal(list.find('42').name, 'Ana');
  assert.equal(list.find('43'), null);
  assert.equal(list.size, 1);
});

test('tap, then type: the oldest tap that waits gets the bib', () => {
  const entry = new BibEntry('both');
  assert.deepEqual(entry.tapped(), { bib: null, isWaiting: true });

  for (const character of '42') entry.type(character);
  assert.deepEqual(entry.enter(['m1', 'm2']), { kind: 'assign', markId: 'm1', bib: '42' });
  assert.equal(entry.typed, '');
  assert.deepEqual(entry.ready, []);
});

test('type, then tap: the next tap takes the bib with it, once', () => {
  const entry = new BibEntry('both');
  assert.deepEqual(typed(entry, '42'), { kind: 'ready', bib: '42' });
  assert.deepEqual(entry.ready, ['42']);

  assert.deepEqual(entry.tapped(), { bib: '42', isWaiting: false });
  assert.deepEqual(entry.tapped(), { bib: null, isWaiting: true });
});

test('bibs that were typed before their taps are given in their order, and the last can be dropped', () => {
  const entry = new BibEntry('both');
  for (const bib of ['17', '18', '19']) typed(entry, bib);
  assert.deepEqual(entry.ready, ['17', '18', '19']);

  entry.dropReady();
  assert.deepEqual([1, 2, 3].map(() => entry.tapped().bib), ['17', '18', null]);
  entry.dropReady();
  assert.deepEqual(entry.ready, []);
});

test('sixth bib before the taps is refused and stays typed', () => {
  const entry = new BibEntry('both');
  for (const bib of ['1', '2', '3', '4', '5']) assert.equal(typed(entry, bib).kind, 'ready');
  assert.deepEqual(typed(entry, '6'), { kind: 'full', bib: '6' });
  assert.equal(entry.typed, '6');
  assert.deepEqual(entry.ready, ['1', '2', '3', '4', '5']);

  entry.tapped();
  assert.equal(entry.enter().kind, 'ready');
  assert.deepEqual(entry.ready, ['2', '3', '4', '5', '6']);
});

test('bib for a time that waits is taken however many are ready', () => {
  const entry = new BibEntry('both', { typed: '6', ready: ['1', '2', '3', '4', '5'] });
  assert.deepEqual(entry.enter(['m1']), { kind: 'assign', markId: 'm1', bib: '6' });
});

test('bibs that are ready are kept, and not given, where times alone are taken', () => {
  const entry = new BibEntry('times', { ready: ['17', '18'] });
  assert.deepEqual(entry.tapped(), { bib: null, isWaiting: false });
  assert.deepEqual(entry.ready, ['17', '18']);
});

test('bibs alone are marks, and times alone wait for nothing', () => {
  assert.deepEqual(typed(new BibEntry('bibs'), '42'), { kind: 'bib', bib: '42' });
  assert.deepEqual(new BibEntry('times').tapped(), { bib: null, isWaiting: false });
});

test('what is typed can be erased, is never too long, and nothing is no bib', () => {
  const entry = new BibEntry('bibs');
  entry.type('4');
  entry.type('3');
  entry.erase();
  entry.type('2');
  assert.equal(entry.typed, '42');
  entry.enter();
  assert.equal(entry.enter(), null);
  entry.type(' ');
  assert.equal(entry.enter(), null);
  for (let count = 0; count < 20; count += 1) entry.type('1');
  assert.equal(entry.typed.length, 12);
});

test('another page goes on with what was typed and what was ready', () => {
  const entry = new BibEntry('both');
  typed(entry, '42');
  entry.type('7');
  const next = new BibEntry('both', entry.kept);

  assert.equal(next.typed, '7');
  assert.deepEqual(next.tapped(), { bib: '42', isWaiting: false });
});
