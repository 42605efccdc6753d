import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  codeAsTyped, codeOfFragment, decodeJudgeFrame, encodeStatusPing,
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
