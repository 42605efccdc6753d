/** What has been typed and not been saved yet, so that nobody throws it away by accident. */

import { useLayoutEffect, useRef } from '../vendor/htm-preact/standalone.module.js';

/** Every `{isDirty, isGivenUp, close}`; `close` shuts the dialog around it, or is null. */
const guards = new Set();

const askBeforeUnload = (event) => event.preventDefault();

/** The part of the page that holds something unsaved, the newest first; null without one. */
export function findUnsaved() {
  return [...guards].reverse().find((guard) => guard.isDirty && !guard.isGivenUp) ?? null;
}

/** Nothing of it is asked for again: the user has said that it may go. */
export function giveUpUnsaved() {
  for (const guard of guards) guard.isGivenUp = true;
}

/**
 * Keeps the page from being left without a question while `isDirty`. `close`, where given, shuts
 * the dialog around it.
 */
export function useUnsaved(isDirty, close = null) {
  const guard = useRef({});
  Object.assign(guard.current, { isDirty, close });
  // Not after the next picture: an Escape may come sooner.
  useLayoutEffect(() => {
    if (!isDirty) return undefined;
    guard.current.isGivenUp = false;
    guards.add(guard.current);
    // Only while it is needed: a page with this listener is not kept for the way back.
    window.addEventListener('beforeunload', askBeforeUnload);
    return () => {
      guards.delete(guard.current);
      if (guards.size === 0) window.removeEventListener('beforeunload', askBeforeUnload);
    };
  }, [isDirty]);
}
