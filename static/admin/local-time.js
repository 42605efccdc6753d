/** Between instants of the API and the browser's inputs for a local date and time. Pure. */

const two = (number) => String(number).padStart(2, '0');

/** `2026-11-21T08:30` for an `<input type="datetime-local">`, in the zone of this machine. */
export function localInputOf(isoText) {
  const at = new Date(isoText);
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The instant that such an input says; null for what is no date. */
export function instantOf(localText) {
  const ms = Date.parse(localText);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

/** The next full hour, as such an input takes it. */
export function nextFullHour(now) {
  const at = new Date(now);
  at.setHours(at.getHours() + 1, 0, 0, 0);
  return localInputOf(at.toISOString());
}
