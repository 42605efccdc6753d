/** Which column of a file holds what, and which rows are shown first. Pure. */

/** `A`, `B` ... `Z`, `AA`: as a spreadsheet names its columns. */
export function columnLetter(index) {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : columnLetter(Math.floor(index / 26) - 1) + last;
}

/**
 * The columns of a preview in the order of the file: `[{index, letter, heading, field}]`; `field`
 * is null for one that is not imported.
 */
export function columnsOf(preview) {
  const fields = new Map(Object.entries(preview.columns).map(([field, index]) => [index, field]));
  const count = preview.column_count ?? Math.max(preview.headings.length, ...fields.keys(), -1) + 1;
  return Array.from({ length: count }, (_, index) => ({
    index,
    letter: columnLetter(index),
    heading: preview.headings[index] ?? '',
    field: fields.get(index) ?? null,
  }));
}

/**
 * `columns` (`{field: index}`) with column `index` holding `field`, or nothing for null. A field
 * is in one column and a column holds one field: what stood in the way is let go.
 */
export function remapped(columns, index, field) {
  const others = Object.entries(columns).filter(
    ([name, place]) => place !== index && name !== field,
  );
  return Object.fromEntries(field === null ? others : [...others, [field, index]]);
}

/** The required fields that no column is said to hold, so that every row lacks them. */
export function unmappedFields(preview) {
  const isMissing = (name) => preview.rows.some((row) => row.problems.some(isLackOf(name)));
  return preview.fields
    .filter(({ name, required }) => required && !(name in preview.columns) && isMissing(name))
    .map(({ name }) => name);
}

const isLackOf = (name) => ({ field, code }) => field === name && code === 'missing';

/** The fields that a table of the rows has to show: mapped, required, or with something in them. */
export function shownFields(preview) {
  const used = new Set(preview.rows.flatMap((row) => [
    ...Object.entries(row.values).filter(([, value]) => value).map(([field]) => field),
    ...row.problems.map((problem) => problem.field),
  ]));
  const unmapped = unmappedFields(preview);
  return preview.fields
    .filter(({ name, required }) => required || name in preview.columns || used.has(name))
    .map(({ name }) => name)
    .filter((name) => !unmapped.includes(name));
}

/** What a row would replace in a field; null where it replaces nothing. */
export function replacedBy(row, field) {
  const old = row.current?.[field];
  const value = row.values[field] ?? '';
  // An empty cell leaves what there is.
  if (row.status !== 'changed' || old === undefined || value === '') return null;
  const before = old === null ? '' : String(old);
  return before === value ? null : before;
}

/** The rows, bad ones first, else in the order of the file. */
export function badFirst(rows) {
  return [...rows].sort(
    (one, other) => (other.status === 'bad') - (one.status === 'bad') || one.line - other.line,
  );
}

/** How many rows an import would write. */
export const writtenCount = ({ counts }) => counts.new + counts.changed;

/** Whether it can be carried out: there is something to write, and no bad row stands against it. */
export function canImport(preview, skipBad) {
  return writtenCount(preview) > 0 && (preview.counts.bad === 0 || skipBad);
}
