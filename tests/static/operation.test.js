import assert from 'node:assert/strict';
import { test } from 'node:test';

const { phonesInOrder, sizeText, slownessOf, spanOf, spanText, troublesOf } = await import(
  '../../static/admin/pages/operation/health.js'
);

const NOW = Date.parse('2026-11-22T10:00:00.000Z');
const spans = (count, p99, recent = count) => ({
  last_minute: { count: recent, p50_ms: 1, p99_ms: p99 },
  since_start: { count, p50_ms: 2, p99_ms: 900 },
});
const operation = (changes = {}) => ({
  acknowledgements: spans(100, 4),
  commits: spans(100, 3),
  commit_failures: 0,
  waiting: 2,
  disk_free_bytes: 50e9,
  log: { warnings: [], lines_lost: 0, problem: null },
  ...changes,
});
const phone = (changes = {}) => ({
  id: 1, username: 'juez1', name: '', seen_at: '2026-11-22T09:59:58.000Z',
  round_trip_ms: 20, waited_ms: 90, unsent: 0, is_behind: false, ...changes,
});
const number = (value) => String(value).replace('.', ',');

test('a laptop that is well gives no cause for a word', () => {
  assert.deepEqual(troublesOf(operation()), []);
  assert.deepEqual(troublesOf(operation({ disk_free_bytes: null })), []);
});

test('what is wrong is told, the worst first', () => {
  assert.deepEqual(troublesOf(operation({
    acknowledgements: spans(100, 400),
    commit_failures: 1,
    waiting: 500,
    disk_free_bytes: 1e8,
    log: { warnings: [], lines_lost: 3, problem: 'No space left on device' },
  })), ['disk', 'failures', 'waiting', 'slow', 'log']);
});

test('what was slow an hour ago, or once, is not slow now', () => {
  assert.deepEqual(troublesOf(operation({ acknowledgements: spans(100, null, 0) })), []);
  assert.deepEqual(troublesOf(operation({ acknowledgements: spans(100, 400, 3) })), []);
});

test('the last minute is shown where anything happened in it', () => {
  assert.deepEqual([spanOf(spans(9, 4)).isRecent, spanOf(spans(9, 4)).span.p50_ms], [true, 1]);
  const quiet = spanOf(spans(9, null, 0));
  assert.deepEqual([quiet.isRecent, quiet.span.p50_ms], [false, 2]);
});

test('a phone is slow for what can be said about it', () => {
  const why = (changes) => slownessOf(phone(changes), NOW);
  assert.deepEqual(why({}), []);
  assert.deepEqual(why({ round_trip_ms: null, waited_ms: null, unsent: null }), []);
  assert.deepEqual(why({ seen_at: '2026-11-22T09:59:30.000Z' }), ['silent']);
  assert.deepEqual(why({ is_behind: true }), ['behind']);
  assert.deepEqual(why({ unsent: 3 }), ['unsent']);
  assert.deepEqual(why({ waited_ms: 6000 }), ['late']);
  assert.deepEqual(why({ round_trip_ms: 1500 }), ['far']);
});

test('slow phones stand first, the others by name', () => {
  const phones = [
    phone({ id: 1, name: 'Zoila' }), phone({ id: 2, name: 'Ana' }),
    phone({ id: 3, name: 'Mara', unsent: 9 }),
  ];
  assert.deepEqual(phonesInOrder(phones, NOW).map((one) => one.phone.id), [3, 2, 1]);
});

test('spans and sizes are as exact as they are worth', () => {
  assert.deepEqual([0.84, 14.4, 250, 2345, null].map((span) => spanText(number, span)),
    ['0,8 ms', '14 ms', '250 ms', '2,3 s', '–']);
  assert.deepEqual([53e6, 1.24e9].map((size) => sizeText(number, size)), ['53 MB', '1,2 GB']);
});
