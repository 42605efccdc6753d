import assert from 'node:assert/strict';
import { test } from 'node:test';

process.env.TZ = 'UTC';
const { Translator } = await import('../../static/shared/i18n.js');
const { actionText, byDay, detailLines } = await import(
  '../../static/admin/pages/record/entry-texts.js'
);

const TEXTS = {
  'did.race_started': 'Dio la salida de «{name}»',
  'field.name': 'Nombre',
  'field.is_active': 'Publicada',
  'record.yes': 'sí',
  'record.no': 'no',
  'record.id': 'id {id}',
  'teams.noJudge': 'Sin juez',
  'refused.team_not_allowed': 'No es de ese juez',
};
const translator = new Translator('es-EC', TEXTS);
const panel = { translator, text: (key, values) => translator.text(key, values) };
const entry = (fields) => ({
  action: 'race_started', subject_name: '5K', at: '2026-11-21T10:00:00Z', details: {}, ...fields,
});

test('an action is told in words, and one without words by its name', () => {
  assert.equal(actionText(panel.text, entry({})), 'Dio la salida de «5K»');
  assert.equal(actionText(panel.text, entry({ action: 'new_thing' })), 'new_thing · 5K');
});

test('a change is told as before and after', () => {
  const details = { name: ['A', 'B'], is_active: [false, true] };
  assert.deepEqual(detailLines(panel, entry({ details })), [
    { name: 'Nombre', before: 'A', after: 'B' },
    { name: 'Publicada', before: 'no', after: 'sí' },
  ]);
});

test('instants and spans are written as such, and two ids are no change', () => {
  const atMs = Date.parse('2026-11-21T10:00:03.250Z');
  const details = {
    started_at_ms: atMs,
    start_correction_ms: [0, -1500],
    team_ids: [1, 2],
    team_ids_by_judge: { 3: [1, 2], null: [4] },
  };
  assert.deepEqual(detailLines(panel, entry({ details })), [
    { name: 'started at ms', after: 'sábado, 21 de noviembre, 10:00:03.250' },
    { name: 'start correction ms', before: '+0:00.000', after: '−0:01.500' },
    { name: 'team ids', after: 'id 1, id 2' },
    { name: 'team ids by judge', after: 'id 3: id 1, id 2; Sin juez: id 4' },
  ]);
});

test('the rule of a line is told in words, with its primary judge by name', () => {
  const details = {
    rule: ['first', 'primary'], primary_judge_id: [null, 6], agreement_ms: [300, 500],
  };
  const names = { judge_id: new Map([[6, 'Ana']]) };
  const words = {
    ...panel, names, text: (key) => (key === 'timers.rule.primary' ? 'el del principal' : key),
  };
  assert.deepEqual(
    detailLines(words, entry({ details })).map(({ before, after }) => [before, after]),
    [['first', 'el del principal'], ['–', 'Ana'], ['0:00.300', '0:00.500']],
  );
});

test('what is said by names and bibs is not said by ids, too', () => {
  const details = {
    team_ids_by_judge: { 3: [1] }, bibs_by_judge: { ana: [101, 102], '': [7] },
  };
  const names = { username: new Map([['ana', 'Ana Paz (ana)']]) };
  assert.deepEqual(detailLines({ ...panel, names }, entry({ details })), [
    { name: 'bibs by judge', after: 'Ana Paz (ana): 101, 102; Sin juez: 7' },
  ]);
});

test('a refused time is told with its reason in words, and ids by the names that are known', () => {
  const action = 'refused_dismissed';
  const old = { team_id: 3, judge_id: 6, sent: 61_000, reason: 'team_not_allowed' };
  const names = { judge_id: new Map([[6, 'Ana']]) };
  assert.deepEqual(detailLines({ ...panel, names }, entry({ action, details: old })), [
    { name: 'team id', after: 'id 3' },
    { name: 'judge id', after: 'Ana' },
    { name: 'sent', after: '1:01.000' },
    { name: 'reason', after: 'No es de ese juez' },
  ]);
  const details = { ...old, number: 12, team: 'Pie Ligero', judge: 'ana', elapsed_ms: 61_000 };
  assert.deepEqual(
    detailLines(panel, entry({ action, details })).map(({ after }) => after),
    ['No es de ese juez', '12', 'Pie Ligero', 'ana', '1:01.000'],
  );
  assert.equal(actionText(panel.text, entry({ subject_name: null })), 'Dio la salida de «–»');
});

test('a time that was taken back is told by team and time, not by its id', () => {
  const details = {
    record_id: '3f1c', team_id: 3, number: 12, team: 'Pie Ligero', judge_id: 6, judge: 'ana',
    sent: 1_795_000_000_123, elapsed_ms: 61_000,
  };
  const names = { username: new Map([['ana', 'Ana Paz (ana)']]) };
  assert.deepEqual(
    detailLines({ ...panel, names }, entry({ action: 'time_withdrawn', details })).map(
      ({ after }) => after,
    ),
    ['12', 'Pie Ligero', 'Ana Paz (ana)', '1:01.000'],
  );
});

test('changed categories are told by name, sex and ages', () => {
  const open = { name: 'Libre', sex: 'F', min_age: 20, max_age: 39 };
  const all = { name: 'Todos', sex: null, min_age: 0, max_age: null };
  const words = { ...panel, text: (key) => (key === 'runners.sex.F' ? 'Femenino' : key) };
  assert.deepEqual(detailLines(words, entry({ details: { bands: [[], [open, all]] } })), [
    { name: 'bands', before: '–', after: 'Libre (Femenino, 20–39); Todos (0+)' },
  ]);
});

test('entries are put together by day', () => {
  const entries = ['22T01', '21T23', '21T02'].map((at) => entry({ at: `2026-11-${at}:00:00Z` }));
  assert.deepEqual(byDay(translator, entries).map(([, list]) => list.length), [1, 2]);
});
