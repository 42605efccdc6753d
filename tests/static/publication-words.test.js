import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

import { Translator } from '../../static/shared/i18n.js';
import {
  decodeChanges, decodePublication, decodeStep, LIVE_RESULTS,
} from '../../static/shared/publication-protocol.js';
import {
  changeCountWords, changeWords, groupedChanges, momentWords, stageName, stageWords,
} from '../../static/shared/publication-words.js';

const texts = await readFile(
  new URL('../../static/shared/locales/es.json', import.meta.url), 'utf8',
);
const translator = new Translator('es-EC', JSON.parse(texts));
const NOON_MS = new Date(2026, 10, 21, 12, 0).getTime();
const MINUTE_MS = 60_000;

const official = (fields = {}) => ({
  ...LIVE_RESULTS, stage: 'official', version: 2, publishedAtMs: NOON_MS, changeCount: 3, ...fields,
});
const change = (fields) => ({
  runnerId: 7, bib: '7', name: 'Ana', isHidden: false, what: 'place', before: 1, after: 2,
  isMoved: false, ...fields,
});

test('what results are worth is always said', () => {
  const words = (publication) => stageWords(translator, publication, NOON_MS);

  assert.equal(words(LIVE_RESULTS), 'Resultados en vivo');
  const provisional = { ...LIVE_RESULTS, stage: 'provisional' };
  assert.equal(words(provisional), 'Resultados provisionales');
  assert.equal(
    words({ ...provisional, protestsUntilMs: NOON_MS + 30 * MINUTE_MS }),
    'Resultados provisionales: reclamos hasta las 12:30',
  );
  assert.equal(words(official()), 'Resultados oficiales, versión 2 (12:00)');
  assert.equal(stageName(translator, official()), 'Resultados oficiales');
});

test('only a version that has followed another says how much it has changed', () => {
  const words = (fields) => changeCountWords(translator, official(fields));

  assert.equal(words({}), '3 cambios');
  assert.equal(words({ changeCount: 1 }), '1 cambio');
  assert.equal(words({ changeCount: 0 }), 'sin cambios');
  assert.equal(words({ version: 1, changeCount: 0 }), '');
  assert.equal(words({ stage: 'provisional' }), '');
});

test('a moment of another day comes with its day', () => {
  assert.match(momentWords(translator, NOON_MS, NOON_MS + 24 * 60 * MINUTE_MS), /21.*2026.*12:00/);
});

test('changes are told by runner, and apart those whom others have moved', () => {
  const groups = groupedChanges([
    change({ runnerId: null, what: 'race', bib: '' }),
    change({ what: 'time', before: '0:18:00', after: '0:19:00' }),
    change(),
    change({ runnerId: 8, bib: '8', isMoved: true }),
  ]);

  assert.deepEqual(
    groups.map(({ bib, changes, isMoved }) => [bib, changes.length, isMoved]),
    [['', 1, false], ['7', 2, false], ['8', 1, true]],
  );
});

test('a change says what was and what is', () => {
  const words = (fields) => changeWords(translator, change(fields));

  assert.equal(words(), 'Puesto: 1 → 2');
  assert.equal(words({ after: null }), 'Puesto: 1 → –');
  assert.equal(words({ before: null }), 'Puesto: 2');
  assert.equal(
    words({ what: 'status', before: 'llegado', after: 'dsq' }),
    'Estado: Llegó → Descalificado (DSQ)',
  );
  assert.equal(words({ what: 'new', before: null, after: null }), 'Nuevo en los resultados');
  assert.equal(words({ what: 'race', before: '5K', after: '5K' }), 'Datos de la carrera');
});

test('the wire is read, and what an older server does not say is live', () => {
  assert.equal(decodePublication(undefined), LIVE_RESULTS);
  assert.deepEqual(
    decodePublication({
      etapa: 'oficial', version: 2, publicada_en: '2026-11-21T17:41:00.000Z', reclamos_hasta: null,
      cambios: 3, motivo: 'video',
    }),
    {
      stage: 'official', version: 2, publishedAtMs: Date.UTC(2026, 10, 21, 17, 41),
      protestsUntilMs: null, changeCount: 3, reason: 'video',
    },
  );
  const wire = {
    corredor_id: 7, dorsal: '7', nombre: 'Ana', que: 'posicion', antes: 1, despues: 2,
    movido: false, oculto: false,
  };
  assert.deepEqual(decodeChanges({ cambios: [wire] }), [change()]);
  const step = decodeStep({
    stage: 'official', version: 1, published_at: null, protests_until: null, reason: '',
    pending: [wire], pending_count: 1, etag: '"1"',
    open_points: {
      finished: 5, on_course: 4, without_time: 3, times_without_bib: 2, flagged_marks: 2,
    },
  });
  assert.equal(step.openPoints.onCourse, 4);
  assert.deepEqual([step.pending, step.pendingCount], [[change()], 1]);
});
