import assert from 'node:assert/strict';
import { test } from 'node:test';

import { encodeRescue } from '../../static/shared/rescue-text.js';

process.env.TZ = 'UTC';
const {
  bodiesOf, readTexts, tapsByJudge, timeOfTap, withoutJudges,
} = await import('../../static/admin/pages/rescue/reading.js');
const { describeTap } = await import('../../static/admin/pages/rescue/tap-texts.js');

const START = Date.parse('2026-11-21T10:00:00Z');

function tap(number, fields = {}) {
  return {
    id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    teamId: 7,
    readingMs: START + number * 1000,
    offsetMs: 0,
    uncertaintyMs: 5,
    isWithdrawn: false,
    ...fields,
  };
}

const textOf = (judgeId, taps) => encodeRescue({ judgeId, taps })[0];

test('a damaged text is told and spoils no other', () => {
  const one = textOf(1, [tap(1)]);
  const cut = textOf(2, [tap(2), tap(3)]).slice(0, -4);
  const { whole, damaged } = readTexts(`Mira: ${cut}\nhttp://10.0.0.5/admin/#/rescate/${one} ¿vale?`);

  assert.deepEqual(whole.map(({ text }) => text), [one]);
  assert.deepEqual(damaged, [cut]);
});

test('an address that was escaped on its way is read all the same', () => {
  const text = textOf(1, [tap(1)]);
  assert.equal(readTexts(text.replaceAll('~', '%7E')).whole[0].text, text);
});

test('taps are put together by judge and time, and what the phone said last counts', () => {
  const texts = [
    textOf(1, [tap(9), tap(2)]), textOf(2, [tap(4)]), textOf(1, [tap(2, { isWithdrawn: true })]),
  ];
  const judges = tapsByJudge(readTexts(texts.join('\n')).whole);

  assert.deepEqual(judges.map(({ judgeId }) => judgeId), [1, 2]);
  assert.deepEqual(judges[0].taps, [tap(2, { isWithdrawn: true }), tap(9)]);
});

test('a judge with more taps than one request takes is sent in several', () => {
  const taps = Array.from({ length: 1001 }, (_, index) => tap(index));
  const bodies = bodiesOf({ judgeId: 3, taps });

  assert.deepEqual(bodies.map(({ records }) => records.length), [500, 500, 1]);
  assert.ok(bodies.every((body) => body.judge_id === 3));
});

test('what is read in leaves the input, and the rest of it stays', () => {
  const [mine, other] = [textOf(1, [tap(1)]), textOf(2, [tap(2)])];
  const cut = textOf(1, [tap(3)]).slice(0, -3);

  assert.equal(withoutJudges(`uno ${mine} dos ${other} tres ${cut}`, [1]), `${other}\n${cut}`);
  assert.equal(withoutJudges(mine, [1]), '');
});

test('a tap is timed from the official start, less what the phone is ahead', () => {
  const race = { startedAtMs: START + 500, startCorrectionMs: 500 };
  assert.deepEqual(timeOfTap(tap(61), race), { raceMs: 60_500, isChecked: true });
  assert.deepEqual(timeOfTap(tap(61, { offsetMs: 61_000 }), race), {
    raceMs: -500, isChecked: true,
  });
  assert.deepEqual(timeOfTap(tap(61, { offsetMs: null }), race), {
    raceMs: 60_500, isChecked: false,
  });
  assert.deepEqual(timeOfTap(tap(0, { readingMs: 60_000 }), race), {
    raceMs: 59_500, isChecked: true,
  });
});

test('without a start a tap has its time of day only', () => {
  const clockMs = START + 60_000;
  assert.deepEqual(timeOfTap(tap(61, { offsetMs: 1000 }), null), { clockMs, isChecked: true });
  const planned = { startedAtMs: null, startCorrectionMs: 0 };
  assert.equal(timeOfTap(tap(60), planned).clockMs, clockMs);
});

test('a tap is told by bib, team and race, and as unknown where its team is', () => {
  const text = (key, values = {}) => [key, ...Object.values(values)].join(' ');
  const known = {
    teams: new Map([[7, { number: 101, name: 'Los Veloces', competition_id: 1 }]]),
    competitions: new Map([[1, { name: '5K', startedAtMs: START, startCorrectionMs: 0 }]]),
  };

  assert.deepEqual(describeTap(text, tap(61), known), {
    team: '101 · Los Veloces', time: '1:01.000', competition: '5K', notes: [],
  });
  assert.deepEqual(describeTap(text, tap(61, { teamId: 9, offsetMs: null }), known), {
    team: 'refused.unknownTeam 9',
    time: '10:01:01.000',
    competition: null,
    notes: ['rescue.unknownTeam', 'rescue.notChecked'],
  });
});

test('a mark is told by its line and bib, and that it is a bib alone', () => {
  const text = (key, values = {}) => [key, ...Object.values(values)].join(' ');
  const known = {
    teams: new Map(),
    lines: new Map([[3, { name: 'Meta', competition_id: 1 }]]),
    competitions: new Map([[1, { name: '5K', startedAtMs: START, startCorrectionMs: 0 }]]),
  };
  const mark = (more) => ({ ...tap(61, { teamId: undefined }), lineId: 3, hasTime: true, ...more });

  assert.deepEqual(describeTap(text, mark({ lastBib: '42' }), known), {
    team: 'Meta · 42', time: '1:01.000', competition: '5K', notes: [],
  });
  assert.deepEqual(describeTap(text, mark({ lineId: 9, lastBib: null, hasTime: false }), known), {
    team: 'rescue.unknownLine 9 · rescue.noBib',
    time: '10:01:01.000',
    competition: null,
    notes: ['rescue.bibAlone'],
  });
});
