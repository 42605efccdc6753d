/** Questions to the server over HTTP, with one type of error. */

/**
 * The server did not answer (`status` 0), or not with success.
 *
 * `code` is the server's stable name of what is wrong, `field` the field of a form that it
 * concerns, `sentence` the server's own words, and `body` the whole answer.
 */
export class ApiError extends Error {
  constructor(status, body = null) {
    super(status === 0 ? 'no answer' : `answered ${status}`);
    this.name = 'ApiError';
    this.status = status;
    this.body = body;
    this.code = body?.code ?? (status === 0 ? 'no_answer' : `status_${status}`);
    this.field = body?.field ?? null;
    this.sentence = body?.error ?? body?.detail ?? null;
  }
}

/** The JSON that stands at `path`. Raises ApiError after `timeoutMs` without an answer, too. */
export async function getJson(path, { timeoutMs = 8000 } = {}) {
  return request(path, { timeoutMs });
}

const NOT_MODIFIED = 304;

/**
 * Asks the server, with `body` as JSON, or as it is where it is a file; answers with its JSON (null where the answer has no body), or with a Blob where
 * `as` is "blob". Where it is "tagged", with `{value, tag, isSame}`: `tag` is for the header
 * `If-None-Match` of the next time, and `isSame` says that it is as it was, without a value. Raises
 * ApiError, also after `timeoutMs` without an answer.
 *
 *     await request('/api/login/', { method: 'POST', body: { username, password } })
 */
export async function request(
  path,
  { method = 'GET', body, headers = {}, timeoutMs = 8000, as = 'json' } = {},
) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), timeoutMs);
  const options = { method, headers: { ...headers }, signal: abort.signal };
  if (body instanceof Blob) {
    options.body = body;
    options.headers['Content-Type'] = 'application/octet-stream';
  } else if (body !== undefined) {
    options.body = JSON.stringify(body);
    options.headers['Content-Type'] = 'application/json';
  }
  try {
    const response = await fetch(path, options);
    const tag = response.headers?.get('ETag') ?? null;
    if (as === 'tagged' && response.status === NOT_MODIFIED) return { value: null, tag, isSame: true };
    if (!response.ok) throw new ApiError(response.status, await errorBody(response));
    if (as === 'blob') return await response.blob();
    const text = await response.text();
    const value = text === '' ? null : JSON.parse(text);
    return as === 'tagged' ? { value, tag, isSame: false } : value;
  } catch (error) {
    throw error instanceof ApiError ? error : new ApiError(0);
  } finally {
    clearTimeout(timer);
  }
}

async function errorBody(response) {
  try {
    return await response.json();
  } catch {
    return null;
  }
}
