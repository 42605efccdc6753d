/**
 * The places in a certificate's texts, `{name}` and the like: in the organizer's words while they
 * are written, by their own names where they are kept. Pure.
 */

/** As the server names them, in the order in which they are offered. */
export const PLACES = [
  'name', 'time', 'place', 'category', 'place_in_category', 'race', 'date', 'team',
];

const IN_BRACES = /\{\s*([\p{L}\p{N}_]+)\s*\}/gu;

const folded = (word) => word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/**
 * `text` in the organizer's words; `wordOf(place)` is what a place is called.
 *
 *     shownText('por {name}', () => 'nombre') // "por {nombre}"
 */
export const shownText = (text, wordOf) =>
  text.replace(IN_BRACES, (whole, name) => (PLACES.includes(name) ? `{${wordOf(name)}}` : whole));

/** `text` as it is kept; a word that is no place stays as it is. Accents are of no account. */
export const keptText = (text, wordOf) =>
  text.replace(IN_BRACES, (_, word) => {
    const place = PLACES.find((one) => [one, folded(wordOf(one))].includes(folded(word)));
    return `{${place ?? word}}`;
  });

/** The first word in braces, as it is written, that is no place; null without one. */
export function unknownPlace(text, wordOf) {
  for (const [, word] of keptText(text, wordOf).matchAll(IN_BRACES)) {
    if (!PLACES.includes(word)) return word;
  }
  return null;
}

/** The lines of what was typed, without those that are empty at the end. */
export const linesOf = (typed) => typed.trimEnd().split('\n').map((line) => line.trim());
