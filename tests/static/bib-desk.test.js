import assert from 'node:assert/strict';
import { test } from 'node:test';

import { BibDesk } from '../../static/judge/bib-desk.js';
import { ENTER, ERASE } from '../../static/judge/keypad.js';

/** A room with two times that wait, and what it was asked to do. */
function someRoom() {
  const asked = [];
  const view = {
    typed: '', typedRunner: null, isTypedUnknown: false, waiting: ['m1', 'm2'], ready: [],
    marks: ['m2', 'm1', 'm0'].map((id) => ({ id, lineId: 5, isWithdrawn: false })),
  };
  const room = {
    view,
    type: (character) => {
      view.typed += character;
    },
    erase: () => {
      view.typed = view.typed.slice(0, -1);
    },
    enter: (readingMs) => {
      asked.push(['enter', view.typed, readingMs]);
      view.typed = '';
    },
    setBib: (markId, bib) => asked.push(['setBib', markId, bib]),
    lookUp: (lineId, bib) => ({ runner: { name: `${lineId}-${bib}` }, isUnknown: false }),
  };
  return { asked, view, room, desk: new BibDesk(room, () => {}) };
}

test('bib is for the line until a mark is chosen', () => {
  const { asked, desk } = someRoom();
  for (const key of ['4', '3', ERASE, '2']) assert.equal(desk.press(key, 7), null);
  assert.equal(desk.typed, '42');
  assert.deepEqual(desk.press(ENTER, 8), {
    bib: '42', runner: null, isUnknown: false, isRefused: false,
  });
  assert.deepEqual(asked, [['enter', '42', 8]]);
});

test('bib for which there is no room is told as refused', () => {
  const { view, room, desk } = someRoom();
  room.enter = () => ({ kind: 'full', bib: '42' });
  desk.press('4');
  assert.ok(!desk.isFull);
  Object.assign(view, { waiting: [], ready: Array(5).fill({ bib: '7', runner: null }) });
  assert.ok(desk.isFull);
  assert.ok(desk.press(ENTER, 8).isRefused);
  assert.equal(desk.typed, '4');
});

test('Enter on nothing is nothing', () => {
  const { asked, desk } = someRoom();
  assert.equal(desk.press(ENTER, 8), null);
  assert.deepEqual(asked, []);
});

test('bib of a chosen mark is apart from what is typed at the line, and once', () => {
  const { asked, view, desk } = someRoom();
  desk.press('9');
  desk.choose('m0');
  assert.equal(desk.typed, '');
  desk.press('1');
  assert.equal(desk.whose.runner.name, '5-1');
  desk.press(ENTER);
  assert.deepEqual(asked, [['setBib', 'm0', '1']]);
  assert.equal(desk.chosen, null);
  assert.equal(view.typed, '9');
});

test('what was typed already goes to the waiting time that is chosen', () => {
  const { asked, view, desk } = someRoom();
  desk.press('4');
  desk.press('2');
  desk.choose('m2');
  assert.equal(desk.typed, '42');
  assert.equal(view.typed, '');
  desk.press(ENTER);
  assert.deepEqual(asked, [['setBib', 'm2', '42']]);
});

test('mark that was withdrawn meanwhile is let go of', () => {
  const { view, desk } = someRoom();
  desk.choose('m0');
  view.marks[2].isWithdrawn = true;
  desk.letGoOfGone();
  assert.equal(desk.typed, '');
  assert.equal(desk.chosen, null);
});
