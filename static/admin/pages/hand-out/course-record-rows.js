/** Records of a course as the form has them: a row of texts for each group. Pure. */

const TIME = /^(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)(?:[.,](\d{1,3}))?$/;
const MINUTES_OF_HOUR = 60;
const DAY_MS = 86_400_000;
const FIELDS = ['time', 'holder', 'year'];

/**
 * The ms of a time as it is told: `17:58`, `1:02:03`, `17:58.4`; null where it is none.
 *
 *     spanOf('1:02:03') // 3_723_000
 */
export function spanOf(text) {
  const match = TIME.exec(text.trim());
  if (match === null) return null;
  const [, hours = '0', minutes, seconds, fraction = ''] = match;
  if (match[1] !== undefined && Number(minutes) >= MINUTES_OF_HOUR) return null;
  const whole = (Number(hours) * MINUTES_OF_HOUR + Number(minutes)) * 60 + Number(seconds);
  const spanMs = whole * 1000 + Number(fraction.padEnd(3, '0'));
  return spanMs > 0 && spanMs <= DAY_MS ? spanMs : null;
}

/** A time as `spanOf` reads it. */
export function spanText(spanMs) {
  const seconds = Math.floor(spanMs / 1000);
  const pad = (value) => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / MINUTES_OF_HOUR);
  const face = hours > 0 ? `${hours}:${pad(minutes % MINUTES_OF_HOUR)}` : String(minutes);
  const fraction = String(spanMs % 1000).padStart(3, '0').replace(/0+$/, '');
  return `${face}:${pad(seconds % 60)}${fraction === '' ? '' : `.${fraction}`}`;
}

const keyOf = ({ group, value }) => `${group} ${value}`;

/**
 * The groups that may have a record, `[{group, value}]`: everybody, the sexes, the categories of the
 * runners, and those that have one already.
 */
export function recordGroups(runners, records, locale) {
  const { compare } = new Intl.Collator(locale, { numeric: true });
  const sexes = ['F', 'M', ...(runners.some(({ sex }) => sex === 'X') ? ['X'] : [])];
  const categories = new Set(runners.map((runner) => runner.category_shown).filter(Boolean));
  const groups = [
    { group: 'all', value: '' },
    ...sexes.map((value) => ({ group: 'sex', value })),
    ...[...categories].sort(compare).map((value) => ({ group: 'category', value })),
  ];
  const known = new Set(groups.map(keyOf));
  return [
    ...groups,
    ...records.filter((record) => !known.has(keyOf(record)))
      .map(({ group, value }) => ({ group, value })),
  ];
}

/** The form's values: three texts for each of the `groups`, by its number. */
export function valuesOfRecords(groups, records) {
  const values = {};
  groups.forEach((group, index) => {
    const record = records.find((one) => keyOf(one) === keyOf(group));
    const texts = record === undefined
      ? ['', '', '']
      : [spanText(record.official_ms), record.holder, String(record.year ?? '')];
    FIELDS.forEach((field, at) => {
      values[`${field}${index}`] = texts[at];
    });
  });
  return values;
}

/** The records that the values say; a group without a time has none. */
export function recordsOfValues(groups, values) {
  return groups.flatMap((group, index) => {
    const officialMs = spanOf(values[`time${index}`]);
    if (officialMs === null) return [];
    const year = values[`year${index}`].trim();
    return [{
      ...group,
      official_ms: officialMs,
      holder: values[`holder${index}`].trim(),
      year: year === '' ? null : Number(year),
    }];
  });
}

/** What is wrong, as `useForm` wants it: `{time0: 'courseRecords.wrongTime'}`, keys of texts. */
export function faultsOfValues(groups, values) {
  const faults = {};
  groups.forEach((_, index) => {
    const [time, holder, year] = FIELDS.map((field) => values[`${field}${index}`].trim());
    const isEmpty = time === '' && holder === '' && year === '';
    if (!isEmpty && spanOf(time) === null) faults[`time${index}`] = 'courseRecords.wrongTime';
    if (year !== '' && !/^(?:1[89]|[2-9]\d)\d\d$/.test(year)) {
      faults[`year${index}`] = 'courseRecords.wrongYear';
    }
  });
  return faults;
}
