import assert from 'node:assert/strict';
import { test } from 'node:test';

import { OwnSession } from '../../static/shared/own-session.js';

const ANA = { id: 1, signedInAs: 'ana' };

/** Who is signed in on a phone, and what was asked in that name. */
function somePhone(judge, username) {
  const asked = [];
  const session = {
    isSignedIn: true,
    judge,
    username,
    request: async (path) => asked.push(path),
    ticket: async () => asked.push('ticket'),
    signOut: async () => asked.push('signOut'),
  };
  return { session, asked, own: new OwnSession(session, ANA) };
}

test('a judge asks and sends while signed in', async () => {
  const { own, asked } = somePhone({ id: 1, name: 'Ana' }, 'ana');
  await own.request('/x/');
  await own.ticket();
  assert.deepEqual([own.isSignedIn, own.isAnothers, asked], [true, false, ['/x/', 'ticket']]);
});

test('nothing is asked, nor ended, in the name of another judge', async () => {
  const { own, asked } = somePhone({ id: 2, name: 'Beatriz' }, 'bea');
  await assert.rejects(own.request('/x/'), { name: 'ApiError', status: 401 });
  await assert.rejects(own.ticket(), { name: 'ApiError', status: 401 });
  await own.signOut();
  assert.deepEqual([own.isSignedIn, own.isAnothers, asked], [false, true, []]);
});

test('who has another name by now is the same, and who got the name is not', () => {
  assert.equal(somePhone({ id: 1, name: 'Ana' }, 'anita').own.isAnothers, false);
  assert.equal(somePhone({ id: 2, name: 'Ana' }, 'ana').own.isAnothers, true);
});

test('a session of before is known by the name', () => {
  assert.equal(somePhone(null, 'ana').own.isSignedIn, true);
  assert.equal(somePhone(null, 'bea').own.isAnothers, true);
});

test('a session that has ended is nobody else’s', async () => {
  const { own, session } = somePhone(null, null);
  session.isSignedIn = false;
  assert.deepEqual([own.isSignedIn, own.isAnothers], [false, false]);
  await assert.rejects(own.ticket(), { status: 401 });
});
