/** Keeps the display from switching itself off. */

/**
 * Asks the browser to keep the display on, now and each time that the page is seen again, as the
 * permission ends when it is not. Returns a function that ends it.
 *
 * Browsers grant it to pages of this machine or over HTTPS alone: elsewhere `onState` is told
 * `unsupported`, else `held` or `off` whenever that changes. `off` is what a phone that saves its
 * battery says.
 */
export function stayAwake(onState = () => {}) {
  if (!('wakeLock' in navigator)) {
    onState('unsupported');
    return () => {};
  }
  let lock = null;
  let isOver = false;
  const ask = async () => {
    if (document.visibilityState !== 'visible' || lock !== null || isOver) return;
    try {
      const granted = await navigator.wakeLock.request('screen');
      if (isOver) {
        granted.release();
        return;
      }
      lock = granted;
      lock.onrelease = () => {
        lock = null;
        if (!isOver) onState('off');
      };
      onState('held');
    } catch {
      onState('off');
    }
  };
  document.addEventListener('visibilitychange', ask);
  ask();
  return () => {
    isOver = true;
    document.removeEventListener('visibilitychange', ask);
    lock?.release();
  };
}
