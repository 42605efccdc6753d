import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import {
  DoubtWords, isEstimate, isToType, timedRepair, typedRepair,
} from '../../static/admin/pages/reconcile/doubt-words.js';
import { ReconciliationFeed } from '../../static/admin/pages/reconcile/reconciliation-feed.js';
import { entriesOfSteps } from '../../static/admin/pages/reconcile/steps.js';
import { ApiError } from '../../static/shared/api.js';
import { FAULT_KINDS, placesOf, REPAIR_KINDS } from '../../static/shared/reconciliation.js';
import { Translator } from '../../static/shared/i18n.js';

const TEXTS = JSON.parse(readFileSync(
  new URL('../../static/admin/locales/es.json', import.meta.url), 'utf-8',
));
const START_MS = 1_700_000_000_000;
const paired = (id, seconds, bib) => ({
  id, at_ms: START_MS + seconds * 1000, bib, state: 'paired', faults: [],
  times: [{ mark_id: `t${id}`, judge_id: 1, at_ms: START_MS + seconds * 1000, bib }],
  bib_marks: [{ mark_id: `b${id}`, judge_id: 2, noted_at_ms: START_MS + seconds * 1000 + 2000, bib }],
});
const ROWS = [
  paired('1', 61, '132'), paired('2', 62.4, '8'),
  { ...paired('3', 70, '9'), at_ms: null, times: [], state: 'bib_only' },
];
const translator = new Translator('es-EC', TEXTS);
const words = new DoubtWords({
  text: (key, values) => translator.text(key, values),
  number: (value) => translator.number(value),
  rows: ROWS,
  places: placesOf(ROWS),
  runnersByBib: new Map([['123', { bib: '123', name: 'Ana Pérez' }], ['8', { bib: '8', name: '' }]]),
  startMs: START_MS,
});
const change = (markId, fields = {}) => ({ kind: 'mark_bib', mark_id: markId, ...fields });

test('a doubt asks for the runner who is likeliest meant', () => {
  const fault = {
    kind: 'unknown_bib', bib: '132', row_ids: ['1'], details: {},
    repairs: [{
      kind: 'replace_bib', changes: [change('t1', { text: '123' })],
      details: { from_bib: '132', to_bib: '123', why: 'swapped_digits' },
    }],
  };
  assert.equal(words.ofFault(fault), 'El dorsal 132 no existe. ¿Es el 123 · Ana Pérez?');
  assert.equal(words.ofRepair(fault.repairs[0]), 'Cambiar el 132 por el 123 · Ana Pérez (1:01.000)');
  assert.equal(words.why(fault.repairs[0]), 'dos cifras cambiadas');
  assert.equal(words.why({ details: { why: 'something_new' } }), null);
});

test('every kind of doubt and repair has words, with nothing left to fill in', () => {
  const details = { gap_ms: 400, other_bib: '8', count: 3 };
  for (const kind of FAULT_KINDS) {
    const said = words.ofFault({ kind, bib: '132', row_ids: ['1', '2'], details, repairs: [] });
    assert.doesNotMatch(said, /[{}]|undefined|NaN|reconcile\./, kind);
  }
  for (const kind of REPAIR_KINDS) {
    const changes = [change('t1'), change('t2')];
    const said = words.ofRepair({ kind, changes, details: { to_bib: '123' } });
    assert.doesNotMatch(said, /[{}]|undefined|NaN|reconcile\./, kind);
  }
  assert.equal(words.ofFault({
    kind: 'double_time', bib: null, row_ids: ['2'], details: { gap_ms: 400 }, repairs: [],
  }), 'Dos toques en 0,4 s: 1:02.400.');
  assert.equal(words.ofFault({
    kind: 'not_on_course', bib: '8', row_ids: ['2'], details: { status: 'dnf' }, repairs: [],
  }), 'El dorsal 8 consta como retirado (DNF).');
  const unsure = { kind: 'unsure', bib: '8', row_ids: ['2'], repairs: [] };
  assert.match(words.ofFault({ ...unsure, details: { count: 1, other_bib: '8' } }), /^No es seguro/);
  assert.match(words.ofFault({ ...unsure, details: { count: 3, other_bib: '9' } }), /entre el dorsal 8 y el 9/);
});

test('marks of several rows are told apart by their times, or by when a bib was written', () => {
  assert.equal(words.ofRepair({
    kind: 'swap', changes: [change('t1'), change('t2')], details: { count: 2 },
  }), 'Intercambiar el 132 y el 8');
  assert.equal(words.ofRepair({
    kind: 'replace_bib', changes: [change('b3')], details: { from_bib: '9', to_bib: '8' },
  }), 'Cambiar el 9 por el 8 (anotado en 1:12.000)');
  assert.equal(words.ofRepair({
    kind: 'drop_bib', changes: [change('b3', { kind: 'mark_withdrawn' })], details: {},
  }), 'Quitar el dorsal 9 (anotado en 1:12.000)');
});

test('a repair is made whole by what is typed: a bib, or a better time', () => {
  const open = { kind: 'insert_bib', changes: [change('t1', { text: null })], details: { why: 'to_type' } };
  assert.equal(isToType(open), true);
  const typed = typedRepair(open, '123');
  assert.equal(typed.changes[0].text, '123');
  assert.equal(words.ofRepair(typed, '123'), 'Poner el 123 · Ana Pérez en 1:01.000');
  const other = {
    ...open, kind: 'replace_bib', details: { from_bib: '132', why: 'to_type' },
  };
  assert.equal(words.ofRepair(other, '123'), 'Cambiar el 132 por el 123 · Ana Pérez (1:01.000)');
  assert.equal(words.ofFault({
    kind: 'not_on_course', bib: '8', row_ids: ['2'], details: { status: 'dns' }, repairs: [other],
  }), 'El dorsal 8 consta como que no salió (DNS).');
  const estimate = {
    kind: 'insert_time', details: { why: 'estimate', number: START_MS },
    changes: [change('b3', { kind: 'mark_moment', number: START_MS })],
  };
  assert.equal(isEstimate(estimate), true);
  const timed = timedRepair(estimate, words.readTime('1:09,5', START_MS));
  assert.equal(words.ofRepair(timed), 'Dar el tiempo 1:09.500 al 9');
});

test('what somebody else has changed is said of each mark', () => {
  const before = { bib: '7', at_ms: START_MS + 61_000 };
  for (const [now, said] of [
    [null, '1:01.000, dorsal 7: ya no cuenta.'],
    [{ ...before, at_ms: START_MS }, '1:01.000, dorsal 7: ahora es 0:00.000.'],
    [{ ...before, bib: null }, '1:01.000, dorsal 7: ahora no tiene dorsal.'],
    [{ ...before, bib: '123' }, '1:01.000, dorsal 7: ahora tiene el 123 · Ana Pérez.'],
  ]) assert.equal(words.ofChange({ before, now }), said);
});

/** A laptop that counts its answers, with a clock that stands still. */
function laptop() {
  const asked = [];
  const timers = [];
  const world = {
    version: 1,
    clockMs: 0,
    failure: null,
    load: async (tag) => {
      asked.push(tag);
      if (world.failure) throw world.failure;
      const now = `v${world.version}`;
      return tag === now ? { value: null, tag, isSame: true } : { value: { now }, tag: now, isSame: false };
    },
    steps: [],
    loadSteps: async () => ({ value: world.steps, tag: null, isSame: world.steps.length === 0 }),
    loadPeople: async (tag) => {
      asked.push('people');
      return { value: ['people'], tag, isSame: false };
    },
    onChange: (now) => { world.now = now; },
    nowMs: () => world.clockMs,
    setTimer: (callback) => { timers.push(callback); return timers.length; },
    clearTimer: () => { timers.length = 0; },
  };
  return { world, asked, timers };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('changes that come one upon the other are fetched once a second, people only when they have changed', async () => {
  const { world, asked, timers } = laptop();
  const feed = new ReconciliationFeed(world);
  feed.see({ marks: '1', people: 1 });
  await settled();
  assert.deepEqual([world.now.value, world.now.people], [{ now: 'v1' }, ['people']]);
  world.version = 2;
  for (const marks of ['2', '3', '4']) feed.see({ marks, people: 1 });
  await settled();
  assert.deepEqual(asked, [null, 'people']);
  world.clockMs = 1000;
  timers.pop()();
  await settled();
  assert.deepEqual(asked, [null, 'people', 'v1']);
  assert.deepEqual(world.now.value, { now: 'v2' });
});

const page = { text: (key, values) => translator.text(key, values), translator };
const MADE_AT = '2030-11-12T13:03:20Z';
const step = (ids, fields = {}) => ({
  made_at: MADE_AT, made_by: 'organiza', reason: '', count: ids.length, holds: ids.length,
  kinds: ['mark_bib'], ids, bibs: ['7'], ...fields,
});

test('steps of before and of others say what, by whom and when, and have what undoes them', () => {
  const madeMs = Date.parse(MADE_AT);
  const [paired, undone, partly] = entriesOfSteps(page, [
    step(['a', 'b', 'c', 'd'], { bibs: ['7', '8', '9'], reason: 'video' }),
    step(['e'], { kinds: ['mark_moment'], holds: 0, bibs: [], made_by: null }),
    step(['f', 'g'], { kinds: ['mark_bib', 'mark_withdrawn'], holds: 1 }),
  ], [], madeMs + 1);
  assert.equal(paired.said, 'Dorsales asignados: 4 (7, 8, 9…)');
  assert.equal(
    paired.by, `organiza · ${translator.timeOfDay(madeMs, { withSeconds: true })} · «video»`,
  );
  assert.deepEqual([paired.ids, paired.isUndone], [['a', 'b', 'c', 'd'], false]);
  assert.deepEqual([undone.said, undone.ids, undone.isUndone], ['Tiempos corregidos: 1', [], true]);
  assert.match(undone.by, /^– · /);
  assert.equal(partly.said, 'Marcas corregidas: 2 (7); siguen en pie: 1');
  assert.deepEqual([partly.ids, partly.isUndone], [['f', 'g'], false]);
});

test('a step of another day says which day, and one that gave marks back has words', () => {
  const [entry] = entriesOfSteps(
    page, [step(['a'], { kinds: ['mark_withdrawn'] })], [], Date.parse(MADE_AT) + 86_400_000,
  );
  assert.equal(entry.said, 'Marcas quitadas o repuestas: 1 (7)');
  assert.match(entry.by, /2030/);
});

test('what was done here keeps its words and is told once, undone or not', () => {
  const here = { key: 1, made: ['a'], ids: ['u'], said: 'Cambiar el 8 por el 7', isUndone: true };
  const entries = entriesOfSteps(page, [step(['b']), step(['a'], { holds: 0 })], [here], 0);
  assert.deepEqual(entries.map(({ key }) => key), ['b']);
});

test('steps are fetched with the rows', async () => {
  const { world } = laptop();
  world.steps = [step(['a'])];
  const feed = new ReconciliationFeed(world);
  feed.see({ marks: '1', people: 1 });
  await settled();
  assert.deepEqual(world.now.steps, world.steps);
});

test('what was done here is fetched at once, and what is as it was stays the same thing', async () => {
  const { world, asked } = laptop();
  const feed = new ReconciliationFeed(world);
  feed.see({ marks: '1', people: 1 });
  await settled();
  const { value } = world.now;
  await feed.refresh();
  assert.deepEqual(asked, [null, 'people', 'v1']);
  assert.equal(world.now.value, value);
  world.version = 2;
  await feed.refresh();
  assert.deepEqual(world.now.value, { now: 'v2' });
});

test('a laptop that does not answer is asked again, and what was there stays', async () => {
  const { world, timers } = laptop();
  const feed = new ReconciliationFeed(world);
  feed.see({ marks: '1', people: 1 });
  await settled();
  world.failure = new ApiError(0);
  world.version = 2;
  await feed.refresh();
  assert.deepEqual([world.now.value, world.now.error.status], [{ now: 'v1' }, 0]);
  world.failure = null;
  world.clockMs = 5000;
  timers.pop()();
  await settled();
  assert.deepEqual([world.now.value, world.now.error], [{ now: 'v2' }, null]);
});
