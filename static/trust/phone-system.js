/** Which steps are for this device. Pure. */

/**
 * `android`, `ios`, or `other` for what is no phone. An iPad says that it is a Macintosh, but no
 * Macintosh has a screen to touch.
 */
export function systemOf(userAgent, touchPoints = 0) {
  if (userAgent.includes('Android')) return 'android';
  if (/iPhone|iPad|iPod/.test(userAgent)) return 'ios';
  return userAgent.includes('Macintosh') && touchPoints > 1 ? 'ios' : 'other';
}
