/** The runners of an entry list: which bib is next, who wears one, how ages are typed. Pure. */

import { bibKey } from '../shared/bibs.js';

/** As the server takes them. */
const BIB = /^[0-9A-Za-zÁÉÍÓÚÜÑáéíóúüñ./-]{1,12}$/;
const OLDEST = 130;
const FIRST_BIRTH_YEAR = 1900;
const AGE = /^\d{1,3}$/;
const DAY_FIRST = /^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})$/;
const YEAR_FIRST = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;

export const isBib = (text) => BIB.test(text);

/** Who of `runners` wears `bib`, however it is written; null for nobody. */
export function wearerOf(runners, bib) {
  const key = bibKey(bib);
  return runners.find((runner) => bibKey(runner.bib) === key) ?? null;
}

/** How a runner is called where there is no name yet: by the bib. */
export const nameOfRunner = (runner) => runner.full_name || runner.bib;

/** `101 · Ana Pérez` */
export const bibAndName = ({ bib, full_name: name }) => [bib, name].filter(Boolean).join(' · ');

/**
 * The bib for the next late entry: the first free number after `last`, the bib that was given
 * out before, and after the highest number where there is none or it is no number.
 *
 *     nextBib([{ bib: '7' }, { bib: 'A3' }])      // "8"
 *     nextBib([{ bib: '300' }, { bib: '7' }], '7') // "8"
 */
export function nextBib(runners, last = null) {
  const worn = new Set(runners.map((runner) => bibKey(runner.bib)));
  const numbers = [...worn].filter((key) => /^\d+$/.test(key)).map(Number);
  const isNumber = last !== null && /^\d+$/.test(bibKey(last));
  let next = 1 + (isNumber ? Number(bibKey(last)) : numbers.reduce((a, b) => Math.max(a, b), 0));
  while (worn.has(String(next))) next += 1;
  return String(next);
}

const isDay = (year, month, day) => {
  const at = new Date(Date.UTC(year, month - 1, day));
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
};
const two = (text) => String(Number(text)).padStart(2, '0');

/**
 * What was typed as a birth date (the day first, or as ISO writes it) or as an age:
 * `{birth_date, age}` as the API takes them, both null for nothing; null for what is neither.
 *
 *     readBirth('15/4/1990') // { birth_date: "1990-04-15", age: null }
 *     readBirth('34')        // { birth_date: null, age: 34 }
 */
export function readBirth(typed) {
  const text = typed.trim();
  if (text === '') return { birth_date: null, age: null };
  if (AGE.test(text)) return Number(text) <= OLDEST ? { birth_date: null, age: Number(text) } : null;
  const found = DAY_FIRST.exec(text);
  const [year, month, day] = found
    ? [found[3], found[2], found[1]]
    : (YEAR_FIRST.exec(text)?.slice(1) ?? []);
  if (year === undefined || Number(year) < FIRST_BIRTH_YEAR) return null;
  if (!isDay(Number(year), Number(month), Number(day))) return null;
  return { birth_date: `${year}-${two(month)}-${two(day)}`, age: null };
}

/** A runner's birth date or age as it is typed: `15/04/1990`, `34`, or nothing. */
export function birthText({ birth_date: born, age }) {
  if (born !== null) return born.split('-').reverse().join('/');
  return age === null ? '' : String(age);
}

/** A runner's fields as the forms hold them: all texts, but `is_hidden`. */
export const valuesOfRunner = (runner) => ({
  bib: runner.bib,
  first_name: runner.first_name,
  last_name: runner.last_name,
  sex: runner.sex ?? '',
  birth_date: birthText(runner),
  category: runner.category,
  team: runner.team,
  wave_id: runner.wave_id === null ? '' : String(runner.wave_id),
  contact: runner.contact,
  nationality: runner.nationality,
  city: runner.city,
  is_hidden: runner.is_hidden,
});

/** Such values as the API takes them; only those that are given. */
export function bodyOfRunner(values) {
  const body = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name, typeof value === 'string' ? value.trim() : value,
    ]),
  );
  if ('sex' in body) body.sex ||= null;
  if ('wave_id' in body) body.wave_id = body.wave_id === '' ? null : Number(body.wave_id);
  if ('birth_date' in body) Object.assign(body, readBirth(body.birth_date));
  return body;
}

/** What is wrong with such values, by field, in the words of `text`. */
export function checkRunner(values, text) {
  const bib = values.bib.trim();
  const wrongBib = isBib(bib) ? null : text('runners.bib.invalid');
  return {
    bib: bib === '' ? text('form.required') : wrongBib,
    birth_date: readBirth(values.birth_date) === null ? text('runners.birth.invalid') : null,
  };
}

/** The categories that runners are in: in the organizer's order, and then the others by name. */
export function categoriesOf(runners, bands, locale) {
  const shown = new Set(runners.map((runner) => runner.category_shown).filter(Boolean));
  const inOrder = bands.map((band) => band.name).filter((name) => shown.delete(name));
  return [...inOrder, ...[...shown].sort((one, other) => one.localeCompare(other, locale))];
}
