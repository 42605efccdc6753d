import assert from 'node:assert/strict';
import { test } from 'node:test';

import { TapBook } from '../../static/shared/tap-book.js';

const ANA = 1;
const LUIS = 2;
const NOW = 1_795_000_000_000;
const DAY = 24 * 60 * 60 * 1000;

/** A store in memory; `fails` makes it refuse, `holds` makes it wait. */
function someStore(taps = []) {
  const kept = new Map(taps.map((tap) => [tap.id, tap]));
  const store = { kept, fails: false, waiting: [], holds: false };
  store.all = async () => [...kept.values()];
  store.put = async (tap) => {
    if (store.holds) await new Promise((resolve) => store.waiting.push(resolve));
    if (store.fails) throw new Error('full');
    kept.set(tap.id, tap);
  };
  store.delete = async (ids) => ids.forEach((id) => kept.delete(id));
  return store;
}

async function opened(store = someStore()) {
  let count = 0;
  const book = new TapBook({ newId: () => `id${++count}` });
  await book.useStore(store, NOW);
  return { book, store };
}

let nextReading = NOW;
const tapOf = (teamId, { judgeId = ANA, ...more } = {}) => ({
  judgeId, judgeName: judgeId === ANA ? 'Ana' : 'Luis', teamId, competitionId: 1,
  readingMs: (nextReading += 100), timeline: 'x', dateMs: NOW, ...more,
});
const settled = () => new Promise((resolve) => setTimeout(resolve));
const ids = (taps) => taps.map((tap) => tap.id);

test('a tap is sent once it is stored, not before', async () => {
  const { book, store } = await opened();
  store.holds = true;
  const tap = book.take(tapOf(7));
  assert.deepEqual(book.nextBatch(ANA), []);
  assert.ok(book.isSaving(tap.id));
  assert.equal(book.unsentCount(ANA), 1);

  store.waiting.forEach((resolve) => resolve());
  await settled();
  assert.deepEqual(ids(book.nextBatch(ANA)), [tap.id]);
});

test('taps of one team go together, in their order, at most 15', async () => {
  const { book } = await opened();
  const first = Array.from({ length: 17 }, () => book.take(tapOf(7)));
  book.take(tapOf(8));
  await settled();

  assert.deepEqual(book.nextBatch(ANA), first.slice(0, 15));
  for (const tap of first) book.stored(tap.id, { raceMs: 5 });
  assert.deepEqual(book.nextBatch(ANA).map((tap) => tap.teamId), [8]);
});

test('a change of team ends a batch, so that the order is that of the taps', async () => {
  const { book } = await opened();
  const taps = [7, 7, 8, 7].map((team) => book.take(tapOf(team)));
  await settled();

  assert.deepEqual(book.nextBatch(ANA), taps.slice(0, 2));
});

test('only the acknowledgement ends a tap, and it stays after that', async () => {
  const { book, store } = await opened();
  const tap = book.take(tapOf(7));
  book.stored(tap.id, { raceMs: 61_000 });
  await settled();

  assert.equal(book.unsentCount(ANA), 0);
  assert.equal(store.kept.get(tap.id).state, 'stored');
  assert.equal(store.kept.get(tap.id).raceMs, 61_000);
});

test('a new page finds what the last one had not sent', async () => {
  const { book, store } = await opened();
  const tap = book.take(tapOf(7));
  await settled();
  const { book: next } = await opened(someStore([...store.kept.values()]));

  assert.deepEqual(next.nextBatch(ANA), [tap]);
});

test('taps of before the store was open are stored when it is, after those it had', async () => {
  const { store: old } = await opened();
  const earlier = { ...tapOf(7), id: 'old', order: NOW - 5, state: 'unsent' };
  old.kept.set('old', earlier);
  const book = new TapBook({ newId: () => 'new' });
  book.take(tapOf(7));
  assert.deepEqual(book.nextBatch(ANA), []);
  assert.ok(book.isOpening, 'nobody can say yet that all is sent');

  await book.useStore(old, NOW);
  assert.ok(!book.isOpening);

  assert.deepEqual(ids(book.taps), ['old', 'new']);
  assert.deepEqual([...old.kept.keys()], ['old', 'new']);
});

test('without a store taps are sent from memory, and it says so', () => {
  const book = new TapBook({ newId: () => 'one' });
  book.take(tapOf(7));
  assert.equal(book.storage, 'kept');
  book.goWithoutStore();

  assert.equal(book.storage, 'memory');
  assert.deepEqual(ids(book.nextBatch(ANA)), ['one']);
});

test('a store that opens late, or works again, takes everything over', async () => {
  const { book, store } = await opened();
  store.fails = true;
  const tap = book.take(tapOf(7));
  await settled();
  assert.equal(book.storage, 'memory');
  assert.deepEqual(book.nextBatch(ANA), [tap]);

  store.fails = false;
  await book.saveAgain();
  assert.equal(book.storage, 'kept');
  assert.ok(store.kept.has(tap.id));

  const late = new TapBook({ newId: () => 'late' });
  late.goWithoutStore();
  late.take(tapOf(7));
  const other = someStore();
  await late.useStore(other, NOW);
  assert.equal(late.storage, 'kept');
  assert.ok(other.kept.has('late'));
});

test('a store that hangs is taken for one that fails, until it answers', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const { book, store } = await opened();
  store.holds = true;
  const tap = book.take(tapOf(7));
  context.mock.timers.tick(1999);
  assert.equal(book.storage, 'kept');
  context.mock.timers.tick(1);
  assert.equal(book.storage, 'memory');
  assert.deepEqual(book.nextBatch(ANA), [tap], 'it is sent from memory');

  store.waiting.forEach((resolve) => resolve());
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  assert.equal(book.storage, 'kept');
});

test('a tap that another window has left behind is sent by this one', async () => {
  const { book, store } = await opened();
  store.kept.set('theirs', { ...tapOf(7), id: 'theirs', order: NOW, state: 'unsent' });
  await book.readAgain();

  assert.deepEqual(ids(book.nextBatch(ANA)), ['theirs']);
});

test('what another window changes is adopted, but for what is on its way to the store', async () => {
  const { book, store } = await opened();
  const tap = book.take(tapOf(7));
  await settled();
  book.adopt({ ...tap, state: 'stored' });
  assert.equal(book.get(tap.id).state, 'stored');

  store.holds = true;
  book.setWithdrawn(tap.id, true);
  book.adopt({ ...tap, state: 'stored' });
  assert.ok(book.get(tap.id).isWithdrawn);
});

test('a withdrawal is told once the laptop has the tap', async () => {
  const { book } = await opened();
  const tap = book.take(tapOf(7));
  book.setWithdrawn(tap.id, true);
  await settled();
  assert.equal(book.nextBatch(ANA).length, 1, 'the record is sent all the same');
  assert.equal(book.nextWithdrawal(ANA), null);

  book.stored(tap.id, { raceMs: 5 });
  assert.equal(book.nextWithdrawal(ANA).id, tap.id);
  assert.equal(book.unsentCount(ANA), 1);
  book.withdrawalStored(tap.id, true);
  assert.equal(book.unsentCount(ANA), 0);
  assert.ok(book.get(tap.id).isWithdrawn);
});

test('a tap that is given back while its withdrawal is on its way is told again', async () => {
  const { book } = await opened();
  const tap = book.take(tapOf(7));
  book.stored(tap.id, { raceMs: 5 });
  book.setWithdrawn(tap.id, true);
  book.setWithdrawn(tap.id, false);
  book.withdrawalStored(tap.id, true);

  assert.equal(book.nextWithdrawal(ANA).isWithdrawn, false);
});

test('a tap withdrawn and given back before it was sent is just a tap', async () => {
  const { book } = await opened();
  const tap = book.take(tapOf(7));
  book.setWithdrawn(tap.id, true);
  book.setWithdrawn(tap.id, false);
  book.stored(tap.id, { raceMs: 5 });

  assert.equal(book.unsentCount(ANA), 0);
});

test('a withdrawal that the laptop does not allow is undone here', async () => {
  const { book } = await opened();
  const tap = book.take(tapOf(7));
  book.stored(tap.id, { raceMs: 5 });
  book.setWithdrawn(tap.id, true);
  book.withdrawalRefused(tap.id, 'record_not_allowed');

  assert.equal(book.get(tap.id).isWithdrawn, false);
  assert.equal(book.get(tap.id).reason, 'record_not_allowed');
  assert.equal(book.unsentCount(ANA), 0);
});

test('what the organizer keeps is at the laptop; what it did not take is not', async () => {
  const { book } = await opened();
  const [kept, held] = [book.take(tapOf(7)), book.take(tapOf(7))];
  await settled();
  book.refused(kept.id, 'race_not_running');
  book.held(held.id, 'team_not_found');

  assert.deepEqual(ids(book.unsent(ANA)), [held.id]);
  assert.deepEqual(book.nextBatch(ANA), [], 'a held tap holds no other up');
  book.retryHeld(ANA);
  await settled();
  assert.deepEqual(ids(book.nextBatch(ANA)), [held.id]);
});

test('a held tap that is withdrawn is done with, until it is given back', async () => {
  const { book } = await opened();
  const tap = book.take(tapOf(7));
  book.held(tap.id, 'team_not_found');
  book.setWithdrawn(tap.id, true);
  assert.equal(book.unsentCount(ANA), 0);

  book.setWithdrawn(tap.id, false);
  assert.equal(book.get(tap.id).state, 'unsent');
});

test('what the laptop lacks is sent again, with its withdrawal', async () => {
  const { book } = await opened();
  const [one, other] = [book.take(tapOf(7)), book.take(tapOf(7))];
  for (const tap of [one, other]) book.stored(tap.id, { raceMs: 5 });
  book.setWithdrawn(other.id, true);
  book.withdrawalStored(other.id, true);
  await settled();
  assert.deepEqual(ids(book.atTheLaptop(ANA)), [one.id, other.id]);

  book.missing([one.id, other.id]);
  await settled();

  assert.deepEqual(ids(book.nextBatch(ANA)), [one.id, other.id]);
  for (const tap of [one, other]) book.stored(tap.id, { raceMs: 5 });
  assert.equal(book.nextWithdrawal(ANA).id, other.id);
});

test('what counts at the laptop is what is shown, where nothing of ours is on its way', async () => {
  const { book } = await opened();
  const tap = book.take(tapOf(7));
  book.stored(tap.id, { raceMs: 5 });
  book.stored(tap.id, { isWithdrawn: true });
  assert.ok(book.get(tap.id).isWithdrawn);
  book.stored(tap.id, { isWithdrawn: false });
  assert.ok(!book.get(tap.id).isWithdrawn);
  assert.equal(book.get(tap.id).raceMs, 5);
});

test("another judge's taps wait, and are told of", async () => {
  const { book } = await opened();
  book.take(tapOf(7, { judgeId: LUIS }));
  await settled();

  assert.deepEqual(book.nextBatch(ANA), []);
  assert.equal(book.unsentCount(ANA), 0);
  assert.deepEqual(book.othersUnsent(ANA), [{ judgeName: 'Luis', count: 1 }]);
});

test('what the laptop has had for a week is forgotten, what it has not never', async () => {
  const old = { ...tapOf(7), dateMs: NOW - 8 * DAY, order: 1 };
  const store = someStore([
    { ...old, id: 'stored', state: 'stored' }, { ...old, id: 'unsent', state: 'unsent' },
  ]);
  const { book } = await opened(store);

  assert.deepEqual(ids(book.taps), ['unsent']);
  assert.deepEqual([...store.kept.keys()], ['unsent']);
});

test('taps are in the order in which they were made, also when the date is set back', async () => {
  const store = someStore([{ ...tapOf(7), id: 'yesterday', order: NOW + DAY, state: 'unsent' }]);
  const { book } = await opened(store);
  const tap = book.take(tapOf(7));

  assert.deepEqual(ids(book.taps), ['yesterday', tap.id]);
});
