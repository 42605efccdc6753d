import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  decodeAnnounced, hashOfRanking, hashOfView, rankingOfHash, runnerOfPage, runnerPagePath, viewOfHash,
} from '../../static/shared/individual-protocol.js';
import { LIVE_RESULTS } from '../../static/shared/publication-protocol.js';
import { decodeFrame, decodeListedCompetition, decodeRunnerOfBib } from '../../static/shared/protocol.js';

const WIRE_ROW = {
  posicion: 3, posicion_sexo: 1, posicion_categoria: 2,
  corredor: {
    id: 4, dorsal: 'A7', nombre: 'Ana Pérez', sexo: 'F', categoria: 'Libre', equipo: 'Liga',
    oculto: false,
  },
  estado: 'llegado', tiempo_oficial: 1_108_310, tiempo_oficial_formateado: '0:18:29',
  tiempo_pistola: 1_078_310, tiempo_pistola_formateado: '0:17:59', tiempo_neto: 1_074_210,
  tiempo_neto_formateado: '0:17:55', penalizacion: 30_000, llegada_ms: 1_378_310, anotado_ms: null,
};
const ROW = {
  runner: {
    id: 4, bib: 'A7', name: 'Ana Pérez', sex: 'F', category: 'Libre', team: 'Liga',
    isHidden: false,
  },
  status: 'finished', position: 3, placeInSex: 1, placeInCategory: 2, officialMs: 1_108_310,
  officialText: '0:18:29', gunMs: 1_078_310, gunText: '0:17:59', netText: '0:17:55', penaltyMs: 30_000,
  notedMs: null, finishMs: 1_378_310,
};
const decode = (wire) => decodeFrame(JSON.stringify(wire));

test('the results of an individual race say that they are', () => {
  const { results } = decode({
    tipo: 'conexion_establecida', competencia_id: 1, competencia: { id: 1 }, servidor_ms: 5,
    resultados: {
      tipo: 'individual', competencia: { id: 1 }, actualizado_en: '2025-11-12T08:00:01.000Z',
      total_corredores: 9, total_llegados: 2, clasificacion: [WIRE_ROW], puntaje_equipos: 'tiempos',
    },
  });

  assert.deepEqual(results, {
    kind: 'individual', updatedAtMs: Date.UTC(2025, 10, 12, 8, 0, 1), runnerCount: 9,
    finishedCount: 2, rows: [ROW], teamMethod: 'times', publication: LIVE_RESULTS,
  });
});

test('changed rows of runners come with how many have finished', () => {
  const frame = decode({
    tipo: 'clasificacion_actualizada', competencia_id: 1, filas: [WIRE_ROW], puestos: [[8, 3, 2, null]],
    total_corredores: 9, total_llegados: 3, actualizado_en: '2025-11-12T08:00:01.000Z', servidor_ms: 7,
  });

  assert.deepEqual(frame, {
    type: 'runners_changed', serverMs: 7, updatedAtMs: Date.UTC(2025, 10, 12, 8, 0, 1),
    kind: 'individual', runnerCount: 9, finishedCount: 3, rows: [ROW],
    places: [{ id: 8, position: 3, placeInSex: 2, placeInCategory: null }],
  });
});

test('every way to stand has its name', () => {
  const words = ['llegado', 'sin_tiempo', 'en_carrera', 'inscrito', 'dnf', 'dsq', 'dns'];
  const rows = words.map((estado) => ({ ...WIRE_ROW, estado }));
  const frame = decode({ tipo: 'clasificacion_actualizada', filas: rows, puestos: [] });

  assert.deepEqual(
    frame.rows.map((row) => row.status),
    ['finished', 'arrived', 'started', 'registered', 'dnf', 'dsq', 'dns'],
  );
});

test('an address names a ranking', () => {
  const rankings = [
    { by: 'all', value: '' }, { by: 'sex', value: 'F' },
    { by: 'category', value: 'Máster 40+ & más' },
  ];

  for (const ranking of rankings) assert.deepEqual(rankingOfHash(hashOfRanking(ranking)), ranking);
  assert.equal(hashOfRanking(rankings[0]), '');
  assert.equal(hashOfRanking(rankings[1]), '#sexo=F');
  assert.deepEqual(rankingOfHash('#nada=1'), rankings[0]);
});

test('a competition of the list says how many are entered', () => {
  const { isIndividual, runnerCount } = decodeListedCompetition({
    id: 3, name: '5K', kind: 'individual', runner_count: 500, team_count: 0,
  });

  assert.deepEqual([isIndividual, runnerCount], [true, 500]);
});

test('an address names the view, and a runner by any bib', () => {
  assert.equal(viewOfHash('#vista=graficos'), 'charts');
  assert.equal(viewOfHash('#sexo=F'), 'standings');
  assert.equal(viewOfHash(hashOfView('charts')), 'charts');
  assert.equal(hashOfView('standings'), '');

  assert.equal(runnerPagePath(3, 'A/7'), '/c/3/dorsal/A%2F7');
  for (const slash of ['', '/']) {
    assert.deepEqual(runnerOfPage(runnerPagePath(3, 'A/7') + slash), { competitionId: 3, bib: 'A/7' });
  }
  assert.deepEqual(runnerOfPage('/c/3/dorsal/%'), { competitionId: 3, bib: '%' });
});

test('a page of one runner has its row and its competition', () => {
  const { row, competition, publication } = decodeRunnerOfBib({
    ...WIRE_ROW, competencia: { id: 1, nombre: '5K' },
    publicacion: {
      etapa: 'oficial', version: 2, publicada_en: '2025-11-12T09:00:00.000Z', reclamos_hasta: null,
      cambios: 1, motivo: 'Video',
    },
  });

  assert.deepEqual(row, ROW);
  assert.deepEqual(competition, { id: 1, name: '5K' });
  assert.deepEqual([publication.stage, publication.version], ['official', 2]);
});

test('what is said of a runner is known by its id', () => {
  const note = {
    word: 'new_record', group: 'sex', value: 'F', margin_ms: 1000, holder: 'Rosa', year: 2019,
    number: null,
  };
  const announced = decodeAnnounced({
    link_made_at: null, runners: [{ runner_id: 4, city: 'Loja', notes: [note] }],
  });

  assert.deepEqual([...announced], [[4, {
    city: 'Loja',
    notes: [{
      word: 'newRecord', group: 'sex', value: 'F', marginMs: 1000, holder: 'Rosa', year: 2019,
      number: null,
    }],
  }]]);
});
