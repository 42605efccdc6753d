import assert from 'node:assert/strict';
import { test } from 'node:test';

import { MarkFeed } from '../../static/admin/pages/marks/mark-feed.js';
import {
  byBib, corrected, countFlagged, nextWithoutBib, NO_FILTER, shownMarks, withNewer,
} from '../../static/admin/pages/marks/mark-list.js';
import { exactSpan, spanOf } from '../../static/admin/race-times.js';

const mark = (id, fields = {}) => ({
  id, number: Number(id.slice(1)), line_id: 1, judge_id: 1, at_ms: 1000, sent_bib: null, bib: null,
  runner_id: null, flags: fields.bib ? [] : ['no_bib'], is_withdrawn: false, ...fields,
});
const RUNNERS = [{ id: 5, bib: '7', name: 'Eva Ruiz' }, { id: 6, bib: '08', name: 'José Peña' }];
const BY_ID = new Map(RUNNERS.map((one) => [one.id, one]));
const ids = (marks) => marks.map((one) => one.id);

test('a time is read as people write it, and written to the millisecond', () => {
  for (const [text, ms] of [
    ['17:58.310', 1_078_310], ['17:58,31', 1_078_310], ['1:02:03', 3_723_000], ['75:30', 4_530_000],
    ['59', 59_000], ['0:30', 30_000], ['-0:02.5', -2500], ['0', 0],
  ]) assert.equal(spanOf(text), ms, text);
  for (const text of ['', 'x', '1:75', '1:60:00', '1:2:3:4', '1:', '12:345', '1.2345']) {
    assert.equal(spanOf(text), null, text);
  }
  assert.equal(exactSpan(1_078_310), '17:58.310');
  assert.equal(exactSpan(-2500), '−0:02.500');
});

test('half a mark waits for its other half and is nothing to look at', () => {
  const waiting = [mark('m1'), mark('m2', { at_ms: null, bib: '7', flags: ['no_time'] })];
  const odd = mark('m3', { at_ms: null, bib: '99', flags: ['unknown_bib', 'no_time'] });
  assert.equal(countFlagged([...waiting, odd], new Set([1])), 1);
  assert.deepEqual(ids(shownMarks([...waiting, odd], { ...NO_FILTER, kind: 'flagged' }, BY_ID)),
    ['m3']);
});

test('a new time of a runner takes the fault from its bib without one, at that line only', () => {
  const bib = mark('m1', { at_ms: null, bib: '7', runner_id: 5, flags: ['no_time'] });
  const elsewhere = { ...bib, id: 'm2', line_id: 2 };
  const timed = mark('m3', { bib: '7', runner_id: 5 });
  const next = withNewer([bib, elsewhere], [timed]);
  assert.deepEqual(next.map((one) => one.flags), [[], ['no_time'], []]);
  assert.equal(withNewer(next, [timed]), next);
});

test('a new time that differs from those of other judges has them differ too', () => {
  const first = mark('m1', { bib: '7', runner_id: 5 });
  const again = { ...first, id: 'm2', flags: ['second_mark'] };
  const other = mark('m3', { bib: '08', runner_id: 6 });
  const late = mark('m4', { bib: '7', runner_id: 5, judge_id: 2, flags: ['times_differ'] });
  const next = withNewer([first, again, other], [late]);
  assert.deepEqual(next.map((one) => one.flags),
    [['times_differ'], ['second_mark'], [], ['times_differ']]);
});

test('marks are found by bib however it is written, and by words of the name', () => {
  const marks = [
    mark('m1', { bib: '007', runner_id: 5 }), mark('m2', { bib: '8', runner_id: 6, judge_id: 2 }),
    mark('m3'), mark('m4', { is_withdrawn: true, sent_bib: '7', flags: [] }),
    mark('m5', { at_ms: null, bib: '99', flags: ['unknown_bib', 'no_time'] }),
  ];
  const found = (filter) => ids(shownMarks(marks, { ...NO_FILTER, ...filter }, BY_ID));
  assert.deepEqual(found({}), ['m5', 'm4', 'm3', 'm2', 'm1']);
  assert.deepEqual(found({ search: '7' }), ['m4', 'm1']);
  assert.deepEqual(found({ search: 'pena jose' }), ['m2']);
  assert.deepEqual(found({ kind: 'noBib' }), ['m3']);
  assert.deepEqual(found({ kind: 'noTime' }), ['m5']);
  assert.deepEqual(found({ kind: 'flagged' }), ['m5']);
  assert.deepEqual(found({ kind: 'withdrawn' }), ['m4']);
  assert.deepEqual(found({ judgeId: '2' }), ['m2']);
  assert.deepEqual(ids(shownMarks(marks, NO_FILTER, BY_ID, true)), ids(marks));
});

test('Enter goes to the next one below that has no bib, and not to a withdrawn one', () => {
  const shown = [
    mark('m1'), mark('m2', { bib: '7' }), mark('m3', { is_withdrawn: true }), mark('m4'),
  ];
  assert.equal(nextWithoutBib(shown, 'm1'), 'm4');
  assert.equal(nextWithoutBib(shown, 'm4'), null);
});

test('a correction shows at once with whose the mark is then', () => {
  const runners = byBib(RUNNERS);
  const [given] = corrected([mark('m1')], 'm1', { bib: '8' }, runners);
  assert.deepEqual([given.runner_id, given.flags], [6, []]);
  const [unknown] = corrected([given], 'm1', { bib: '555' }, runners);
  assert.deepEqual([unknown.runner_id, unknown.flags], [null, ['unknown_bib']]);
  const [taken] = corrected([unknown], 'm1', { bib: null }, runners);
  assert.deepEqual(taken.flags, ['no_bib']);
  const [gone] = corrected([given], 'm1', { is_withdrawn: true }, runners);
  assert.deepEqual([gone.is_withdrawn, gone.runner_id, gone.flags], [true, null, []]);
});

/** A laptop with `marks`, and what was asked of it. */
function laptop(marks) {
  const asked = [];
  const timers = [];
  const world = {
    loadAll: async () => {
      asked.push('all');
      return { marks: [...marks], runners: RUNNERS };
    },
    loadAfter: async (number) => {
      asked.push(`after ${number}`);
      return marks.filter((one) => one.number > number);
    },
    onChange: (now) => { world.now = now; },
    nowMs: () => world.clockMs,
    setTimer: (callback) => { timers.push(callback); return timers.length; },
    clearTimer: () => { timers.length = 0; },
    clockMs: 0,
  };
  const race = (changeCount = 0) => ({
    changeCount,
    markCount: marks.length,
    lines: [{ id: 1, flaggedCount: countFlagged(marks, new Set([1])) }],
  });
  return { world, asked, timers, race, marks };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('only what is new is fetched when marks come in', async () => {
  const { world, asked, race, marks } = laptop([mark('m1')]);
  const feed = new MarkFeed(world);
  feed.see(race());
  await settled();
  marks.push(mark('m2'));
  feed.see(race());
  await settled();
  feed.see(race());
  await settled();
  assert.deepEqual(asked, ['all', 'after 1']);
  assert.deepEqual(ids(world.now.marks), ['m1', 'm2']);
});

test('all of it is fetched again when something was corrected, but not many times a second', async () => {
  const { world, asked, timers, race } = laptop([mark('m1')]);
  const feed = new MarkFeed(world);
  feed.see(race(0));
  await settled();
  feed.see(race(1));
  feed.see(race(2));
  await settled();
  assert.deepEqual(asked, ['all']);
  world.clockMs = 5000;
  timers.at(-1)();
  await settled();
  assert.deepEqual(asked, ['all', 'all']);
});

test('flags that are counted otherwise than here are fetched once', async () => {
  const odd = mark('m1', { bib: '99', flags: ['unknown_bib'] });
  const { world, asked, timers, race } = laptop([odd]);
  const feed = new MarkFeed(world);
  feed.see(race());
  await settled();
  world.clockMs = 5000;
  feed.see({ ...race(), lines: [{ id: 1, flaggedCount: 0 }] });
  await settled();
  assert.deepEqual(asked, ['all', 'all']);
  world.clockMs = 10_000;
  feed.see({ ...race(), lines: [{ id: 1, flaggedCount: 0 }] });
  await settled();
  assert.deepEqual(asked, ['all', 'all']);
  assert.equal(timers.length, 0);
});

test('a laptop that does not answer is asked again', async () => {
  const { world, asked, timers, race } = laptop([mark('m1')]);
  const { loadAll } = world;
  let isAway = true;
  const noAnswer = Object.assign(new Error('no answer'), { name: 'ApiError', status: 0 });
  const feed = new MarkFeed({
    ...world,
    loadAll: () => (isAway ? Promise.reject(noAnswer) : loadAll()),
    onChange: (now) => { world.now = now; },
  });
  feed.see(race());
  await settled();
  assert.equal(world.now.error, noAnswer);
  isAway = false;
  timers.at(-1)();
  await settled();
  assert.deepEqual(asked, ['all']);
  assert.equal(world.now.error, null);
  assert.deepEqual(ids(world.now.marks), ['m1']);
});

test('what comes in while marks are on their way is fetched after them', async () => {
  const { world, asked, race, marks } = laptop([mark('m1')]);
  const feed = new MarkFeed(world);
  feed.see(race());
  marks.push(mark('m2'));
  feed.see(race());
  await settled();
  assert.deepEqual(ids(world.now.marks), ['m1', 'm2']);
  assert.equal(asked[0], 'all');
});
