/**
 * The wire of marks at a line, as judge-protocol.js is that of times of teams. The forms are described
 * in docs/protocol.md.
 */

import { sentBibOf } from './line-marks.js';

/** The lines at which the signed-in judge stands. */
export const MY_LINES_PATH = '/api/mis-lineas/';
/** Who wears which bib in a race. */
export const runnersPath = (competitionId) => `/api/competencias/${competitionId}/corredores/`;

const KINDS = Object.freeze({ salida: 'start', meta: 'finish' });
const MODES = Object.freeze({ tiempos: 'times', dorsales: 'bibs', ambos: 'both' });
const FLAGS = Object.freeze({
  dorsal_desconocido: 'unknown_bib',
  sin_dorsal: 'no_bib',
  sin_tiempo: 'no_time',
  segunda_marca: 'second_mark',
  no_salio: 'did_not_start',
  antes_de_la_salida: 'before_start',
  despues_del_final: 'after_stop',
  tiempos_distintos: 'times_differ',
});

/** A line at which a judge stands: `{id, name, competitionId, kind, mode}`. */
export const decodeLine = (wire) => ({
  id: wire.id,
  name: wire.nombre,
  competitionId: wire.competencia_id,
  kind: KINDS[wire.tipo] ?? 'finish',
  mode: MODES[wire.modo] ?? 'times',
});

/** A runner of the list that phones keep. */
export const decodeWornBib = ({ id, bib, name, team }) => ({ id, bib, name, team });

const flagsOf = (names) => names.map((name) => FLAGS[name]).filter(Boolean);

function encodeMark(mark) {
  const bib = sentBibOf(mark);
  return {
    id_marca: mark.id,
    secuencia: mark.sequence,
    ...(mark.hasTime ? { tiempo: mark.readingMs } : { anotado: mark.readingMs }),
    ...(mark.offsetMs === null ? {} : {
      desfase_ms: Math.round(mark.offsetMs),
      incertidumbre_ms: Math.ceil(mark.uncertaintyMs),
    }),
    ...(bib === null ? {} : { dorsal: bib }),
  };
}

const marksBody = ([first, ...others]) => ({
  dispositivo: first.device, marcas: [first, ...others].map(encodeMark),
});

/** Marks of one line and device, each with the phone's clock as it was read, and where that stood. */
export const encodeMarks = ({ lineId, taps, ref }) => JSON.stringify({
  tipo: 'marcar', linea_id: lineId, ...marksBody(taps), ref,
});

/** The same over HTTP. */
export const marksRequest = ({ lineId, taps }) => ({
  path: `/api/lineas/${lineId}/marcas/`, body: marksBody(taps),
});

/** Sets a mark right: its bib (empty: nobody's), or whether it counts; `madeMs` by the laptop's clock. */
export const encodeCorrection = ({ markId, id, madeMs, bib, isWithdrawn, ref }) => JSON.stringify({
  tipo: 'corregir_marca',
  id_marca: markId,
  id_correccion: id,
  hecha_ms: madeMs,
  ...(bib === null ? { retirada: isWithdrawn } : { dorsal: bib }),
  ref,
});

/** Which of these marks and corrections does the laptop have? */
export const encodeMarkCheck = ({ ids, correctionIds, ref }) => JSON.stringify({
  tipo: 'comprobar_marcas',
  ids,
  ...(correctionIds.length > 0 && { correcciones: correctionIds }),
  ref,
});

const decodeRunner = (wire) =>
  (wire ? { id: wire.id, bib: wire.dorsal, name: wire.nombre, team: '' } : null);

const decodeSaved = (wire) => ({
  index: wire.indice - 1,
  raceMs: wire.tiempo_carrera,
  runner: decodeRunner(wire.corredor),
  flags: flagsOf(wire.avisos),
  isDuplicate: wire.duplicada,
  isWithdrawn: wire.retirada === true,
});

const decodeFailed = (wire) => ({
  index: wire.indice - 1, code: wire.codigo ?? 'unknown', isKept: false,
});

/** The answer to marks, over the socket or HTTP. */
export const decodeMarksAnswer = (wire) => ({
  type: 'marks_answered',
  ref: wire.ref,
  lineId: wire.linea_id,
  saved: wire.marcas_guardadas.map(decodeSaved),
  failed: wire.marcas_fallidas.map(decodeFailed),
});

/** Decoders of the frames about lines and marks, by their types. */
export const MARK_DECODERS = Object.freeze({
  __proto__: null,
  lineas_actualizadas: (wire) => ({ type: 'lines_changed', lines: wire.lineas.map(decodeLine) }),
  marcas_registradas: decodeMarksAnswer,
  marca_corregida: (wire) => ({
    type: 'mark_corrected',
    ref: wire.ref,
    runner: decodeRunner(wire.corredor),
    flags: flagsOf(wire.avisos ?? []),
  }),
  marcas_comprobadas: (wire) => ({
    type: 'marks_checked',
    ref: wire.ref,
    stored: wire.guardadas,
    withdrawn: wire.retiradas,
    missing: wire.faltan,
    missingCorrections: wire.correcciones_faltan ?? [],
  }),
});
