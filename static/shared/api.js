/** Questions to the server over HTTP, with one type of error. */

/** The server did not answer (`status` 0), or not with success. */
export class ApiError extends Error {
  constructor(status) {
    super(status === 0 ? 'no answer' : `answered ${status}`);
    this.name = 'ApiError';
    this.status = status;
  }
}

/** The JSON that stands at `path`. Raises ApiError after `timeoutMs` without an answer, too. */
export async function getJson(path, { timeoutMs = 8000 } = {}) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), timeoutMs);
  try {
    const response = await fetch(path, { signal: abort.signal });
    if (!response.ok) throw new ApiError(response.status);
    return await response.json();
  } catch (error) {
    throw error instanceof ApiError ? error : new ApiError(0);
  } finally {
    clearTimeout(timer);
  }
}
