import assert from 'node:assert/strict';
import { test } from 'node:test';

import { PageTurner } from '../../static/screen/page-turner.js';

/** A turner whose time passes by hand, and the pages that it turned to. */
function turnerByHand() {
  const turned = [];
  let due = null;
  const browser = {
    setTimer: (callback, delayMs) => {
      due = { callback, delayMs };
      return due;
    },
    clearTimer: (timer) => {
      if (timer === due) due = null;
    },
  };
  const timing = { firstPage: 20, otherPage: 10 };
  const turner = new PageTurner({ onTurn: (page) => turned.push(page), timing, browser });
  const waitsMs = () => due?.delayMs ?? null;
  const pass = () => {
    const { callback } = due;
    due = null;
    callback();
  };
  return { turner, turned, waitsMs, pass };
}

test('pages turn one after the other and begin again, the podium staying longest', () => {
  const { turner, turned, waitsMs, pass } = turnerByHand();
  turner.setPages(3);
  const waits = [];
  for (let turn = 0; turn < 4; turn += 1) {
    waits.push(waitsMs());
    pass();
  }

  assert.deepEqual(turned, [1, 2, 0, 1]);
  assert.deepEqual(waits, [20, 10, 10, 20]);
});

test('a single page never turns', () => {
  const { turner, turned, waitsMs } = turnerByHand();
  turner.setPages(1);
  turner.turn(1);

  assert.equal(waitsMs(), null);
  assert.deepEqual(turned, []);
});

test('nothing turns by itself during a pause, but by hand', () => {
  const { turner, turned, waitsMs } = turnerByHand();
  turner.setPages(3);
  turner.pause();
  assert.equal(waitsMs(), null);
  turner.turn(1);
  assert.equal(waitsMs(), null);
  turner.resume();

  assert.equal(waitsMs(), 10);
  assert.deepEqual(turned, [1]);
});

test('turning back from the first page shows the last', () => {
  const { turner, turned } = turnerByHand();
  turner.setPages(3);
  turner.turn(-1);

  assert.deepEqual(turned, [2]);
});

test('teams that come during the race do not put off the next turn', () => {
  const { turner, turned, waitsMs } = turnerByHand();
  turner.setPages(2);
  turner.turn(1);
  turner.setPages(3);

  assert.equal(waitsMs(), 10);
  assert.deepEqual(turned, [1]);
});

test('a page that is gone gives way to the first', () => {
  const { turner, turned, waitsMs } = turnerByHand();
  turner.setPages(3);
  turner.turn(2);
  turner.setPages(1);

  assert.deepEqual(turned, [2, 0]);
  assert.equal(waitsMs(), null);
});

test('a second page that appears begins the turning', () => {
  const { turner, waitsMs } = turnerByHand();
  turner.setPages(1);
  turner.setPages(2);

  assert.equal(waitsMs(), 20);
});

test('a closed one is quiet', () => {
  const { turner, waitsMs } = turnerByHand();
  turner.setPages(2);
  turner.close();

  assert.equal(waitsMs(), null);
});
