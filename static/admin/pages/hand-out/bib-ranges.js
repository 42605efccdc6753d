/** Which bibs are printed, and on which sheet. Pure. */

import { bibKey } from '../../../shared/bibs.js';

const order = new Intl.Collator('es', { numeric: true });

/**
 * The `bibs` from `first` to `last`, both included, in order; an empty end is no end.
 *
 *     bibsBetween(['10', '9', 'A1', '11'], '9', '10') // ['9', '10']
 */
export function bibsBetween(bibs, first, last) {
  const compare = (one, other) => order.compare(bibKey(one), bibKey(other));
  const isAfter = (bib) => first.trim() === '' || compare(bib, first) >= 0;
  const isBefore = (bib) => last.trim() === '' || compare(bib, last) <= 0;
  return bibs.filter((bib) => bib !== '' && isAfter(bib) && isBefore(bib)).sort(compare);
}

/** The bibs in sheets of `size`. */
export function sheetsOf(bibs, size) {
  const sheets = [];
  for (let from = 0; from < bibs.length; from += size) sheets.push(bibs.slice(from, from + size));
  return sheets;
}
