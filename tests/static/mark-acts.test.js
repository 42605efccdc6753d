import assert from 'node:assert/strict';
import { test } from 'node:test';

import { NEW_MARK } from '../../static/shared/line-marks.js';
import { lastActOf } from '../../static/shared/mark-acts.js';
import { TapBook } from '../../static/shared/tap-book.js';

/** A book at one line, where things happen one after another. */
function someBook() {
  let count = 0;
  const book = new TapBook({ newId: () => `id${++count}` });
  const moment = () => ({ readingMs: 1_795_000_000_000 + count, timeline: 'x', dateMs: 0 });
  return {
    book,
    take: (own = {}) => book.take({
      ...NEW_MARK, ...moment(), judgeId: 1, lineId: 3, hasTime: true, isWaiting: true, ...own,
    }).id,
    setBib: (id, bib) => book.correct(id, { bib }, moment()),
    withdraw: (id) => book.correct(id, { isWithdrawn: true }, moment()),
    last: () => lastActOf(book.taps),
  };
}

test('nothing was done, or a mark was made', () => {
  const { take, last } = someBook();
  assert.equal(last(), null);
  take();
  const second = take({ bib: '7' });
  assert.deepEqual(last(), { kind: 'mark', markId: second });
});

test('bib that was given to an earlier time is the last act, until it is taken back', () => {
  const { take, setBib, last } = someBook();
  const first = take();
  const second = take();
  setBib(first, '5');
  assert.deepEqual(last(), { kind: 'bib', markId: first, bib: '5', before: '' });
  setBib(first, '');
  assert.deepEqual(last(), { kind: 'mark', markId: second });
  setBib(first, '6');
  assert.deepEqual(last(), { kind: 'bib', markId: first, bib: '6', before: '' });
});

test('of several bibs each can be taken back in turn', () => {
  const { take, setBib, last } = someBook();
  const id = take({ bib: '1' });
  setBib(id, '2');
  setBib(id, '3');
  for (const [bib, before] of [['3', '2'], ['2', '1']]) {
    assert.deepEqual(last(), { kind: 'bib', markId: id, bib, before });
    setBib(id, before);
  }
  assert.deepEqual(last(), { kind: 'mark', markId: id });
});

test('time that the laptop has already is given its bib by a correction, which is undone as well', () => {
  const { book, take, setBib, last } = someBook();
  const id = take();
  book.goingOut([book.get(id)]);
  book.stored(id, { raceMs: 5 });
  setBib(id, '5');
  assert.equal(last().bib, '5');
  setBib(id, '');
  book.waitAgain(id);
  assert.ok(book.get(id).isWaiting);
  assert.equal(last().kind, 'mark');
});

test('bib that the laptop has refused, and a mark that was withdrawn, were no acts', () => {
  const { book, take, setBib, withdraw, last } = someBook();
  const first = take();
  book.goingOut([book.get(first)]);
  book.stored(first, { raceMs: 5 });
  setBib(first, '5');
  withdraw(take());
  assert.equal(last().kind, 'bib');
  book.correctionAnswered(first, book.get(first).corrections[0].id, { state: 'refused' });
  assert.deepEqual(last(), { kind: 'mark', markId: first });
});
