/** Files for the user to keep, fetched in the name of the account. */

/** Long enough for the browser to have begun with it. */
const LET_GO_MS = 60_000;
const PATIENCE_MS = 30_000;

/** Fetches `path` and hands it to the browser as a download. Raises ApiError. */
export async function download(session, path, filename, timeoutMs = PATIENCE_MS) {
  const blob = await session.request(path, { as: 'blob', timeoutMs });
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = filename;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), LET_GO_MS);
}
