/**
 * The wire of a judge's page: the link of a card, and the frames of a judge's socket turned into
 * objects with English names. The forms are described in docs/protocol.md.
 */

import { decodeLine, MARK_DECODERS } from './mark-protocol.js';
import { decodeCompetition, decodeCompetitionResource } from './protocol.js';

/** The one-time code in the part of a card's link that is behind the `#`, or null. */
export function codeOfFragment(fragment) {
  return new URLSearchParams(fragment.replace(/^#/, '')).get('codigo') || null;
}

/**
 * What somebody typed or pasted as the code of a card, ready to be sent: a card's whole link will
 * do. How the letters are written and grouped is the server's business.
 */
export const codeAsTyped = (typed) =>
  codeOfFragment(typed.includes('#') ? typed.slice(typed.indexOf('#')) : '') ?? typed.trim();

/** The username in the answer to a sign-in by code. */
export const usernameOfAnswer = (answer) => answer.juez.username;

/**
 * A judge's heartbeat: `nowMs` is the phone's clock in epoch ms, from which the server learns its
 * offset; the rest is what the organizer sees of the phone.
 */
export function encodeStatusPing({ nowMs, unsentCount, device }) {
  return JSON.stringify({
    tipo: 'ping', t0: nowMs, pendientes: unsentCount, dispositivo: device,
  });
}

const encodeTap = (tap) => ({
  id_registro: tap.id,
  tiempo: tap.readingMs,
  ...(tap.offsetMs === null ? {} : {
    desfase_ms: Math.round(tap.offsetMs),
    incertidumbre_ms: Math.ceil(tap.uncertaintyMs),
  }),
});

/** Taps of one team, each with the phone's clock as it was read, and where that stood. */
export const encodeTaps = ({ teamId, taps, ref }) => JSON.stringify({
  tipo: 'registrar_tiempos', equipo_id: teamId, registros: taps.map(encodeTap), ref,
});

/** The same over HTTP. */
export const tapsRequest = ({ teamId, taps }) => ({
  path: `/api/equipos/${teamId}/registros/`, body: { registros: taps.map(encodeTap) },
});

/** The answer to it, as if it had come over the socket. */
export const decodeTapsAnswer = (wire, teamId) => ({
  type: 'taps_answered',
  teamId,
  saved: wire.registros.map(decodeSaved),
  failed: wire.registros_fallidos.map(decodeFailed),
});

/** The error in its place. */
export const decodeTapsError = (body) => ({
  type: 'error', code: body.code ?? 'unknown', isKept: body.conservado === true,
});

/** A tap is not to count, or is to count again. */
export const encodeWithdrawal = ({ id, isWithdrawn, ref }) => JSON.stringify({
  tipo: isWithdrawn ? 'retirar_registro' : 'devolver_registro', id_registro: id, ref,
});

/** Which of these taps does the laptop have? */
export const encodeCheck = ({ ids, ref }) =>
  JSON.stringify({ tipo: 'comprobar_registros', ids, ref });

/** A tap of the rehearsal, with the phone's clock as in a time. */
export const encodeTrialTap = ({ id, readingMs, offsetMs, uncertaintyMs, ref }) => JSON.stringify({
  tipo: 'toque_prueba',
  prueba_id: id,
  tiempo: readingMs,
  ...(offsetMs === null ? {} : {
    desfase_ms: Math.round(offsetMs),
    incertidumbre_ms: Math.ceil(uncertaintyMs),
  }),
  ref,
});

const decodeSaved = (wire) => ({
  index: wire.indice - 1,
  raceMs: wire.tiempo_carrera,
  isDuplicate: wire.duplicado,
  isWithdrawn: wire.retirado === true,
});

const decodeFailed = (wire) => ({
  index: wire.indice - 1,
  code: wire.codigo ?? 'unknown',
  isKept: wire.conservado === true,
});

const withdrawalAnswered = (wire) => ({ type: 'withdrawal_answered', ref: wire.ref });

/** Judges are told when the start was pressed; pages show the official one, as the board does. */
function withOfficialStart(competition, correctionMs = 0) {
  if (competition.startedAtMs == null) return competition;
  return { ...competition, startedAtMs: competition.startedAtMs + correctionMs, correctionMs };
}

const RACE_KINDS = Object.freeze({ equipos: 'teams', individual: 'individual' });

function aboutCompetition({ competencia: wire }) {
  if (!wire) return null;
  const competition = withOfficialStart(decodeCompetition(wire), wire.correccion_ms);
  const kind = RACE_KINDS[wire.tipo_carrera];
  return kind === undefined ? competition : { ...competition, kind };
}

/** A competition of the REST list, as judges get it; `kind` is `teams` or `individual`. */
export const decodeJudgeCompetition = (resource) => ({
  ...withOfficialStart(decodeCompetitionResource(resource), resource.start_correction_ms),
  kind: resource.kind ?? 'teams',
});

/** A team of the REST list. */
export const decodeJudgeTeam = (resource) => ({
  id: resource.id,
  number: resource.number,
  name: resource.name,
  competitionId: resource.competition_id,
  count: resource.record_count,
});

const DECODERS = {
  __proto__: null,
  ...MARK_DECODERS,
  conexion_establecida: (wire) => ({
    type: 'connected',
    serverMs: wire.servidor_ms,
    rate: wire.ritmo ?? 1,
    competition: aboutCompetition(wire),
    lines: (wire.lineas ?? []).map(decodeLine),
  }),
  competencia_iniciada: (wire) => ({
    type: 'race_started',
    serverMs: wire.servidor_ms,
    competition: aboutCompetition(wire),
  }),
  competencia_detenida: (wire) => ({
    type: 'race_stopped',
    serverMs: wire.servidor_ms,
    competition: aboutCompetition(wire),
  }),
  competencia_actualizada: (wire) => ({
    type: 'race_changed',
    serverMs: wire.servidor_ms,
    competition: aboutCompetition(wire),
  }),
  'equipo.asignado': () => ({ type: 'teams_changed' }),
  pong: (wire) => ({ type: 'pong', sentMs: wire.t0, t1: wire.t1, t2: wire.t2 }),
  registros_actualizados: (wire) => ({
    type: 'team_counted', teamId: wire.equipo.id, count: wire.total_registros,
  }),
  tiempos_registrados_batch: (wire) => ({
    type: 'taps_answered',
    ref: wire.ref,
    teamId: wire.equipo_id,
    saved: wire.registros_guardados.map(decodeSaved),
    failed: wire.registros_fallidos.map(decodeFailed),
  }),
  registro_retirado: withdrawalAnswered,
  registro_devuelto: withdrawalAnswered,
  registros_cambiados: (wire) => ({
    type: 'withdrawals_changed', withdrawn: wire.retirados, stored: wire.devueltos,
  }),
  registros_comprobados: (wire) => ({
    type: 'taps_checked',
    ref: wire.ref,
    stored: wire.guardados,
    withdrawn: wire.retirados,
    missing: wire.faltan,
  }),
  prueba_solicitada: (wire) => ({
    type: 'trial_asked', id: wire.prueba_id, seconds: wire.segundos,
  }),
  prueba_recibida: (wire) => ({ type: 'trial_answered', ref: wire.ref }),
  prueba_terminada: () => ({ type: 'trial_over' }),
  error: (wire) => ({
    type: 'error', ref: wire.ref, code: wire.codigo, isKept: wire.conservado === true,
  }),
};

/** One message of a judge's socket; what is not understood becomes `{type: "unknown"}`. */
export function decodeJudgeFrame(text) {
  try {
    const wire = JSON.parse(text);
    return DECODERS[wire.tipo](wire);
  } catch {
    return { type: 'unknown' };
  }
}
