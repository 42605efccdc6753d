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

/** Changes that come one upon the other are one reason to load again. */
const SETTLE_MS = 300;
/** Who looks away for less than this has missed nothing. */
const AWAY_MS = 1500;

/**
 * As `useLoaded`, and loaded again when another organizer may have changed it: when the list of
 * competitions in the control room changes, when the connection comes back, and when the user
 * comes back to the page. Times that come in are no reason.
 */
export function useLive(load, dependencies) {
  const loaded = useLoaded(load, dependencies);
  const { isLive, room } = useRoom();
  const { reload } = loaded;
  const seen = JSON.stringify(room.competitions.map(({ recordCount: _, ...setUp }) => setUp));
  const isFirst = useRef(true);
  useEffect(() => {
    if (isFirst.current) {
      isFirst.current = false;
      return undefined;
    }
    if (!isLive) return undefined;
    const timer = setTimeout(reload, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [isLive, seen, reload]);
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
