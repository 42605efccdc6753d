import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  auditPath, decodeJudge, decodeRescued, decodeRoomFrame, decodeWithdrawn, EMPTY_ROOM, encodeJudge,
  encodeRescuedTaps, qrPath, roleOf,
} from '../../static/shared/organizer-protocol.js';

const STARTED = '2026-11-21T08:00:00.000Z';

const WHOLE_ROOM = {
  competencias: [{
    id: 1, nombre: '5K', fecha_hora: STARTED, en_curso: true, activa: true, started_at: STARTED,
    finished_at: null, correccion_ms: 2500, maximo_registros: null, total_equipos: 3,
    total_registros: 7, tipo_carrera: 'individual', total_corredores: 5, total_marcas: 6,
  }],
  conexiones: [{
    id: 4, juez_id: 2, username: 'ana', nombre: 'Ana Paz', dispositivo: 'Android', direccion: '10.0.0.7',
    desde: STARTED, visto: STARTED, ida_vuelta_ms: 12, desfase_ms: -3, sin_enviar: null,
  }],
  ausentes: [{
    competencia_id: 1, competencia: '5K', juez_id: 3, username: 'luis', nombre: 'Luis', equipos: 0,
    lineas: ['Meta'], visto: null,
  }],
  rechazados: [{
    id: 9, juez_id: 2, username: 'ana', equipo_id: 8, equipo: 'Liebres', dorsal: 12,
    competencia_id: 1, id_registro: null, tiempo: 61000, recibido: STARTED,
    motivo: 'team_complete', motivo_texto: 'El equipo ya completó',
  }],
  carreras_individuales: [{
    competencia_id: 1, cambios: 4, total_marcas: 6, lineas: [{
      id: 2, nombre: 'Meta', tipo: 'meta', total_marcas: 6, con_avisos: 1, jueces: [{
        juez_id: 2, username: 'ana', nombre: '', modo: 'ambos', conectado: true, total_marcas: 6,
        ultima_marca: STARTED,
      }],
    }],
  }],
  total_rechazados: 1,
  ultimo_cambio: 41,
  respaldos_con_problemas: [{ path: '/media/ana/CARRERA', estado: 'full' }],
  ultimos: [{
    id_registro: 'x', competencia_id: 1, equipo: { id: 8, nombre: 'Liebres', dorsal: 12 },
    juez: 'ana', tiempo_carrera: 61000, recibido: STARTED,
  }],
};
const frameOf = (sala, tipo = 'conexion_establecida') =>
  JSON.stringify({ tipo, servidor_ms: 1000, ritmo: 1, sala });

test('the first frame tells the whole room', () => {
  const { type, serverMs, sections } = decodeRoomFrame(frameOf(WHOLE_ROOM));
  assert.equal(type, 'connected');
  assert.equal(serverMs, 1000);
  assert.deepEqual(Object.keys(sections).sort(), Object.keys(EMPTY_ROOM).sort());
  const [race] = sections.competitions;
  assert.equal(race.startedAtMs, Date.parse(STARTED));
  assert.equal(race.finishedAtMs, null);
  assert.equal(race.startCorrectionMs, 2500);
  assert.equal(sections.connections[0].offsetMs, -3);
  assert.equal(sections.missing[0].seenMs, null);
  assert.equal(sections.refused[0].bib, 12);
  assert.equal(sections.arrivals[0].raceMs, 61000);
  assert.equal(sections.lastChangeId, 41);
  assert.deepEqual(sections.troubledBackups, [{ path: '/media/ana/CARRERA', state: 'full' }]);
  assert.equal(race.kind, 'individual');
  assert.deepEqual(sections.missing[0].lineNames, ['Meta']);
  const [line] = sections.markedRaces[0].lines;
  assert.deepEqual([line.kind, line.flaggedCount], ['finish', 1]);
  const [judge] = line.judges;
  assert.deepEqual([judge.name, judge.mode, judge.lastMarkMs], ['ana', 'both', Date.parse(STARTED)]);
});

test('nothing of a frame is left undecoded', () => {
  const { sections } = decodeRoomFrame(frameOf(WHOLE_ROOM));
  for (const [name, items] of Object.entries(sections)) {
    if (!Array.isArray(items)) continue;
    for (const [key, value] of Object.entries(items[0])) {
      assert.notEqual(value, undefined, `${name}.${key}`);
    }
  }
});

test('a later frame names only what has changed', () => {
  const frame = decodeRoomFrame(frameOf({ total_rechazados: 4 }, 'sala_actualizada'));
  assert.deepEqual(frame.sections, { refusedCount: 4 });
});

test('a section that is not known is left out', () => {
  const frame = decodeRoomFrame(frameOf({ otra: [1], total_rechazados: 0 }));
  assert.deepEqual(frame.sections, { refusedCount: 0 });
});

test('what is damaged or not known is said to be so', () => {
  for (const text of ['{', 'null', '{"tipo":"toString"}', '{"tipo":"x"}', frameOf({ ultimos: 1 })]) {
    assert.equal(decodeRoomFrame(text).type, 'unknown', text);
  }
  assert.equal(decodeRoomFrame('{"tipo":"pong"}').type, 'pong');
});

test("a judge's resource has English keys here, and goes back as it came", () => {
  const wire = { id: 1, username: 'ana', telefono: '123', activo: true, rol: 'juez' };
  const judge = decodeJudge(wire);
  assert.deepEqual(judge, {
    id: 1, username: 'ana', phone: '123', is_active: true, role: 'juez',
  });
  assert.deepEqual(encodeJudge(judge), wire);
  assert.equal(roleOf(wire), 'juez');
});

test('paths carry what they ask for, escaped', () => {
  assert.equal(qrPath('/a b?c=1&d'), '/api/qr/?path=%2Fa%20b%3Fc%3D1%26d');
  assert.equal(auditPath(), '/api/auditoria/?limit=100');
  assert.equal(auditPath({ before: 7, competitionId: 2, limit: 5 }),
    '/api/auditoria/?limit=5&before=7&competition_id=2');
});

test('taps off a phone go out in the name of their judge, without what is not known of them', () => {
  const tap = {
    id: 'x', teamId: 8, readingMs: 1_795_000_000_123, offsetMs: -12, uncertaintyMs: 5,
    isWithdrawn: false,
  };
  const unknown = { ...tap, offsetMs: null, uncertaintyMs: null, isWithdrawn: true };
  const wire = { equipo_id: 8, id_registro: 'x', tiempo: 1_795_000_000_123 };

  assert.deepEqual(encodeRescuedTaps(3, [tap, unknown]), {
    judge_id: 3,
    records: [{ ...wire, desfase_ms: -12, incertidumbre_ms: 5 }, { ...wire, retirado: true }],
  });
});

test('what became of taps off a phone is told with each that failed', () => {
  const failed = [{ id_registro: 'x', code: 'negative_time', error: 'No puede ser negativo' }];
  assert.deepEqual(decodeRescued({ saved: 1, duplicates: 2, kept: 3, failed }), {
    saved: 1,
    duplicates: 2,
    kept: 3,
    failed: [{ recordId: 'x', code: 'negative_time', sentence: 'No puede ser negativo' }],
  });
});

test('a withdrawn time is told with who took it back, where that account is still there', () => {
  const wire = {
    record_id: 'x', team_id: 8, team_name: 'Liebres', number: 12, competition_id: 1,
    elapsed_ms: -500, withdrawn_at: STARTED, withdrawn_by: null,
  };
  assert.deepEqual(decodeWithdrawn(wire), {
    id: 'x', teamId: 8, teamName: 'Liebres', bib: 12, competitionId: 1, raceMs: -500,
    withdrawnAtMs: Date.parse(STARTED), byUsername: null,
  });
});

test('marks off a screen go beside the taps, with what was set right of them', () => {
  const clock = { offsetMs: 5, uncertaintyMs: null };
  const mark = {
    id: 'm', lineId: 3, device: 'Moto', sequence: 9, hasTime: false, readingMs: 100, ...clock,
    bib: '19',
    corrections: [
      { id: 'c', madeMs: 120, bib: '89', isWithdrawn: null },
      { id: 'w', madeMs: 130, bib: null, isWithdrawn: true },
    ],
  };
  const timed = { ...mark, id: 't', hasTime: true, bib: null, corrections: [] };
  const own = { linea_id: 3, dispositivo: 'Moto', secuencia: 9, desfase_ms: 5 };

  assert.deepEqual(encodeRescuedTaps(3, [mark, timed]), {
    judge_id: 3,
    marks: [
      {
        ...own, id_marca: 'm', anotado: 100, dorsal: '19',
        correcciones: [
          { id_correccion: 'c', hecha_ms: 120, dorsal: '89' },
          { id_correccion: 'w', hecha_ms: 130, retirada: true },
        ],
      },
      { ...own, id_marca: 't', tiempo: 100, correcciones: [] },
    ],
  });
});

test('marks that could not be stored are told with the times', () => {
  const { failed } = decodeRescued({
    saved: 0, duplicates: 0, kept: 0, failed: [],
    failed_marks: [{ id_marca: 'm', code: 'line_not_allowed', error: 'No' }],
  });
  assert.deepEqual(failed, [{ recordId: 'm', code: 'line_not_allowed', sentence: 'No' }]);
});
