/** Keeps the display from switching itself off. */

/**
 * Asks the browser to keep the display on, now and each time that the page is seen again, as the
 * permission ends when it is not. Browsers grant it to pages of this machine or over HTTPS alone;
 * elsewhere nothing happens.
 */
export function stayAwake() {
  if (!('wakeLock' in navigator)) return;
  const ask = () => {
    if (document.visibilityState === 'visible') navigator.wakeLock.request('screen').catch(() => {});
  };
  document.addEventListener('visibilitychange', ask);
  ask();
}
