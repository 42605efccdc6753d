import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  codeAsTyped, codeOfFragment, decodeJudgeCompetition, decodeJudgeFrame, decodeJudgeTeam,
  encodeCheck, encodeStatusPing, encodeTaps, encodeWithdrawal,
} from '../../static/shared/judge-protocol.js';
import { deviceName } from '../../static/judge/device-name.js';

test('the code of a card stands behind the #', () => {
  assert.equal(codeOfFragment('#codigo=ABC-123'), 'ABC-123');
  assert.equal(codeOfFragment('#codigo='), null);
  assert.equal(codeOfFragment('#otra'), null);
  assert.equal(codeOfFragment(''), null);
});

test('a code is taken as it was typed, and out of a whole link', () => {
  assert.equal(codeAsTyped(' 7k3m xw9d '), '7k3m xw9d');
  assert.equal(codeAsTyped('10.0.0.5:8000/juez#codigo=ABC-123'), 'ABC-123');
  assert.equal(codeAsTyped('  '), '');
});

test('a heartbeat says the clock, the device and what waits', () => {
  const ping = encodeStatusPing({ nowMs: 1_700_000_000_000, unsentCount: 0, device: 'iPhone' });
  assert.deepEqual(JSON.parse(ping), {
    tipo: 'ping', t0: 1_700_000_000_000, pendientes: 0, dispositivo: 'iPhone',
  });
});

test('the greeting brings the clock and the competition', () => {
  const wire = {
    tipo: 'conexion_establecida',
    servidor_ms: 5,
    ritmo: 1,
    competencia: { id: 3, nombre: '5K', en_curso: true, started_at: '2026-11-21T10:00:00.000Z' },
  };
  const frame = decodeJudgeFrame(JSON.stringify(wire));
  assert.equal(frame.type, 'connected');
  assert.equal(frame.serverMs, 5);
  assert.equal(frame.competition.name, '5K');
  assert.equal(frame.competition.startedAtMs, Date.parse('2026-11-21T10:00:00Z'));
});

test('the start is the official one, as on the board', () => {
  const competencia = {
    id: 3, en_curso: true, started_at: '2026-11-21T10:00:00.000Z', correccion_ms: -60_000,
  };
  const wire = { tipo: 'competencia_actualizada', servidor_ms: 5, competencia };
  const frame = decodeJudgeFrame(JSON.stringify(wire));
  assert.equal(frame.type, 'race_changed');
  assert.equal(frame.competition.startedAtMs, Date.parse('2026-11-21T09:59:00Z'));
});

test('a greeting without a competition has none', () => {
  const frame = decodeJudgeFrame('{"tipo":"conexion_establecida","servidor_ms":5,"competencia":null}');
  assert.equal(frame.competition, null);
});

test('a tap whose clock was never measured leaves the offset to the laptop', () => {
  const tap = { id: 'a', readingMs: 5, offsetMs: null, uncertaintyMs: null };
  const message = JSON.parse(encodeTaps({ teamId: 7, taps: [tap], ref: 'r' }));

  assert.deepEqual(message.registros, [{ id_registro: 'a', tiempo: 5 }]);
});

test('a withdrawal and a giving back are two messages', () => {
  const kinds = [true, false].map(
    (isWithdrawn) => JSON.parse(encodeWithdrawal({ id: 'a', isWithdrawn, ref: 'r' })).tipo,
  );

  assert.deepEqual(kinds, ['retirar_registro', 'devolver_registro']);
  assert.deepEqual(
    JSON.parse(encodeCheck({ ids: ['a'], ref: 'r' })),
    { tipo: 'comprobar_registros', ids: ['a'], ref: 'r' },
  );
});

test('the answer to a batch says what became of each tap, counted from 0', () => {
  const frame = decodeJudgeFrame(JSON.stringify({
    tipo: 'tiempos_registrados_batch',
    equipo_id: 7,
    ref: 'r',
    registros_guardados: [
      { indice: 1, id_registro: 'a', tiempo: 1, tiempo_carrera: 5, duplicado: true, retirado: true },
      { indice: 3, id_registro: 'c', tiempo: 1, tiempo_carrera: 6, duplicado: false },
    ],
    registros_fallidos: [{ indice: 2, error: '', codigo: 'team_complete', conservado: true }],
  }));

  assert.deepEqual(frame, {
    type: 'taps_answered',
    ref: 'r',
    teamId: 7,
    saved: [
      { index: 0, raceMs: 5, isDuplicate: true, isWithdrawn: true },
      { index: 2, raceMs: 6, isDuplicate: false, isWithdrawn: false },
    ],
    failed: [{ index: 1, code: 'team_complete', isKept: true }],
  });
});

test('a team and a competition of the lists are read as judges need them', () => {
  const team = { id: 1, number: 101, name: 'A', competition_id: 3, record_count: 7, category: '' };
  assert.deepEqual(
    decodeJudgeTeam(team), { id: 1, number: 101, name: 'A', competitionId: 3, count: 7 },
  );
  const competition = decodeJudgeCompetition({
    id: 3, name: '5K', datetime: '2026-11-21T10:00:00.000Z', is_running: true,
    started_at: '2026-11-21T10:05:00.000Z', finished_at: null, records_per_team: 15,
    pressed_start_at: '2026-11-21T10:05:00.000Z', start_correction_ms: -300_000,
  });
  assert.equal(competition.startedAtMs, Date.parse('2026-11-21T10:00:00Z'));
  assert.equal(competition.recordsPerTeam, 15);
});

test('what is not understood is unknown', () => {
  assert.equal(decodeJudgeFrame('{').type, 'unknown');
  assert.equal(decodeJudgeFrame('{"tipo":"toString"}').type, 'unknown');
});

test('a device is named by its system and, where it says so, its model', () => {
  const android = 'Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 Chrome/120 Mobile';
  assert.equal(deviceName(android), 'Android');
  assert.equal(
    deviceName('Mozilla/5.0 (Linux; Android 12; Moto G5) Firefox/120'),
    'Android · Moto G5',
  );
  assert.equal(deviceName('Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X)'), 'iPhone');
  assert.equal(deviceName('curl/8'), '');
});

const frame = (wire) => decodeJudgeFrame(JSON.stringify(wire));

test('the greeting names the lines at which the judge stands, and the kind of its race', () => {
  const { lines, competition } = frame({
    tipo: 'conexion_establecida',
    servidor_ms: 1,
    competencia: { id: 4, nombre: '5K', tipo_carrera: 'individual' },
    lineas: [
      { id: 3, nombre: 'Meta', competencia_id: 4, tipo: 'meta', modo: 'ambos' },
      { id: 5, nombre: 'Salida', competencia_id: 4, tipo: 'salida', modo: 'tiempos' },
    ],
  });

  assert.deepEqual(lines, [
    { id: 3, name: 'Meta', competitionId: 4, kind: 'finish', mode: 'both' },
    { id: 5, name: 'Salida', competitionId: 4, kind: 'start', mode: 'times' },
  ]);
  assert.equal(competition.kind, 'individual');
});

test('a change of lines is told, and a server that knows none has none', () => {
  assert.deepEqual(frame({ tipo: 'lineas_actualizadas', lineas: [] }), {
    type: 'lines_changed', lines: [],
  });
  const greeting = frame({ tipo: 'conexion_establecida', servidor_ms: 1, competencia: null });
  assert.deepEqual(greeting.lines, []);
});
