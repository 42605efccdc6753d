import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ApiError } from '../../static/shared/api.js';
import { Session } from '../../static/shared/session.js';

const SIGNED_IN = { access: 'access-1', refresh: 'refresh-1', rol: 'organizador' };

class Store {
  constructor(text = null) {
    this.text = text;
  }

  read() {
    return this.text;
  }

  write(text) {
    this.text = text;
  }
}

/** A server: `answers` by path, each a function of the options, and a list of what was asked. */
function serverWith(answers) {
  const asked = [];
  const ask = async (path, options) => {
    asked.push(path);
    return answers[path](options);
  };
  return { asked, ask };
}

const bearer = (options) => options.headers.Authorization.replace('Bearer ', '');

/** Answers who has this token, refuses every other. */
const only = (token, answer) => (options) => {
  if (bearer(options) !== token) throw new ApiError(401);
  return answer;
};

test('who has signed in asks in their own name', async () => {
  const { ask } = serverWith({ '/api/login/': () => SIGNED_IN, '/x/': only('access-1', 'hello') });
  const session = new Session({ store: new Store(), ask });
  assert.equal(session.isSignedIn, false);
  await session.signIn('ana', 'secreto');
  assert.equal(session.isSignedIn, true);
  assert.equal(session.username, 'ana');
  assert.equal(session.role, 'organizador');
  assert.equal(await session.request('/x/'), 'hello');
});

test('only the refresh token is kept over a reload, and it is enough', async () => {
  const store = new Store();
  const { ask } = serverWith({ '/api/login/': () => SIGNED_IN });
  await new Session({ store, ask }).signIn('ana', 'secreto');
  assert.ok(store.text.includes('refresh-1'));
  assert.ok(!store.text.includes('access-1'));
  const later = serverWith({
    '/api/token/refresh/': ({ body }) => ({ access: `of ${body.refresh}` }),
    '/x/': only('of refresh-1', 'hello'),
  });
  const session = new Session({ store, ask: later.ask });
  assert.equal(await session.request('/x/'), 'hello');
});

test('what is kept and cannot be read is nobody', () => {
  for (const text of ['{', '"x"', '{"refresh":1}', 'null']) {
    assert.equal(new Session({ store: new Store(text) }).isSignedIn, false, text);
  }
});

test('an access token that has expired is replaced once, for all who wait', async () => {
  const { asked, ask } = serverWith({
    '/api/login/': () => SIGNED_IN,
    '/api/token/refresh/': () => ({ access: 'access-2' }),
    '/x/': only('access-2', 'hello'),
  });
  const session = new Session({ store: new Store(), ask });
  await session.signIn('ana', 'secreto');
  const answers = await Promise.all([session.request('/x/'), session.request('/x/')]);
  assert.deepEqual(answers, ['hello', 'hello']);
  assert.equal(asked.filter((path) => path === '/api/token/refresh/').length, 1);
});

test('a session that the server has ended is over', async () => {
  const { ask } = serverWith({
    '/api/login/': () => SIGNED_IN,
    '/api/token/refresh/': () => {
      throw new ApiError(401);
    },
    '/x/': only('nobody', ''),
  });
  const store = new Store();
  let changes = 0;
  const session = new Session({ store, ask, onChange: () => (changes += 1) });
  await session.signIn('ana', 'secreto');
  await assert.rejects(session.request('/x/'), { status: 401 });
  assert.equal(session.isSignedIn, false);
  assert.equal(store.text, null);
  assert.equal(changes, 2);
});

test('a server that does not answer ends nothing', async () => {
  const kept = JSON.stringify({ refresh: 'r', username: 'ana', role: 'organizador' });
  const { ask } = serverWith({
    '/api/token/refresh/': () => {
      throw new ApiError(0);
    },
  });
  const session = new Session({ store: new Store(kept), ask });
  await assert.rejects(session.request('/x/'), { status: 0 });
  assert.equal(session.isSignedIn, true);
});

test('another error than 401 is not tried again', async () => {
  const { asked, ask } = serverWith({
    '/api/login/': () => SIGNED_IN,
    '/x/': () => {
      throw new ApiError(412, { code: 'changed_meanwhile' });
    },
  });
  const session = new Session({ store: new Store(), ask });
  await session.signIn('ana', 'secreto');
  await assert.rejects(session.request('/x/'), { code: 'changed_meanwhile' });
  assert.deepEqual(asked, ['/api/login/', '/x/']);
});

test('signing out ends the session here even when the server is away', async () => {
  const { ask } = serverWith({
    '/api/login/': () => SIGNED_IN,
    '/api/logout/': () => {
      throw new ApiError(0);
    },
  });
  const store = new Store();
  const session = new Session({ store, ask });
  await session.signIn('ana', 'secreto');
  await session.signOut();
  assert.equal(session.isSignedIn, false);
  assert.equal(store.text, null);
});

test('a page goes along when another one of the browser signs out and in', async () => {
  const store = new Store();
  const { ask } = serverWith({ '/api/login/': () => SIGNED_IN, '/api/logout/': () => null });
  const [one, other] = [new Session({ store, ask }), new Session({ store, ask })];
  await one.signIn('ana', 'secreto');
  other.follow();
  assert.equal(other.username, 'ana');
  assert.equal(other.ending, null);
  await one.signOut();
  other.follow();
  assert.deepEqual([other.isSignedIn, other.ending], [false, 'elsewhere']);
  assert.equal(one.ending, null);
  await one.signIn('ana', 'secreto');
  other.follow();
  assert.deepEqual([other.isSignedIn, other.ending], [true, null]);
});

const BEATRIZ = { id: 2, username: 'bea', first_name: 'Beatriz', last_name: 'Paz' };
const signedIn = (access, judge) => ({ access, refresh: `of ${access}`, rol: 'juez', juez: judge });

/** A promise and what settles it: an answer that is slow. */
function slow() {
  const answer = {};
  answer.come = new Promise((resolve, reject) => Object.assign(answer, { resolve, reject }));
  return answer;
}

test('it is known over a reload which judge is signed in', () => {
  const store = new Store();
  new Session({ store }).adopt(signedIn('b', BEATRIZ), 'bea');
  assert.deepEqual(new Session({ store }).judge, { id: 2, name: 'Beatriz Paz' });
  new Session({ store }).adopt(signedIn('c', { id: 3, username: 'caro' }), 'caro');
  assert.deepEqual(new Session({ store }).judge, { id: 3, name: 'caro' });
  new Session({ store }).adopt({ ...SIGNED_IN, juez: null }, 'olga');
  assert.equal(new Session({ store }).judge, null);
});

test('what waits for a token is not asked in the name of who signs in meanwhile', async () => {
  const answer = slow();
  const { asked, ask } = serverWith({
    '/api/token/refresh/': () => answer.come,
    '/of-ana/': () => 'hello',
    '/of-bea/': only('b', 'hello'),
  });
  const kept = JSON.stringify({ refresh: 'r', username: 'ana', role: 'juez' });
  const session = new Session({ store: new Store(kept), ask });
  const asking = session.request('/of-ana/');
  session.adopt(signedIn('b', BEATRIZ), 'bea');
  answer.resolve({ access: 'a' });

  await assert.rejects(asking, { status: 401 });
  assert.ok(!asked.includes('/of-ana/'));
  // Nor is the token of before that of the new one.
  assert.equal(await session.request('/of-bea/'), 'hello');
});

test('a refused request is not repeated in the name of who has signed in meanwhile', async () => {
  const answer = slow();
  const { asked, ask } = serverWith({ '/x/': () => answer.come });
  const session = new Session({ store: new Store(), ask });
  session.adopt(signedIn('a', { id: 1, username: 'ana' }), 'ana');
  const asking = session.request('/x/');
  session.adopt(signedIn('b', BEATRIZ), 'bea');
  answer.reject(new ApiError(401));

  await assert.rejects(asking, { status: 401 });
  assert.equal(asked.length, 1);
  assert.equal(session.username, 'bea');
});

test('a slow signing out does not sign out who has signed in meanwhile', async () => {
  const answer = slow();
  const { ask } = serverWith({ '/api/logout/': () => answer.come });
  const session = new Session({ store: new Store(), ask });
  session.adopt(signedIn('a', { id: 1, username: 'ana' }), 'ana');
  const leaving = session.signOut();
  session.adopt(signedIn('b', BEATRIZ), 'bea');
  answer.resolve(null);
  await leaving;

  assert.equal(session.username, 'bea');
});
