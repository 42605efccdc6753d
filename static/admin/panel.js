/** The room as it is now, and what has to be loaded again as it changes. */

import { useLoaded, usePage } from '../ui/page.js';
import { useEffect, useRef, useState } from '../vendor/htm-preact/standalone.module.js';

/** The control room as it is now: `{isLive, room, clock}`; see room-feed.js. */
export function useRoom() {
  const { room } = usePage();
  const [shown, setShown] = useState(room.now);
  useEffect(() => room.watch(setShown), [room]);
  return { ...shown, clock: room.clock };
}

/** Changes that come one upon the other are one reason to load again; it waits no longer. */
const SETTLE_MS = 300;
/** Who looks away for less than this has missed nothing. */
const AWAY_MS = 1500;

/**
 * As `useLoaded`, and loaded again when anybody has changed something, when the connection comes
 * back, and when the user comes back to the page. Times that come in are no reason.
 */
export function useLive(load, dependencies) {
  const loaded = useLoaded(load, dependencies);
  const { isLive, room } = useRoom();
  const { reload } = loaded;
  const isFirst = useRef(true);
  const timer = useRef(null);
  useEffect(() => {
    if (isFirst.current || !isLive) {
      isFirst.current = false;
      return;
    }
    timer.current ??= setTimeout(() => {
      timer.current = null;
      reload();
    }, SETTLE_MS);
  }, [isLive, room.lastChangeId, reload]);
  useEffect(() => () => {
    clearTimeout(timer.current);
    timer.current = null;
  }, [reload]);
  useEffect(() => {
    let lastMs = performance.now();
    const comeBack = () => {
      if (document.hidden || performance.now() - lastMs < AWAY_MS) return;
      lastMs = performance.now();
      reload();
    };
    window.addEventListener('focus', comeBack);
    document.addEventListener('visibilitychange', comeBack);
    return () => {
      window.removeEventListener('focus', comeBack);
      document.removeEventListener('visibilitychange', comeBack);
    };
  }, [reload]);
  return loaded;
}

/** Marks that come in are a reason to look again, but not many times a second. */
const LOOK_AGAIN_MS = 2000;

/** Calls `reload` when `count` has changed, and again later when it goes on changing. */
export function useLookAgain(reload, count) {
  const timer = useRef(null);
  const seen = useRef(undefined);
  useEffect(() => {
    const isFirst = seen.current === undefined;
    if (count === seen.current) return;
    seen.current = count;
    if (isFirst) return;
    timer.current ??= setTimeout(() => {
      timer.current = null;
      reload();
    }, LOOK_AGAIN_MS);
  }, [count, reload]);
  useEffect(() => () => clearTimeout(timer.current), []);
}
