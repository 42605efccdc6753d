import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  codePath, competitionIdOfPage, decodeCompetitionResource, decodeFrame, encodePing,
  publicSocketPath, screenPagePath,
} from '../../static/shared/protocol.js';

const START = Date.UTC(2025, 10, 12, 8);

const WIRE_COMPETITION = {
  id: 1, nombre: 'Carrera 5K', fecha_hora: '2025-11-12T08:00:00.000Z', en_curso: true, activa: true,
  started_at: '2025-11-12T08:00:00.000Z', finished_at: null,
};
const WIRE_ROW = {
  posicion: 1, equipo: { id: 4, nombre: 'Los Veloces', dorsal: 101, categoria: 'estudiantes' },
  num_registros: 2, tiempo_total: 3000, tiempo_promedio: 1500, mejor_tiempo: 1000,
};
const ROW = {
  position: 1, team: { id: 4, name: 'Los Veloces', bib: 101, category: 'estudiantes' },
  recordCount: 2, totalMs: 3000, averageMs: 1500, bestMs: 1000,
};
const decode = (wire) => decodeFrame(JSON.stringify(wire));

test('the first frame carries the competition, the results and the clock', () => {
  const frame = decode({
    tipo: 'conexion_establecida', competencia_id: 1, competencia: WIRE_COMPETITION,
    resultados: {
      competencia: { id: 1, maximo_registros: 15 }, actualizado_en: '2025-11-12T08:00:01.000Z',
      total_equipos: 1, total_registros: 2, clasificacion: [WIRE_ROW],
    },
    servidor_ms: START + 5, ritmo: 60,
  });

  assert.deepEqual(frame, {
    type: 'connected', serverMs: START + 5, rate: 60,
    competition: {
      id: 1, name: 'Carrera 5K', scheduledAtMs: START, isRunning: true, startedAtMs: START,
      finishedAtMs: null, recordsPerTeam: 15,
    },
    results: { kind: 'teams', updatedAtMs: START + 1000, recordCount: 2, rows: [ROW] },
  });
});

test('changed rows come with the count of the whole competition', () => {
  const frame = decode({
    tipo: 'registros_actualizados', competencia_id: 1, equipo: { id: 4 }, total_registros: 2,
    tiempo_total: 3000, clasificacion: [WIRE_ROW], total_registros_competencia: 77,
    actualizado_en: '2025-11-12T08:00:02.000Z', servidor_ms: START,
  });

  assert.deepEqual(frame, {
    type: 'rows_changed', serverMs: START, rows: [ROW], recordCount: 77, updatedAtMs: START + 2000,
  });
});

test('a team without a record has no times', () => {
  const frame = decode({
    tipo: 'registros_actualizados',
    clasificacion: [{
      ...WIRE_ROW, posicion: null, num_registros: 0, tiempo_total: 0, tiempo_promedio: null,
      mejor_tiempo: null,
    }],
  });

  assert.deepEqual(frame.rows[0], {
    ...ROW, position: null, recordCount: 0, totalMs: null, averageMs: null, bestMs: null,
  });
});

test('start and stop say when, and leave out what they do not say', () => {
  const started = decode({
    tipo: 'competencia_iniciada', started_at: '2025-11-12T08:00:00.000Z', servidor_ms: START,
    competencia: { id: 1, nombre: 'Carrera 5K', en_curso: true },
  });
  const stopped = decode({
    tipo: 'competencia_detenida', finished_at: '2025-11-12T08:00:00.000Z', competencia: { id: 1 },
  });

  assert.deepEqual(started.competition, {
    id: 1, name: 'Carrera 5K', isRunning: true, startedAtMs: START,
  });
  assert.deepEqual(stopped.competition, { id: 1, isRunning: false, finishedAtMs: START });
});

test('what this page is too old to know, or is damaged, is unknown and throws nothing', () => {
  for (const text of ['{"tipo":"novedad"}', '{"tipo":"constructor"}', 'null', '[]', '{', '']) {
    assert.deepEqual(decodeFrame(text), { type: 'unknown' }, text);
  }
  assert.deepEqual(decode({ tipo: 'registros_actualizados' }), { type: 'unknown' });
});

test('the heartbeat and its answer', () => {
  assert.deepEqual(JSON.parse(encodePing()), { tipo: 'ping' });
  assert.deepEqual(decode({ tipo: 'pong', mensaje: 'Conexión activa' }), { type: 'pong' });
});

test('a competition of the list', () => {
  const resource = {
    id: 3, name: 'Nocturna', datetime: '2025-11-12T08:00:00.000Z', is_active: true,
    is_running: false, started_at: null, finished_at: null,
  };

  assert.deepEqual(decodeCompetitionResource(resource), {
    id: 3, name: 'Nocturna', scheduledAtMs: START, isRunning: false, startedAtMs: null,
    finishedAtMs: null, recordsPerTeam: null,
  });
});

test('the path of a page names its competition', () => {
  assert.equal(competitionIdOfPage('/competencia/12'), 12);
  assert.equal(competitionIdOfPage('/competencia/12/'), 12);
  assert.equal(competitionIdOfPage('/'), null);
  assert.equal(competitionIdOfPage('/competencia/x'), null);
  assert.equal(publicSocketPath(12), '/ws/competencia/12/');
});

test('arrivals come with their team, their time and which of its times it is', () => {
  const frame = decode({
    tipo: 'llegadas', competencia_id: 1, servidor_ms: 7, por_minuto: [1, 0, 2],
    ultimas: [{ equipo: { id: 4, nombre: 'Los Veloces', dorsal: 101 }, tiempo_carrera: 65_000, num: 2 }],
  });

  assert.deepEqual(frame, {
    type: 'arrivals', serverMs: 7, perMinute: [1, 0, 2],
    latest: [{ team: { id: 4, name: 'Los Veloces', bib: 101 }, raceMs: 65_000, ordinal: 2 }],
  });
});

test('a screen asks for the arrivals, and for the code of the board', () => {
  assert.equal(publicSocketPath(12, { arrivals: true }), '/ws/competencia/12/?llegadas=1');
  assert.equal(screenPagePath(12), '/pantalla/12/');
  assert.equal(competitionIdOfPage('/pantalla/12/'), 12);
  assert.equal(codePath('/competencia/12'), '/api/qr/?path=%2Fcompetencia%2F12');
});
