import assert from 'node:assert/strict';
import { test } from 'node:test';

import { layoutFor, placeOf } from '../../static/screen/page-layout.js';

const HALL = { width: 880, height: 500, rowHeight: 50, gap: 24 };
const layoutOf = (count, size = HALL) => layoutFor({ count, ...size });

test('more teams than fit come in pages of the smallest rows, in as many columns as fit', () => {
  assert.deepEqual(layoutOf(300), {
    columns: 2, rows: 10, rowHeight: 50, columnWidth: 428, perPage: 20, pages: 15,
  });
});

test('few teams get larger rows, all on one page', () => {
  for (const count of [1, 3, 6, 12, 20]) {
    const layout = layoutOf(count);
    assert.equal(layout.pages, 1, `${count}`);
    assert.ok(layout.perPage >= count, `${count}`);
  }
  assert.ok(layoutOf(3).rowHeight > 90);
  assert.ok(layoutOf(6).rowHeight > layoutOf(20).rowHeight);
});

test('rows and columns never need more room than there is', () => {
  for (let count = 0; count < 60; count += 1) {
    for (const width of [300, 640, 880, 1900]) {
      const { columns, rows, rowHeight, columnWidth } = layoutOf(count, { ...HALL, width });
      assert.ok(rows * rowHeight <= HALL.height + 0.01);
      assert.ok(columns * columnWidth + (columns - 1) * HALL.gap <= width + 0.01);
    }
  }
});

test('a window too small for anything shows a row at a time', () => {
  const layout = layoutOf(7, { width: 40, height: 30, rowHeight: 50, gap: 24 });
  assert.deepEqual([layout.columns, layout.rows, layout.pages], [1, 1, 7]);
});

test('a competition without teams has one empty page', () => {
  assert.equal(layoutOf(0).pages, 1);
});

test('rows go down a column and on in the next', () => {
  const layout = layoutOf(300);
  assert.deepEqual(placeOf(0, layout, 24), { x: 0, y: 0 });
  assert.deepEqual(placeOf(9, layout, 24), { x: 0, y: 450 });
  assert.deepEqual(placeOf(10, layout, 24), { x: 452, y: 0 });
});
