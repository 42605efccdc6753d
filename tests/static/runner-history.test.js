import assert from 'node:assert/strict';
import { test } from 'node:test';

process.env.TZ = 'UTC';
const { historyOf } = await import('../../static/admin/pages/runner/history.js');
const { judgesAtLines, startWarnings } = await import(
  '../../static/admin/pages/control/readiness.js'
);
const { correctionLines, isOfCorrection } = await import(
  '../../static/admin/pages/record/correction-texts.js'
);

const MARK = { id: 'm1', sent_at_ms: 1000, sent_bib: '19' };
let count = 0;
const made = (kind, subject, fields = {}) => {
  count += 1;
  return {
    id: `c${String(count).padStart(3, '0')}`, kind, subject, number: null, text: '', reason: '',
    made_at: new Date(count * 1000).toISOString(), made_by: 'ana', ...fields,
  };
};
const fromTo = (lines) => lines.map(({ from, to }) => [from, to]);

test('each correction tells what there was before it and what there is after', () => {
  const first = made('mark_moment', 'm1', { number: 900 });
  const second = made('mark_moment', 'm1', { number: 800 });
  const bib = made('mark_bib', 'm1', { text: '89' });
  // The API tells the last one first.
  const lines = historyOf([bib, second, first], [MARK], '7');
  assert.deepEqual(lines.map((line) => line.id), [bib.id, second.id, first.id]);
  assert.deepEqual(fromTo(lines), [['19', '89'], [900, 800], [1000, 900]]);
  assert.ok(lines.every((line) => line.holds && line.undoneBy === null && !line.isUndo));
});

test('an undo goes back to what held before, and the undo of it forth again', () => {
  const penalty = made('penalty', '5', { number: 30_000 });
  const more = made('penalty', '5', { number: 5000 });
  const undo = made('undo', penalty.id);
  const redo = made('undo', undo.id);
  const undone = historyOf([undo, more, penalty], [], '7');
  assert.deepEqual(fromTo(undone), [[35_000, 5000], [30_000, 35_000], [0, 30_000]]);
  assert.equal(undone[0].kind, 'penalty');
  assert.equal(undone[2].holds, false);
  assert.equal(undone[2].undoneBy.id, undo.id);
  const again = historyOf([redo, undo, more, penalty], [], '7');
  assert.deepEqual(fromTo(again)[0], [5000, 35_000]);
  assert.deepEqual(again.map((line) => line.holds), [true, false, true, true]);
});

test('what nothing corrects is as it was entered', () => {
  const lines = historyOf([
    made('runner_bib', '5', { text: '70' }), made('runner_status', '5', { text: 'dsq' }),
    made('runner_start', '5', { number: 5 }), made('mark_withdrawn', 'm1'),
  ].reverse(), [MARK], '7');
  assert.deepEqual(fromTo(lines).reverse(), [['7', '70'], ['', 'dsq'], [null, 5], [false, true]]);
});

test('judges of an individual race stand at lines; who is missing comes first', () => {
  const judge = (id, fields) => ({
    id, name: `J${id}`, isConnected: true, markCount: 2, mode: 'both', ...fields,
  });
  const lines = [
    { name: 'Meta', judges: [judge(1), judge(2, { isConnected: false }), judge(3, { mode: null })] },
    { name: 'Arco', judges: [judge(1)] },
  ];
  const { judges } = judgesAtLines(lines);
  assert.deepEqual(judges.map((one) => [one.id, one.lineNames.length, one.markCount]),
    [[2, 1, 2], [1, 2, 4]]);
  const race = { kind: 'individual', teamCount: 0, runnerCount: 0 };
  assert.deepEqual(startWarnings(race, { withoutJudge: 0, judges }).map(([key]) => key),
    ['start.warn.noRunners', 'start.warn.away']);
  assert.deepEqual(startWarnings({ ...race, runnerCount: 3 }, judgesAtLines([])),
    [['check.nobodyAtLines', 0]]);
});

test('a correction on record says what, to what, and why', () => {
  const text = (key) => key;
  const entry = (action, details) => ({ action, details });
  const told = (action, details) =>
    correctionLines({ text }, entry(action, details)).map(({ name, after }) => `${name}=${after}`);
  assert.ok(isOfCorrection(entry('race_corrected')) && !isOfCorrection(entry('race_started')));
  assert.deepEqual(told('race_corrected', {
    kind: 'penalty', number: 30_000, text: '', reason: 'curva',
  }), [
    'field.correction_kind=history.kind.penalty', 'field.correction_value=+0:30.000',
    'field.reason=curva',
  ]);
  assert.deepEqual(told('race_correction_undone', { kind: 'runner_status', text: 'dsq' }), [
    'field.correction_kind=history.kind.runner_status', 'history.kind.undo=runners.status.dsq',
  ]);
  // A judge's own withdrawal has no value of its own.
  assert.deepEqual(told('race_corrected', { kind: 'mark_withdrawn', subject: 'm1' }), [
    'field.correction_kind=history.kind.mark_withdrawn', 'field.correction_value=marks.withdrawn',
  ]);
  assert.deepEqual(told('race_correction_undone', { kind: 'undo', text: '' }),
    ['field.correction_kind=history.kind.undo']);
  // Which mark it was, as it came.
  assert.deepEqual(told('race_corrected', { kind: 'mark_bib', text: '9', elapsed_ms: 61_000, bib: '8' }), [
    'field.correction_kind=history.kind.mark_bib',
    'history.kind.mark_withdrawn=1:01.000, marks.withBib', 'field.correction_value=9',
  ]);
  // Of a timer: whose, and by how much the times have moved.
  assert.deepEqual(told('race_corrected', { kind: 'timer_offset', subject: '1:5', number: 1500 }), [
    'field.correction_kind=history.kind.timer_offset', 'field.judge=record.id',
    'field.correction_value=−0:01.500',
  ]);
  // To undo an undo has what it undid hold again.
  const undone = { kind: 'runner_status', number: null, text: 'dsq' };
  const redone = { kind: 'undo', text: '', undone, holds_again: true };
  assert.deepEqual(told('race_correction_undone', redone),
    ['field.correction_kind=record.undoOf', 'field.correction_value=runners.status.dsq']);
  assert.deepEqual(told('race_correction_undone', { ...redone, holds_again: false }),
    ['field.correction_kind=record.undoOf', 'history.kind.undo=runners.status.dsq']);
});
