import assert from 'node:assert/strict';
import { test } from 'node:test';

import { viewOf } from '../../static/judge/judge-view.js';
import { TapBook } from '../../static/shared/tap-book.js';

const START = 1_795_000_000_000;
const ANA = 1;

const PROFILE = {
  id: ANA, name: 'Ana Paz', username: 'ana', selectedTeamId: null,
  competitions: [
    { id: 3, name: 'Niños', isRunning: false, startedAtMs: null, recordsPerTeam: 2 },
    {
      id: 4, name: '5K', isRunning: true, startedAtMs: START, correctionMs: -1000,
      recordsPerTeam: 15,
    },
  ],
  teams: [
    { id: 7, number: 101, name: 'A', competitionId: 3, count: 0 },
    { id: 8, number: 201, name: 'B', competitionId: 4, count: 6 },
  ],
};

async function someRoom(profile = {}) {
  let count = 0;
  const book = new TapBook({ newId: () => `id${++count}` });
  await book.useStore({ all: async () => [], put: async () => {}, delete: async () => {} }, START);
  const take = (readingMs, more = {}) => book.take({
    judgeId: ANA, judgeName: 'Ana', teamId: 8, teamNumber: 201, competitionId: 4, readingMs,
    timeline: 'x', dateMs: START, ...more,
  });
  const view = () => viewOf({
    profile: { ...PROFILE, ...profile }, connection: 'open', uncertaintyMs: 8, book,
    resolve: () => ({ offsetMs: 500, uncertaintyMs: 8 }),
  });
  return { book, take, view };
}

test('the team of the race in progress is chosen until the judge chooses', async () => {
  const { view } = await someRoom();
  assert.equal(view().selectedTeamId, 8);
  assert.equal(view().competition.name, '5K');

  const { view: chosen } = await someRoom({ selectedTeamId: 7 });
  assert.equal(chosen().selectedTeamId, 7);
  assert.equal(chosen().teams[0].limit, 2);
});

test('a judge without teams has none to choose', async () => {
  const { view } = await someRoom({ teams: [], competitions: [] });
  assert.equal(view().selectedTeamId, null);
  assert.equal(view().competition, null);
});

test('taps on their way count with those at the laptop, withdrawn ones do not', async () => {
  const { book, take, view } = await someRoom();
  take(START + 60_000);
  book.setWithdrawn(take(START + 61_000).id, true);
  const stored = take(START + 62_000);
  book.stored(stored.id, { raceMs: 1 });

  assert.equal(view().teams[1].count, 7);
});

test('a tap shows the official time as it is known, then as the laptop stored it', async () => {
  const { book, take, view } = await someRoom();
  const tap = take(START + 60_000);
  assert.equal(view().taps[0].raceMs, 59_500);
  assert.equal(view().taps[0].takenAtMs, START + 59_500);

  book.stored(tap.id, { raceMs: 58_501 });
  assert.equal(view().taps[0].raceMs, 59_501);
});

test('a tap before any start has no race time yet', async () => {
  const { take, view } = await someRoom();
  take(START, { teamId: 7, competitionId: 3 });
  assert.equal(view().taps[0].raceMs, null);
});

test('the newest tap is first, and those of another judge are only counted', async () => {
  const { take, view } = await someRoom();
  take(START + 1);
  take(START + 2);
  take(START + 3, { judgeId: 2, judgeName: 'Luis' });

  assert.deepEqual(view().taps.map((tap) => tap.id), ['id2', 'id1']);
  assert.deepEqual(view().othersUnsent, [{ judgeName: 'Luis', count: 1 }]);
});

test('a tap says that it is being written down until it is', async () => {
  const { take, view } = await someRoom();
  take(START);
  assert.equal(view().taps[0].state, 'saving');
  await new Promise((resolve) => setTimeout(resolve));
  assert.equal(view().taps[0].state, 'unsent');
});

test('a moved tap names the team that has it, until it has it no more', async () => {
  const { book, take, view } = await someRoom();
  const wrong = take(START + 1);
  const right = take(START + 1, { teamId: 7, teamNumber: 101, competitionId: 3 });
  book.setWithdrawn(wrong.id, true, right.id);
  assert.equal(view().taps[1].movedTo, 101);

  book.setWithdrawn(right.id, true);
  assert.equal(view().taps[1].movedTo, null);
});
