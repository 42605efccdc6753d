/** What the organizer sees of this device: enough to tell phones apart. Pure. */

const SYSTEMS = ['iPhone', 'iPad', 'Android', 'Windows', 'Macintosh', 'CrOS', 'Linux'];
const LONGEST = 60;

/** `Android · Moto G (5)`, `iPhone`; an empty text for what says nothing. */
export function deviceName(userAgent) {
  const system = SYSTEMS.find((name) => userAgent.includes(name)) ?? '';
  const model = /Android [\d.]+; ([^;)]+)/.exec(userAgent)?.[1].trim() ?? '';
  // Chrome writes K for every Android phone.
  const parts = [system, model === 'K' ? '' : model];
  return parts.filter(Boolean).join(' · ').slice(0, LONGEST);
}
