/** What the parts of a rescue text are made of. Pure. */

export const base36 = (value) => value.toString(36);
export const number = (text) => parseInt(text, 36);

/** A number that may be missing. */
export const orNull = (text) => (text === '' ? null : number(text));

const base64 = (bytes) => btoa(String.fromCharCode(...bytes))
  .replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const bytesOf = (text) => Uint8Array.from(
  atob(text.replaceAll('-', '+').replaceAll('_', '/')), (byte) => byte.charCodeAt(0),
);

/** Any text as what may stand in an address. */
export const encodeText = (text) => base64(new TextEncoder().encode(text));
export const decodeText = (text) => new TextDecoder().decode(bytesOf(text));

export const encodeUuid = (uuid) =>
  base64(uuid.replaceAll('-', '').match(/../g).map((pair) => parseInt(pair, 16)));

export function decodeUuid(text) {
  const hex = [...bytesOf(text)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
