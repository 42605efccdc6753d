/** Notices when the device was asleep or off the network, as connections then only look alive. */

const CHECK_MS = 2000;
const SLEPT_MS = 1500;

/**
 * Calls `onWoken` after the device slept, `onOnline` when it is on a network again. Returns a
 * function that ends the watch.
 *
 * Many devices stop the monotonic clock while they sleep and none the wall clock, so a sleep shows
 * as a gap between the two. A page that is only in the background has no such gap.
 */
export function watchForWaking({ onWoken, onOnline }) {
  const gapMs = () => Date.now() - performance.now();
  let lastGapMs = gapMs();
  const check = () => {
    const grownMs = gapMs() - lastGapMs;
    lastGapMs += grownMs;
    if (grownMs > SLEPT_MS) onWoken();
  };
  const onPageShow = (event) => event.persisted && onWoken();
  const timer = setInterval(check, CHECK_MS);
  document.addEventListener('visibilitychange', check);
  window.addEventListener('pageshow', onPageShow);
  window.addEventListener('online', onOnline);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', check);
    window.removeEventListener('pageshow', onPageShow);
    window.removeEventListener('online', onOnline);
  };
}
