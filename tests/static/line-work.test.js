import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

/** What the browser of this phone keeps; `isFull` has it keep nothing more. */
const storage = { kept: new Map(), isFull: false };
globalThis.localStorage = {
  getItem: (key) => storage.kept.get(key) ?? null,
  setItem(key, text) {
    if (storage.isFull) throw new Error('full');
    storage.kept.set(key, text);
  },
  removeItem: (key) => storage.kept.delete(key),
};

const { RunnerLists } = await import('../../static/judge/runner-lists.js');
const { ThisDevice } = await import('../../static/judge/this-device.js');
const { TypedBibs } = await import('../../static/judge/typed-bibs.js');
const LINE = { id: 3, mode: 'both' };
const settled = () => new Promise((resolve) => setTimeout(resolve));

beforeEach(() => {
  storage.kept.clear();
  storage.isFull = false;
});

function type(typed, bib) {
  for (const character of bib) typed.change(LINE, (entry) => entry.type(character));
}

test('a phone has one name for ever and counts on, whatever page asks', () => {
  const [page, other] = [new ThisDevice('iPhone; CPU'), new ThisDevice('iPhone; CPU')];
  assert.deepEqual([page.nextSequence(), other.nextSequence(), page.nextSequence()], [1, 2, 3]);
  const next = new ThisDevice('iPhone; CPU');
  assert.equal(next.id, page.id);
  assert.equal(next.nextSequence(), 4);
  assert.match(page.id, /^iPhone [0-9a-f]{8}$/);
});

test('a phone that keeps nothing counts as long as the page lasts', () => {
  storage.isFull = true;
  const page = new ThisDevice('iPhone; CPU');
  const { id } = page;
  assert.deepEqual([page.nextSequence(), page.nextSequence()], [1, 2]);
  assert.equal(page.id, id);
});

test('what was typed and what is ready survive a reload, by line', () => {
  const page = new TypedBibs(1, () => {});
  type(page, '42');
  page.change(LINE, (entry) => entry.enter());
  type(page, '7');
  const next = new TypedBibs(1, () => {});

  assert.deepEqual(next.of(3), { typed: '7', ready: ['42'] });
  assert.deepEqual(next.of(4), { typed: '', ready: [] });
  assert.deepEqual(new TypedBibs(2, () => {}).of(3), { typed: '', ready: [] });
});

test('a bib that is ready goes to one tap, in whichever window', () => {
  const [page, other] = [new TypedBibs(1, () => {}), new TypedBibs(1, () => {})];
  type(page, '42');
  page.change(LINE, (entry) => entry.enter());
  assert.equal(other.change(LINE, (entry) => entry.tapped()).bib, '42');

  assert.equal(page.change(LINE, (entry) => entry.tapped()).bib, null);
});

test('a phone that is full is typed on all the same', () => {
  const page = new TypedBibs(1, () => {});
  type(page, '4');
  storage.isFull = true;
  type(page, '2');

  assert.equal(page.of(3).typed, '42');
});

/** A laptop with one list, which answers by its tag. */
function someLaptop(runners) {
  const laptop = { asked: [], runners, tag: '"1"', isAway: false };
  laptop.request = async (path, { headers, as }) => {
    laptop.asked.push([path, headers['If-None-Match'] ?? null, as]);
    if (laptop.isAway) throw Object.assign(new Error('no answer'), { name: 'ApiError' });
    if (headers['If-None-Match'] === laptop.tag) return { isSame: true };
    return { value: laptop.runners, tag: laptop.tag, isSame: false };
  };
  return laptop;
}

const ANA = { id: 1, bib: '42', name: 'Ana', team: '', wave_id: null };
const someStore = () => {
  const kept = new Map();
  return {
    kept,
    all: async () => [...kept.values()],
    put: async (one) => kept.set(one.competitionId, one),
  };
};

test('the list of runners is kept on the phone, and asked for by its tag', async () => {
  const laptop = someLaptop([ANA]);
  const store = someStore();
  const lists = new RunnerLists({ session: laptop, onChange: () => {} });
  await lists.useStore(store);
  lists.refresh([4, 4]);
  await settled();
  assert.equal(lists.find(4, '042').name, 'Ana');
  assert.equal(lists.count(4), 1);

  const next = new RunnerLists({ session: laptop, onChange: () => {} });
  laptop.isAway = true;
  await next.useStore(store);
  next.refresh([4]);
  await settled();
  assert.equal(next.find(4, '42').name, 'Ana', 'without the laptop, too');
  laptop.isAway = false;
  next.refresh([4]);
  await settled();
  const path = '/api/competencias/4/corredores/';
  assert.deepEqual(laptop.asked, [
    [path, null, 'tagged'], [path, '"1"', 'tagged'], [path, '"1"', 'tagged'],
  ]);
  assert.equal(next.count(4), 1);
});

test('a late entry is known with the next look', async () => {
  const laptop = someLaptop([ANA]);
  const lists = new RunnerLists({ session: laptop, onChange: () => {} });
  lists.refresh([4]);
  await settled();
  Object.assign(laptop, { tag: '"2"', runners: [ANA, { ...ANA, id: 2, bib: '43' }] });
  lists.refresh([4]);
  await settled();

  assert.equal(lists.find(4, '43').id, 2);
  assert.equal(lists.find(5, '43'), null);
});
