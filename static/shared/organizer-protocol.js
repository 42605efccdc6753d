/**
 * The wire of the organizer's panel: the paths of its requests, and the frames of the control
 * room's socket turned into objects with English names.
 *
 * Beside protocol.js the only module that knows the wire's Spanish words. The resources of the API
 * have English keys and are used as they come. The forms are described in docs/protocol.md.
 */

import { decodeMarkedRaces, raceKindOf } from './lines-protocol.js';

export const SIGN_IN_PATH = '/api/login/';
export const CODE_SIGN_IN_PATH = '/api/login/codigo/';
export const SIGN_OUT_PATH = '/api/logout/';
export const REFRESH_PATH = '/api/token/refresh/';
export const TICKET_PATH = '/api/ws-ticket/';
export const ME_PATH = '/api/me/';
export const FIRST_ORGANIZER_PATH = '/api/primer-organizador/';

/** Names of a judge's resource that are Spanish on the wire, and what they are called here. */
const JUDGE_NAMES = Object.freeze({ telefono: 'phone', activo: 'is_active', rol: 'role' });
const JUDGE_WIRE_NAMES = Object.freeze(
  Object.fromEntries(Object.entries(JUDGE_NAMES).map(([wire, name]) => [name, wire])),
);

const renamed = (object, names) =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [names[key] ?? key, value]));

/** A judge as the API tells it, all keys in English. */
export const decodeJudge = (resource) => renamed(resource, JUDGE_NAMES);

/** Fields of a judge as the API takes them. */
export const encodeJudge = (fields) => renamed(fields, JUDGE_WIRE_NAMES);

/** `ROLE_ORGANIZER` or `ROLE_JUDGE`, of the answer to a sign-in. */
export const roleOf = (answer) => answer.rol;

/** `{id, name}` of the judge in the answer to a sign-in; null where it tells none. */
export function judgeOfAnswer({ juez: judge }) {
  if (!judge) return null;
  const name = [judge.first_name, judge.last_name].filter(Boolean).join(' ');
  return { id: judge.id, name: name || judge.username };
}

export const ROLE_ORGANIZER = 'organizador';
export const ROLE_JUDGE = 'juez';

export const COMPETITIONS_PATH = '/api/competencias/';
export const competitionPath = (id) => `/api/competencias/${id}/`;
export const startPath = (id) => `/api/competencias/${id}/iniciar/`;
export const stopPath = (id) => `/api/competencias/${id}/detener/`;
export const resumePath = (id) => `/api/competencias/${id}/reanudar/`;
export const correctStartPath = (id) => `/api/competencias/${id}/corregir-salida/`;
export const shareOutPath = (id) => `/api/competencias/${id}/repartir/`;

export const TEAMS_PATH = '/api/equipos/';
export const teamsOfPath = (competitionId) => `/api/equipos/?competition_id=${competitionId}`;
export const teamPath = (id) => `/api/equipos/${id}/`;
export const ASSIGN_TEAMS_PATH = '/api/equipos/asignar/';

export const RUNNERS_PATH = '/api/corredores/';
export const runnersOfPath = (competitionId) => `/api/corredores/?competition_id=${competitionId}`;
export const runnerPath = (id) => `/api/corredores/${id}/`;
export const ageBandsPath = (competitionId) => `/api/competencias/${competitionId}/categorias/`;
export const CORRECTIONS_PATH = '/api/correcciones/';

export const JUDGES_PATH = '/api/jueces/';
export const judgePath = (id) => `/api/jueces/${id}/`;
export const CARDS_PATH = '/api/jueces/tarjetas/';
export const PASSWORDS_PATH = '/api/jueces/contrasenas/';
export const PASSWORD_SUGGESTION_PATH = '/api/contrasenas/sugerencia/';

export const ADDRESSES_PATH = '/api/direcciones/';
export const qrPath = (path) => `/api/qr/?path=${encodeURIComponent(path)}`;

export const IMPORTS_PATH = '/api/importaciones/';
export const importTemplatePath = (kind, format) =>
  `/api/importaciones/plantilla/?kind=${kind}&format=${format}`;

export const OPERATION_PATH = '/api/funcionamiento/';
export const LOG_DOWNLOAD_PATH = '/api/funcionamiento/registro/';

export const BIN_PATH = '/api/papelera/';
export const restoreCompetitionPath = (id) => `/api/papelera/competencias/${id}/restaurar/`;
export const restoreTeamPath = (id) => `/api/papelera/equipos/${id}/restaurar/`;

export const AUDIT_DOWNLOAD_PATH = '/api/auditoria/descarga/';
export function auditPath({ before = null, competitionId = null, limit = 100 } = {}) {
  const query = new URLSearchParams({ limit: String(limit) });
  if (before !== null) query.set('before', String(before));
  if (competitionId !== null) query.set('competition_id', String(competitionId));
  return `/api/auditoria/?${query}`;
}

export const acceptRefusedPath = (id) => `/api/rechazados/${id}/aceptar/`;
export const dismissRefusedPath = (id) => `/api/rechazados/${id}/descartar/`;
export const recoverRefusedPath = (id) => `/api/rechazados/${id}/recuperar/`;
/** Takes the ids of several. */
export const ACCEPT_REFUSED_PATH = '/api/rechazados/aceptar/';
export const DISMISSED_PATH = '/api/rechazados/?descartados=1';

/** A refused time of the API in the form in which the control room's frames tell it. */
export const decodeRefused = (resource) => ({
  id: resource.id,
  judgeId: resource.judge_id,
  username: resource.judge_username,
  teamId: resource.team_id,
  teamName: resource.team_name,
  isTeamDeleted: resource.team_deleted ?? false,
  bib: resource.number ?? null,
  competitionId: resource.competition_id,
  recordId: resource.record_id,
  sent: resource.time,
  receivedMs: epochMs(resource.received_at),
  reason: resource.reason,
  reasonText: resource.reason_text,
});

/** Takes at most so many times of one judge. */
export const RESCUE_PATH = '/api/rescate/';

/** Who is ready for the next races; asking for trial taps, and ending that. */
export const REHEARSAL_PATH = '/api/ensayo/';
export const laptopCheckPath = (language) => `/api/ensayo/portatil/?idioma=${language}`;
export const MOST_RESCUED = 500;

/** Taps and marks of `decodeRescue` as the API takes them, in the name of their judge. */
export function encodeRescuedTaps(judgeId, taps) {
  const marks = taps.filter((tap) => tap.lineId !== undefined);
  const records = taps.filter((tap) => tap.lineId === undefined);
  return {
    judge_id: judgeId,
    ...(records.length > 0 && { records: records.map(encodeRescuedTap) }),
    ...(marks.length > 0 && { marks: marks.map(encodeRescuedMark) }),
  };
}

const clockOf = (tap) => ({
  ...(tap.offsetMs !== null && { desfase_ms: tap.offsetMs }),
  ...(tap.uncertaintyMs !== null && { incertidumbre_ms: tap.uncertaintyMs }),
});

const encodeRescuedTap = (tap) => ({
  equipo_id: tap.teamId,
  id_registro: tap.id,
  tiempo: tap.readingMs,
  ...clockOf(tap),
  ...(tap.isWithdrawn && { retirado: true }),
});

const encodeRescuedMark = (mark) => ({
  linea_id: mark.lineId,
  dispositivo: mark.device,
  id_marca: mark.id,
  secuencia: mark.sequence,
  ...(mark.hasTime ? { tiempo: mark.readingMs } : { anotado: mark.readingMs }),
  ...clockOf(mark),
  ...(mark.bib !== null && { dorsal: mark.bib }),
  correcciones: mark.corrections.map(({ id, madeMs, bib, isWithdrawn }) => ({
    id_correccion: id,
    hecha_ms: madeMs,
    ...(bib === null ? { retirada: isWithdrawn } : { dorsal: bib }),
  })),
});

/** What became of them: `{saved, duplicates, kept, failed: [{recordId, code, sentence}]}`. */
export const decodeRescued = ({ saved, duplicates, kept, failed, failed_marks: marks = [] }) => ({
  saved,
  duplicates,
  kept,
  failed: [...failed, ...marks].map((one) => ({
    recordId: one.id_registro ?? one.id_marca ?? null, code: one.code, sentence: one.error,
  })),
});

export const WITHDRAWN_PATH = '/api/retirados/';
/** Takes the `record_ids` of at most so many. */
export const GIVE_BACK_PATH = '/api/retirados/devolver/';
export const MOST_GIVEN_BACK = 1000;

/** A withdrawn time of the API; `raceMs` since the official start, `byUsername` null if unknown. */
export const decodeWithdrawn = (resource) => ({
  id: resource.record_id,
  teamId: resource.team_id,
  teamName: resource.team_name,
  bib: resource.number,
  competitionId: resource.competition_id,
  raceMs: resource.elapsed_ms,
  withdrawnAtMs: epochMs(resource.withdrawn_at),
  byUsername: resource.withdrawn_by,
});

export const ROOM_SOCKET_PATH = '/ws/organizador/';
/** A judge's socket that is told of every change of the competition, too. */
export const judgeSocketPath = (judgeId) => `/ws/juez/${judgeId}/?cambios=1`;
export const screenPagePath = (id) => `/pantalla/${id}`;
export const JUDGE_PAGE_PATH = '/juez';

// ---- the control room's frames ----

function epochMs(isoText) {
  const ms = typeof isoText === 'string' ? Date.parse(isoText) : NaN;
  return Number.isNaN(ms) ? null : ms;
}

const SECTION_DECODERS = {
  competencias: (items) => ({
    competitions: items.map((wire) => ({
      id: wire.id,
      name: wire.nombre,
      scheduledAtMs: epochMs(wire.fecha_hora),
      isRunning: wire.en_curso,
      isActive: wire.activa,
      startedAtMs: epochMs(wire.started_at),
      finishedAtMs: epochMs(wire.finished_at),
      startCorrectionMs: wire.correccion_ms ?? 0,
      recordsPerTeam: wire.maximo_registros ?? null,
      teamCount: wire.total_equipos,
      recordCount: wire.total_registros,
      kind: raceKindOf(wire),
      runnerCount: wire.total_corredores ?? 0,
      markCount: wire.total_marcas ?? 0,
    })),
  }),
  conexiones: (items) => ({
    connections: items.map((wire) => ({
      id: wire.id,
      judgeId: wire.juez_id,
      username: wire.username,
      name: wire.nombre,
      device: wire.dispositivo,
      address: wire.direccion,
      sinceMs: epochMs(wire.desde),
      seenMs: epochMs(wire.visto),
      roundTripMs: wire.ida_vuelta_ms ?? null,
      offsetMs: wire.desfase_ms ?? null,
      unsentCount: wire.sin_enviar ?? null,
    })),
  }),
  ausentes: (items) => ({
    missing: items.map((wire) => ({
      competitionId: wire.competencia_id,
      competitionName: wire.competencia,
      judgeId: wire.juez_id,
      username: wire.username,
      name: wire.nombre,
      teamCount: wire.equipos,
      lineNames: wire.lineas ?? [],
      seenMs: epochMs(wire.visto),
    })),
  }),
  rechazados: (items) => ({
    refused: items.map((wire) => ({
      id: wire.id,
      judgeId: wire.juez_id,
      username: wire.username,
      teamId: wire.equipo_id,
      teamName: wire.equipo ?? null,
      isTeamDeleted: wire.equipo_borrado ?? false,
      bib: wire.dorsal ?? null,
      competitionId: wire.competencia_id ?? null,
      recordId: wire.id_registro ?? null,
      sent: wire.tiempo,
      receivedMs: epochMs(wire.recibido),
      reason: wire.motivo,
      reasonText: wire.motivo_texto,
    })),
  }),
  carreras_individuales: (items) => ({ markedRaces: decodeMarkedRaces(items) }),
  total_rechazados: (count) => ({ refusedCount: count }),
  ultimo_cambio: (id) => ({ lastChangeId: id }),
  respaldos_con_problemas: (items) => ({
    troubledBackups: items.map((wire) => ({ path: wire.path, state: wire.estado })),
  }),
  ultimos: (items) => ({
    arrivals: items.map((wire) => ({
      id: wire.id_registro,
      competitionId: wire.competencia_id,
      team: { id: wire.equipo.id, name: wire.equipo.nombre, bib: wire.equipo.dorsal },
      username: wire.juez ?? null,
      raceMs: wire.tiempo_carrera,
      receivedMs: epochMs(wire.recibido),
    })),
  }),
};

/** Before the first frame. */
export const EMPTY_ROOM = Object.freeze({
  competitions: [],
  connections: [],
  missing: [],
  refused: [],
  refusedCount: 0,
  arrivals: [],
  markedRaces: [],
  lastChangeId: null,
  troubledBackups: [],
});

/**
 * One frame of the control room: `{type, serverMs, rate, sections}`, where `sections` holds those
 * of `EMPTY_ROOM` that the frame names. What is not understood becomes `{type: "unknown"}`.
 */
export function decodeRoomFrame(text) {
  try {
    const wire = JSON.parse(text);
    if (wire.tipo === 'pong') return { type: 'pong' };
    const type = { conexion_establecida: 'connected', sala_actualizada: 'room_changed' }[wire.tipo];
    if (type === undefined) return { type: 'unknown' };
    const known = Object.entries(wire.sala).filter(([name]) => name in SECTION_DECODERS);
    const sections = Object.assign(
      {}, ...known.map(([name, items]) => SECTION_DECODERS[name](items)),
    );
    return { type, serverMs: wire.servidor_ms, rate: wire.ritmo ?? 1, sections };
  } catch {
    return { type: 'unknown' };
  }
}
