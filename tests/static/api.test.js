import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';

import { request } from '../../static/shared/api.js';

const { fetch } = globalThis;
afterEach(() => {
  globalThis.fetch = fetch;
});

/** A server that has `"1"`, and says so to whoever has it already. */
function answering(tag = '"1"') {
  globalThis.fetch = async (_path, { headers }) => {
    const isSame = headers['If-None-Match'] === tag;
    return new Response(isSame ? null : '[7]', { status: isSame ? 304 : 200, headers: { ETag: tag } });
  };
}

test('a tagged question is answered with the tag, and with nothing while it is as it was', async () => {
  answering();
  const first = await request('/x/', { as: 'tagged' });
  assert.deepEqual(first, { value: [7], tag: '"1"', isSame: false });
  const headers = { 'If-None-Match': first.tag };
  const second = await request('/x/', { as: 'tagged', headers });
  assert.deepEqual([second.value, second.isSame], [null, true]);

  answering('"2"');
  const third = await request('/x/', { as: 'tagged', headers });
  assert.deepEqual(third, { value: [7], tag: '"2"', isSame: false });
});

test('who does not ask for tags is told of what is unchanged as of an error', async () => {
  answering();
  const headers = { 'If-None-Match': '"1"' };
  await assert.rejects(request('/x/', { headers }), { name: 'ApiError', status: 304 });
  assert.deepEqual(await request('/x/'), [7]);
});
