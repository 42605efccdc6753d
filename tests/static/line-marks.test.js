import assert from 'node:assert/strict';
import { test } from 'node:test';

import { checksOfMarks, madeMsOf } from '../../static/shared/line-checks.js';
import { bibOf, NEW_MARK, sentBibOf } from '../../static/shared/line-marks.js';
import { TapBook } from '../../static/shared/tap-book.js';

const ANA = 1;
const NOW = 1_795_000_000_000;

/** A store of this phone, which its windows share; `windows` are told of what the others put. */
function someStore() {
  const kept = new Map();
  const store = { kept, windows: [], holds: false, waiting: [] };
  store.all = async () => structuredClone([...kept.values()]);
  store.putBy = (mine) => async (entry) => {
    if (store.holds) await new Promise((resolve) => store.waiting.push(resolve));
    kept.set(entry.id, structuredClone(entry));
    for (const book of store.windows) if (book !== mine()) book.adopt(structuredClone(entry));
  };
  store.delete = async (ids) => ids.forEach((id) => kept.delete(id));
  return store;
}

let ids = 0;
async function opened(store = someStore()) {
  const book = new TapBook({ newId: () => `id${++ids}` });
  await book.useStore(
    { all: store.all, put: store.putBy(() => book), delete: store.delete }, NOW,
  );
  store.windows.push(book);
  return { book, store };
}

let readings = NOW;
const moment = () => ({
  readingMs: (readings += 100), timeline: 'x', dateMs: NOW, offsetMs: 1000, uncertaintyMs: 8,
});
let sequence = 0;
const markOf = (more = {}) => ({
  ...NEW_MARK, ...moment(), judgeId: ANA, judgeName: 'Ana', lineId: 3, lineName: 'Meta',
  competitionId: 4, device: 'Moto', sequence: ++sequence, hasTime: true, ...more,
});
const settled = () => new Promise((resolve) => setTimeout(resolve));
const sent = (book) => {
  const batch = book.nextBatch(ANA);
  book.goingOut(batch);
  return batch;
};
const bib = (book, id, text) => book.correct(id, { bib: text }, moment());
const withdraw = (book, id, isWithdrawn) => book.correct(id, { isWithdrawn }, moment());

test('marks of one line go together, 50 at most, and apart from taps of teams', async () => {
  const { book } = await opened();
  const marks = Array.from({ length: 51 }, () => book.take(markOf()));
  book.take(markOf({ lineId: 5 }));
  book.take({ ...moment(), judgeId: ANA, teamId: 3, competitionId: 1 });
  await settled();

  assert.deepEqual(sent(book), marks.slice(0, 50));
  for (const mark of marks) book.stored(mark.id, { raceMs: 5 });
  assert.deepEqual(sent(book).map((mark) => mark.lineId), [5]);
  for (const mark of book.nextBatch(ANA)) book.stored(mark.id, { raceMs: 5 });
  assert.deepEqual(sent(book).map((tap) => tap.teamId), [3]);
});

test('a bib that is typed before its tap was ever sent goes in the mark itself', async () => {
  const { book } = await opened();
  const { id } = book.take(markOf({ isWaiting: true }));
  bib(book, id, '42');
  await settled();

  assert.equal(sentBibOf(sent(book)[0]), '42');
  assert.ok(!book.get(id).isWaiting);
  book.stored(id, { raceMs: 5 });
  assert.equal(book.nextCorrection(ANA), null);
  assert.equal(book.unsentCount(ANA), 0);
});

test('a bib for a tap that may have reached the laptop follows as a correction', async () => {
  const { book } = await opened();
  const { id } = book.take(markOf({ isWaiting: true }));
  await settled();
  sent(book);
  bib(book, id, '42');
  await settled();
  assert.equal(sentBibOf(book.nextBatch(ANA)[0]), null, 'sent again as it was');
  assert.equal(book.nextCorrection(ANA), null, 'the mark first');
  assert.equal(bibOf(book.get(id)), '42');

  book.stored(id, { raceMs: 5 });
  await settled();
  const { mark, correction } = book.nextCorrection(ANA);
  assert.deepEqual([mark.id, correction.bib], [id, '42']);
  assert.equal(book.unsentCount(ANA), 1);
  book.correctionAnswered(id, correction.id, { state: 'stored', flags: ['second_mark'] });
  assert.equal(book.unsentCount(ANA), 0);
  assert.deepEqual(book.get(id).flags, ['second_mark']);
});

test('after a reload nobody knows whether a tap went out, and its bib follows', async () => {
  const { book, store } = await opened();
  const { id } = book.take(markOf({ isWaiting: true }));
  await settled();
  const { book: next } = await opened(store);
  assert.ok(next.get(id).isWaiting);
  bib(next, id, '42');

  assert.equal(sentBibOf(next.get(id)), null);
  assert.equal(bibOf(next.get(id)), '42');
});

test('corrections go in their order, and the last one is what holds', async () => {
  const { book } = await opened();
  const { id } = book.take(markOf({ bib: '19' }));
  book.stored(id, { raceMs: 5 });
  bib(book, id, '89');
  withdraw(book, id, true);
  bib(book, id, '');
  withdraw(book, id, false);
  await settled();
  assert.equal(bibOf(book.get(id)), null);
  assert.ok(!book.get(id).isWithdrawn);

  const said = [];
  for (let next = book.nextCorrection(ANA); next !== null; next = book.nextCorrection(ANA)) {
    said.push(next.correction.bib ?? next.correction.isWithdrawn);
    book.correctionAnswered(id, next.correction.id, { state: 'stored' });
    await settled();
  }
  assert.deepEqual(said, ['89', true, '', false]);
});

test('what is so already is no correction', async () => {
  const { book } = await opened();
  const { id } = book.take(markOf({ bib: '19' }));
  bib(book, id, '19');
  withdraw(book, id, false);

  assert.deepEqual(book.get(id).corrections, []);
});

test('what the laptop does not allow is undone here', async () => {
  const { book } = await opened();
  const { id } = book.take(markOf({ bib: '19' }));
  book.stored(id, { raceMs: 5 });
  withdraw(book, id, true);
  bib(book, id, '20');
  for (const { id: number } of book.get(id).corrections) {
    book.correctionAnswered(id, number, { state: 'refused', reason: 'too_many_changes' });
  }

  assert.ok(!book.get(id).isWithdrawn);
  assert.equal(bibOf(book.get(id)), '19');
  assert.equal(book.get(id).reason, 'too_many_changes');
  assert.equal(book.unsentCount(ANA), 0);
});

test('a mark that the laptop lacks is sent again as it was, with all that was set right', async () => {
  const { book } = await opened();
  const { id } = book.take(markOf());
  await settled();
  sent(book);
  book.stored(id, { raceMs: 5, flags: ['no_bib'] });
  bib(book, id, '42');
  book.correctionAnswered(id, book.get(id).corrections[0].id, { state: 'stored' });
  await settled();
  book.missing([id]);
  await settled();

  assert.equal(sentBibOf(sent(book)[0]), null);
  assert.deepEqual(book.get(id).flags, []);
  book.stored(id, { raceMs: 5 });
  await settled();
  assert.equal(book.nextCorrection(ANA).correction.bib, '42');
});

test('a correction that a backup lacks is sent again', async () => {
  const { book } = await opened();
  const { id } = book.take(markOf({ bib: '19' }));
  book.stored(id, { raceMs: 5 });
  bib(book, id, '42');
  withdraw(book, id, true);
  withdraw(book, id, false);
  const numbers = book.get(id).corrections.map((one) => one.id);
  for (const number of numbers) book.correctionAnswered(id, number, { state: 'stored' });

  book.correctionsMissing([id], [numbers[2]]);
  assert.deepEqual(
    book.get(id).corrections.map((one) => one.state), ['stored', 'stored', 'unsent'],
  );
  book.correctionsMissing([id], numbers);
  assert.deepEqual(book.get(id).corrections.map((one) => one.state), Array(3).fill('unsent'));
});

test('who is withdrawn at the laptop is so here, unless we have just said otherwise', async () => {
  const { book } = await opened();
  const { id } = book.take(markOf({ bib: '19' }));
  book.stored(id, { isWithdrawn: true });
  assert.ok(book.get(id).isWithdrawn);
  withdraw(book, id, false);
  book.stored(id, { isWithdrawn: true });
  assert.ok(!book.get(id).isWithdrawn);
});

test('a held mark is done with once it is withdrawn, and given back it is sent again', async () => {
  const { book } = await opened();
  const { id } = book.take(markOf({ bib: '19' }));
  book.held(id, 'line_not_allowed');
  assert.equal(book.unsentCount(ANA), 1);
  withdraw(book, id, true);
  assert.equal(book.unsentCount(ANA), 0);
  withdraw(book, id, false);
  assert.equal(book.get(id).state, 'unsent');
});

test('where another window had sent the tap without its bib, the bib follows', async () => {
  const { book } = await opened();
  const { id } = book.take(markOf({ isWaiting: true }));
  bib(book, id, '42');
  await settled();
  sent(book);
  book.held(id, 'mark_id_taken');
  await settled();

  assert.equal(book.get(id).state, 'stored');
  assert.equal(book.nextCorrection(ANA).correction.bib, '42');
  assert.equal(bibOf(book.get(id)), '42');
});

test('a mark whose id is really taken stays here', async () => {
  const { book } = await opened();
  const { id } = book.take(markOf({ bib: '19' }));
  book.held(id, 'mark_id_taken');
  assert.equal(book.get(id).state, 'held');
});

test('of two windows that change one mark at once none loses what was set right', async () => {
  const { book: one, store } = await opened();
  const { id } = one.take(markOf({ bib: '19' }));
  await settled();
  const { book: other } = await opened(store);
  bib(one, id, '42');
  other.stored(id, { raceMs: 5 });
  withdraw(other, id, true);
  await settled();
  await settled();
  await one.readAgain();
  await other.readAgain();
  await settled();

  for (const book of [one, other]) {
    assert.deepEqual([bibOf(book.get(id)), book.get(id).isWithdrawn], ['42', true]);
  }
  assert.equal(store.kept.get(id).corrections.length, 2);
  // Whether it is sent once more or not: both corrections are still told.
  other.stored(id, { raceMs: 5 });
  await settled();
  assert.equal(other.nextCorrection(ANA).correction.bib, '42');
});

test('a bib that one window put into a tap is not lost where the other has sent the tap', async () => {
  const { book: one, store } = await opened();
  const { book: other } = await opened(store);
  const { id } = one.take(markOf({ isWaiting: true }));
  await settled();
  bib(one, id, '42');
  other.stored(id, { raceMs: 5 });
  await settled();
  await settled();

  for (const book of [one, other]) assert.equal(bibOf(book.get(id)), '42');
  // The laptop has it without the bib, and says so to whoever sends it with the bib.
  other.held(id, 'mark_id_taken');
  await settled();
  for (const book of [one, other]) {
    assert.equal(book.get(id).state, 'stored');
    assert.equal(book.nextCorrection(ANA).correction.bib, '42');
  }
});

test('the laptop is asked for all marks and corrections, in messages that it takes', () => {
  const mark = (id, stored) => ({
    id, corrections: Array.from({ length: stored }, (_, index) => ({
      id: `${id}-${index}`, state: 'stored',
    })).concat([{ id: `${id}-new`, state: 'unsent' }]),
  });
  const checks = checksOfMarks([mark('a', 1), mark('b', 2), mark('c', 1), mark('d', 0)], 3);

  assert.deepEqual(checks, [
    { ids: ['a', 'b'], correctionIds: ['a-0', 'b-0', 'b-1'] },
    { ids: ['c', 'd'], correctionIds: ['c-0'] },
  ]);
  assert.deepEqual(checksOfMarks([], 3), []);
});

test('of two corrections of a mark the later one is later, whatever its clock was', () => {
  const corrections = [
    { id: 'a', readingMs: NOW, offsetMs: -5000 }, { id: 'b', readingMs: NOW + 9, offsetMs: 0 },
    { id: 'c', readingMs: NOW + 90_000, offsetMs: null },
  ];
  const resolve = ({ offsetMs }) => ({ offsetMs });
  const made = corrections.map((one) => madeMsOf({ corrections }, one, resolve));

  assert.deepEqual(made, [NOW + 5000, NOW + 5001, NOW + 90_000]);
});
