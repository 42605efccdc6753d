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
  assert.deepEqual(entry.tapped('m1'), { kind: 'time' });
  assert.deepEqual(entry.tapped('m2'), { kind: 'time' });
  assert.deepEqual(entry.waiting, ['m1', 'm2']);

  assert.deepEqual(typed(entry, '42'), { kind: 'assign', markId: 'm1', bib: '42' });
  assert.deepEqual(entry.waiting, ['m2']);
});

test('type, then tap: the next tap takes the bib with it, once', () => {
  const entry = new BibEntry('both');
  assert.deepEqual(typed(entry, '42'), { kind: 'ready', bib: '42' });
  assert.equal(entry.ready, '42');

  assert.deepEqual(entry.tapped('m1'), { kind: 'both', bib: '42' });
  assert.deepEqual(entry.tapped('m2'), { kind: 'time' });
  assert.deepEqual(entry.waiting, ['m2']);
});

test('a bib that was typed wrongly before its tap is typed anew', () => {
  const entry = new BibEntry('both');
  typed(entry, '24');
  typed(entry, '42');

  assert.deepEqual(entry.tapped('m1'), { kind: 'both', bib: '42' });
});

test('bibs alone are marks, and times alone wait for nothing', () => {
  assert.deepEqual(typed(new BibEntry('bibs'), '42'), { kind: 'bib', bib: '42' });
  const times = new BibEntry('times');
  times.tapped('m1');
  assert.deepEqual(times.waiting, []);
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
  for (let count = 0; count < 20; count += 1) entry.type('1');
  assert.equal(entry.typed.length, 12);
});

test('a mark that is withdrawn waits no more, and one whose bib is taken back waits again', () => {
  const entry = new BibEntry('both');
  const order = (id) => Number(id.slice(1));
  ['m1', 'm2', 'm3'].forEach((id) => entry.tapped(id));
  entry.forget('m2');
  assert.deepEqual(entry.waiting, ['m1', 'm3']);

  entry.waitAgain('m2', order);
  entry.waitAgain('m2', order);
  assert.deepEqual(entry.waiting, ['m1', 'm2', 'm3']);
});
