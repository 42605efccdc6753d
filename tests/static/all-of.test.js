import assert from 'node:assert/strict';
import { test } from 'node:test';

import { allOf } from '../../static/admin/all-of.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('all is done, eight at a time, and progress is told', async () => {
  let running = 0;
  let most = 0;
  const told = [];
  const answers = await allOf([...Array(20).keys()], async (item) => {
    running += 1;
    most = Math.max(most, running);
    await turn();
    running -= 1;
    return item * 2;
  }, (count) => told.push(count));
  assert.equal(most, 8);
  assert.deepEqual(answers.sort((one, other) => one - other), [...Array(20).keys()].map((n) => n * 2));
  assert.deepEqual(told, [...Array(20).keys()].map((n) => n + 1));
});

test('a failure stops what has not begun, and is raised when nothing is on its way', async () => {
  const begun = [];
  const ended = [];
  const work = async (item) => {
    begun.push(item);
    await turn();
    if (item === 2) throw new Error('no');
    ended.push(item);
  };
  await assert.rejects(allOf([...Array(30).keys()], work), /no/);
  assert.deepEqual(begun.length, ended.length + 1);
  assert.ok(begun.length < 30);
});
