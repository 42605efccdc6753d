/** How many rows and columns of the standings fit, and how large. All sizes in CSS pixels. */

/** A row this many times as wide as high has room for a place and a name of 20 letters. */
const WIDTH_OF_ROW = 7;
/** Rows of few teams grow up to this many times the smallest. */
const LARGEST = 2;
const STEP = 0.05;

function fitting({ width, height, gap, rowHeight }) {
  const columns = Math.max(1, Math.floor((width + gap) / (rowHeight * WIDTH_OF_ROW + gap)));
  const rows = Math.max(1, Math.floor(height / rowHeight));
  return { columns, rows };
}

/**
 * The largest rows with which all `count` teams fit, or else the smallest ones and several pages.
 *
 *     layoutFor({ count: 300, width: 880, height: 500, rowHeight: 50, gap: 24 })
 *     // {columns: 2, rows: 10, rowHeight: 50, columnWidth: 428, perPage: 20, pages: 15}
 */
export function layoutFor({ count, width, height, rowHeight: smallest, gap }) {
  let rowHeight = smallest;
  for (let scale = LARGEST; scale > 1; scale -= STEP) {
    const { columns, rows } = fitting({ width, height, gap, rowHeight: smallest * scale });
    if (columns * rows >= count) {
      rowHeight = smallest * scale;
      break;
    }
  }
  const { columns, rows } = fitting({ width, height, gap, rowHeight });
  const perPage = columns * rows;
  return {
    columns,
    rows,
    rowHeight: Math.min(height / rows, rowHeight * 1.15),
    columnWidth: (width - gap * (columns - 1)) / columns,
    perPage,
    pages: Math.max(1, Math.ceil(count / perPage)),
  };
}

/** Where on its page row number `index` (from 0) of that page stands. */
export function placeOf(index, { rows, rowHeight, columnWidth }, gap) {
  const column = Math.floor(index / rows);
  return { x: column * (columnWidth + gap), y: (index % rows) * rowHeight };
}
