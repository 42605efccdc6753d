import assert from 'node:assert/strict';
import { test } from 'node:test';

import { bibsBetween, sheetsOf } from '../../static/admin/pages/hand-out/bib-ranges.js';
import {
  faultsOfValues, recordGroups, recordsOfValues, spanOf, spanText, valuesOfRecords,
} from '../../static/admin/pages/hand-out/course-record-rows.js';

test('bibs of a range stand in order, however they are written', () => {
  const bibs = ['10', '9', 'A1', '011', '100', ''];

  assert.deepEqual(bibsBetween(bibs, '9', '011'), ['9', '10', '011']);
  assert.deepEqual(bibsBetween(bibs, '', '10'), ['9', '10']);
  assert.deepEqual(bibsBetween(bibs, '', ''), ['9', '10', '011', '100', 'A1']);
});

test('a sheet takes as many as it has room for, the last one what is left', () => {
  assert.deepEqual(sheetsOf(['1', '2', '3'], 2), [['1', '2'], ['3']]);
  assert.deepEqual(sheetsOf([], 2), []);
});

test('a time is read as it is told, and told as it was read', () => {
  for (const [text, spanMs] of [
    ['17:58', 1_078_000], ['1:02:03', 3_723_000], ['17:58.4', 1_078_400], ['90:00', 5_400_000],
  ]) {
    assert.equal(spanOf(text), spanMs, text);
    assert.equal(spanOf(spanText(spanMs)), spanMs, text);
  }
  for (const text of ['', '17', '17:60', '1:60:00', '0:00', '25:00:00', 'abc']) {
    assert.equal(spanOf(text), null, text);
  }
});

test('there is a row for everybody, each sex, each category, and what was entered before', () => {
  const runners = [{ sex: 'F', category_shown: 'Máster' }, { sex: 'M', category_shown: 'Libre' }];
  const old = { group: 'category', value: 'Juvenil', official_ms: 1_078_000, holder: 'Rosa', year: 2019 };
  const groups = recordGroups(runners, [old], 'es');

  assert.deepEqual(groups.map(({ value }) => value), ['', 'F', 'M', 'Libre', 'Máster', 'Juvenil']);
  const values = valuesOfRecords(groups, [old]);
  assert.deepEqual([values.time5, values.holder5, values.year5], ['17:58', 'Rosa', '2019']);
  assert.deepEqual(recordsOfValues(groups, values), [old]);
});

test('a holder without a time, and a year that is none, are faults', () => {
  const groups = [{ group: 'all', value: '' }];

  assert.deepEqual(faultsOfValues(groups, { time0: '', holder0: '', year0: '' }), {});
  assert.deepEqual(
    faultsOfValues(groups, { time0: '', holder0: 'Rosa', year0: '19' }),
    { time0: 'courseRecords.wrongTime', year0: 'courseRecords.wrongYear' },
  );
});
