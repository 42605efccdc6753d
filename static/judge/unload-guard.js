/** A page that would take taps with it when it goes asks before. */

const ask = (event) => event.preventDefault();

/** From now on the page asks, or does not. */
export function guardUnload(isAtRisk) {
  if (isAtRisk) window.addEventListener('beforeunload', ask);
  else window.removeEventListener('beforeunload', ask);
}
