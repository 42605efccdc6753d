/**
 * Small things that this browser keeps. A browser that keeps nothing, as some private windows, is
 * no reason to stop: then they last until the page is closed.
 */

/** The text under `key`, or null. */
export function readText(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Keeps `text` under `key`; null forgets it. */
export function keepText(key, text) {
  try {
    if (text === null) localStorage.removeItem(key);
    else localStorage.setItem(key, text);
  } catch {
    // Forbidden, or the phone is full.
  }
}

/** What was kept under `key` as JSON, or null. */
export function readKept(key) {
  try {
    return JSON.parse(readText(key) ?? 'null');
  } catch {
    return null;
  }
}

/** Keeps `value` under `key` as JSON; null forgets it. */
export function keep(key, value) {
  keepText(key, value === null ? null : JSON.stringify(value));
}
