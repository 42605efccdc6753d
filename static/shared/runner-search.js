/** Finding a runner among thousands while one types. */

import { bibKey } from './bibs.js';

/** What is written on a row, without accents and capitals, by its runner. */
const written = new WeakMap();

const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

function writtenOn(runner) {
  let text = written.get(runner);
  if (text === undefined) {
    text = ` ${plain(runner.isHidden ? '' : `${runner.name} ${runner.team}`)}`;
    written.set(runner, text);
  }
  return text;
}

/**
 * The rows whose bib begins with `query`, or whose name and team have words that begin with each
 * word of it; who wears just that bib comes first. All of them for an empty one.
 *
 *     rowsFound(rows, 'jose per') // José Pérez, and Pérez Ríos, Josefa
 */
export function rowsFound(rows, query) {
  const words = plain(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  const key = bibKey(query);
  const isFound = ({ runner }) =>
    bibKey(runner.bib).startsWith(key) ||
    words.every((word) => writtenOn(runner).includes(` ${word}`));
  const found = rows.filter(isFound);
  const exact = found.filter(({ runner }) => bibKey(runner.bib) === key);
  return [...exact, ...found.filter((row) => !exact.includes(row))];
}
