/** Searching and sorting the rows of a list. Pure. */

/** Without accents and capitals: who searches "munoz" finds "Muñoz". */
const plain = (value) =>
  String(value ?? '').normalize('NFD').replace(/\p{Diacritic}/gu, '').toLowerCase();

/** The rows in which every word of `search` occurs in some column. */
export function filterRows(rows, columns, search) {
  const words = plain(search).split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  const searched = columns.filter((column) => column.isSearched !== false);
  return rows.filter((row) => {
    const text = searched.map((column) => plain(column.value(row))).join(' ');
    return words.every((word) => text.includes(word));
  });
}

/** A new list, sorted by a column; texts as the locale sorts them, nothing comes last. */
export function sortRows(rows, columns, { key, isDescending }, locale) {
  const { value } = columns.find((column) => column.key === key);
  const collator = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' });
  const compare = (one, other) => {
    if (typeof one === 'number' && typeof other === 'number') return one - other;
    return collator.compare(String(one), String(other));
  };
  const isNothing = (item) => item === null || item === undefined || item === '';
  return [...rows].sort((oneRow, otherRow) => {
    const one = value(oneRow);
    const other = value(otherRow);
    if (isNothing(one) || isNothing(other)) return isNothing(one) - isNothing(other);
    return isDescending ? compare(other, one) : compare(one, other);
  });
}
