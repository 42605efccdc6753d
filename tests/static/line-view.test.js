import assert from 'node:assert/strict';
import { test } from 'node:test';

import { viewOf } from '../../static/judge/judge-view.js';
import { RunnerList } from '../../static/shared/bibs.js';
import { NEW_MARK } from '../../static/shared/line-marks.js';
import { TapBook } from '../../static/shared/tap-book.js';

const START = 1_795_000_000_000;
const ANA = 1;
const LINE = { id: 3, name: 'Meta', kind: 'finish', mode: 'both', competitionId: 4 };
const PROFILE = {
  id: ANA, name: 'Ana Paz', username: 'ana', selectedTeamId: null, selectedLineId: null,
  competitions: [
    { id: 1, name: 'Relevos', isRunning: false, startedAtMs: null, recordsPerTeam: 2 },
    { id: 4, name: '5K', isRunning: true, startedAtMs: START, correctionMs: -1000 },
  ],
  teams: [{ id: 7, number: 101, name: 'A', competitionId: 1, count: 0 }],
  lines: [LINE],
};
const list = new RunnerList([
  { id: 1, bib: '042', name: 'Ana', team: 'Club' }, { id: 2, bib: '7', name: 'Luis', team: '' },
]);
const RUNNERS = {
  count: (competitionId) => (competitionId === 4 ? list.size : 0),
  find: (competitionId, bib) => (competitionId === 4 ? list.find(bib) : null),
};

async function someRoom({ profile = {}, entry = { typed: '', ready: [] }, ...more } = {}) {
  let count = 0;
  const book = new TapBook({ newId: () => `id${++count}` });
  await book.useStore({ all: async () => [], put: async () => {}, delete: async () => {} }, START);
  const moment = (ms) => ({ readingMs: START + ms, timeline: 'x', dateMs: START });
  const take = (ms, own = {}) => book.take({
    ...NEW_MARK, ...moment(ms), judgeId: ANA, judgeName: 'Ana', lineId: 3, lineName: 'Meta',
    competitionId: 4, device: 'Moto', sequence: ++count, hasTime: true, ...own,
  });
  const correct = (id, change) => book.correct(id, change, moment(99_000));
  const view = () => viewOf({
    profile: { ...PROFILE, ...profile }, connection: 'open', uncertaintyMs: 8, book,
    resolve: () => ({ offsetMs: 500, uncertaintyMs: 8 }), runners: RUNNERS, entryOf: () => entry,
    ...more,
  });
  return { book, take, correct, view };
}
const only = (view) => view().marks[0];

test('the line of the race in progress is chosen, until a team or a line is', async () => {
  const { view } = await someRoom();
  assert.deepEqual(view().selected, { kind: 'line', id: 3 });
  assert.equal(view().selectedTeamId, null);
  assert.equal(view().competition.name, '5K');

  const { view: ofTeam } = await someRoom({ profile: { selectedTeamId: 7 } });
  assert.deepEqual(ofTeam().selected, { kind: 'team', id: 7 });
  const chosen = { selectedLineId: 3, selectedTeamId: 7 };
  const { view: ofLine } = await someRoom({ profile: chosen });
  assert.deepEqual(ofLine().selected, { kind: 'line', id: 3 });
});

test('a judge with neither has nothing selected, and one with lines alone has a line', async () => {
  const { view } = await someRoom({ profile: { teams: [], lines: [], competitions: [] } });
  assert.equal(view().selected, null);
  assert.deepEqual(view().waiting, []);
  const { view: alone } = await someRoom({ profile: { teams: [], competitions: [] } });
  assert.deepEqual(alone().selected, { kind: 'line', id: 3 });
});

test('a profile of before there were lines is shown as it was', async () => {
  const { view } = await someRoom({ profile: { lines: undefined, selectedLineId: undefined } });
  assert.deepEqual(view().lines, []);
  assert.equal(view().selectedTeamId, 7);
});

test('a line counts the marks that count', async () => {
  const { book, take, correct, view } = await someRoom();
  take(1);
  correct(take(2).id, { isWithdrawn: true });
  book.held(take(3).id, 'line_not_allowed');
  take(4, { judgeId: 2 });
  const [line] = view().lines;

  assert.deepEqual([line.count, line.competitionName, line.isGone], [1, '5K', false]);
});

test('a tap has its race time and waits for its bib, which brings the name', async () => {
  const { take, correct, view } = await someRoom();
  const { id } = take(60_000, { isWaiting: true });
  const other = take(61_000, { isWaiting: true });
  assert.deepEqual(view().waiting, [id, other.id]);
  assert.deepEqual([view().marks[1].raceMs, view().marks[1].takenAtMs], [59_500, START + 59_500]);
  assert.ok(view().marks[1].isWaiting);

  correct(id, { bib: '42' });
  assert.deepEqual(view().waiting, [other.id]);
  const mark = view().marks[1];
  assert.deepEqual([mark.bib, mark.runner, mark.isUnknownBib], ['42', {
    name: 'Ana', team: 'Club',
  }, false]);
});

test('a waiting tap that is withdrawn waits no more, given back it has its old place', async () => {
  const { take, correct, view } = await someRoom();
  const [first, second] = [take(1, { isWaiting: true }), take(2, { isWaiting: true })];
  correct(first.id, { isWithdrawn: true });
  assert.deepEqual(view().waiting, [second.id]);
  correct(first.id, { isWithdrawn: false });
  assert.deepEqual(view().waiting, [first.id, second.id]);
});

test('taps wait only where bibs are asked for', async () => {
  const { take, view } = await someRoom({
    profile: { lines: [{ ...LINE, mode: 'times' }] },
  });
  take(1, { isWaiting: true });
  assert.deepEqual(view().waiting, []);
  assert.ok(!only(view).isWaiting);
});

test('a bib alone has no time, but a moment when it was written', async () => {
  const { take, view } = await someRoom();
  take(60_000, { hasTime: false, bib: '7' });
  const { hasTime, takenAtMs, raceMs, notedAtMs, runner } = only(view);

  assert.deepEqual([hasTime, takenAtMs, raceMs, notedAtMs], [false, null, null, START + 59_500]);
  assert.deepEqual(runner, { name: 'Luis', team: null });
});

test('an unknown bib is one that the kept list does not have, if there is one', async () => {
  const { take, view } = await someRoom();
  take(1, { bib: '99' });
  assert.ok(only(view).isUnknownBib);

  const { take: blindly, view: blind } = await someRoom({ runners: undefined });
  blindly(1, { bib: '99' });
  assert.ok(!only(blind).isUnknownBib);
  assert.equal(blind().runnersKnown, 0);
});

test('what is typed and ready is shown with its runner', async () => {
  const { view } = await someRoom({ entry: { typed: '7', ready: ['99', '42'] } });
  const { typed, typedRunner, isTypedUnknown, ready, runnersKnown } = view();

  assert.deepEqual([typed, typedRunner.name, isTypedUnknown], ['7', 'Luis', false]);
  assert.deepEqual(ready.map(({ bib, runner }) => [bib, runner?.name]), [
    ['99', undefined], ['42', 'Ana'],
  ]);
  assert.equal(runnersKnown, 2);
  const { view: unknown } = await someRoom({ entry: { typed: '98', ready: [] } });
  assert.ok(unknown().isTypedUnknown);
});

test('the second mark of a bib is told at once, until the first is another one', async () => {
  const { take, correct, view } = await someRoom();
  const first = take(1, { bib: '19' });
  take(2, { bib: '019' });
  assert.deepEqual(view().marks.map((mark) => mark.flags), [['second_mark'], []]);
  correct(first.id, { bib: '89' });
  assert.deepEqual(only(view).flags, []);
});

test("the laptop's flags are shown as long as they hold", async () => {
  const { book, take, correct, view } = await someRoom();
  const { id } = take(1);
  book.goingOut([book.get(id)]);
  book.stored(id, { raceMs: 500, flags: ['no_bib', 'before_start'] });
  assert.deepEqual(only(view).flags, ['no_bib', 'before_start']);
  assert.equal(only(view).raceMs, 1500);

  correct(id, { bib: '42' });
  assert.deepEqual(only(view).flags, ['before_start']);
  assert.ok(only(view).isBibUnsent);
});

test('marks are no taps, and both are counted as unsent', async () => {
  const { book, take, view } = await someRoom();
  take(1);
  book.take({
    judgeId: ANA, judgeName: 'Ana', teamId: 7, competitionId: 1, readingMs: START, timeline: 'x',
    dateMs: START,
  });

  assert.deepEqual([view().taps.length, view().marks.length, view().unsentCount], [1, 1, 2]);
});
