/**
 * What has been typed and not been saved yet, or is shown but once, so that nobody throws it away
 * by accident.
 */

import { useLayoutEffect, useRef } from '../vendor/htm-preact/standalone.module.js';

/** What is asked: the keys of its texts. */
const UNSAVED = { title: 'leave.title', what: 'leave.what', leave: 'leave.do' };

/**
 * Every `{isDirty, isGivenUp, close, question}`; `close` shuts the dialog around it, or is null.
 */
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
 * the dialog around it; `question` has the keys of its title, sentence and button to leave by.
 */
export function useUnsaved(isDirty, close = null, question = UNSAVED) {
  const guard = useRef({});
  Object.assign(guard.current, { isDirty, close, question });
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
