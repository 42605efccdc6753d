/**
 * The wire, turned into objects with English names and times in epoch milliseconds.
 *
 * This module and those named like it alone know the wire's (mostly Spanish) keys. The forms are
 * described in docs/protocol.md.
 */

import { decodePlaces, decodeRunnerRow, decodeRunners } from './individual-protocol.js';
import { decodePublication } from './publication-protocol.js';
import { decodeTeamMethod } from './teams-protocol.js';

export const PUBLIC_COMPETITIONS_PATH = '/api/competencias/publicas/';
/** The list of competitions, even where `/` would show the board of one at once. */
export const LIST_PAGE_PATH = '/?lista';
const PAGE_PATTERN = /^\/(?:competencia|pantalla|locutor)\/(\d+)\/?$/;

export const resultsPath = (competitionId) => `/api/competencias/${competitionId}/resultados/`;
export const competitionPagePath = (competitionId) => `/competencia/${competitionId}`;
export const screenPagePath = (competitionId) => `/pantalla/${competitionId}/`;
/** The public socket; with `arrivals` it tells of the newest times, too. */
export const publicSocketPath = (competitionId, { arrivals = false } = {}) =>
  `/ws/competencia/${competitionId}/${arrivals ? '?llegadas=1' : ''}`;
/** What draws the QR code of this server's best address with `pagePath`: {url, size, path}. */
export const codePath = (pagePath) => `/api/qr/?path=${encodeURIComponent(pagePath)}`;

/** The competition that a page's path names, or null. */
export function competitionIdOfPage(pathname) {
  const match = PAGE_PATTERN.exec(pathname);
  return match ? Number(match[1]) : null;
}

/** The heartbeat: every socket of the server answers it. */
export const encodePing = () => '{"tipo":"ping"}';

function epochMs(isoText) {
  const ms = typeof isoText === 'string' ? Date.parse(isoText) : NaN;
  return Number.isNaN(ms) ? null : ms;
}

/** A competition of a REST list. */
export function decodeCompetitionResource(resource) {
  return {
    id: resource.id,
    name: resource.name,
    scheduledAtMs: epochMs(resource.datetime),
    isRunning: resource.is_running === true,
    startedAtMs: epochMs(resource.started_at),
    finishedAtMs: epochMs(resource.finished_at),
    recordsPerTeam: resource.records_per_team ?? null,
  };
}

/** A competition of the public list: of people with bibs where `isIndividual`, else of teams. */
export function decodeListedCompetition(resource) {
  return {
    ...decodeCompetitionResource(resource),
    isIndividual: resource.kind === 'individual',
    teamCount: resource.team_count,
    runnerCount: resource.runner_count,
    publication: decodePublication(resource.publicacion),
  };
}

/** A competition of a message. Only what the message says: a field it leaves out is left out. */
export function decodeCompetition(wire) {
  const competition = {};
  if (wire.id !== undefined) competition.id = wire.id;
  if (wire.nombre !== undefined) competition.name = wire.nombre;
  if (wire.fecha_hora !== undefined) competition.scheduledAtMs = epochMs(wire.fecha_hora);
  if (wire.en_curso !== undefined) competition.isRunning = wire.en_curso;
  if (wire.started_at !== undefined) competition.startedAtMs = epochMs(wire.started_at);
  if (wire.finished_at !== undefined) competition.finishedAtMs = epochMs(wire.finished_at);
  if (wire.maximo_registros !== undefined) competition.recordsPerTeam = wire.maximo_registros;
  return competition;
}

function decodeRow(wire) {
  return {
    position: wire.posicion,
    team: {
      id: wire.equipo.id,
      name: wire.equipo.nombre,
      bib: wire.equipo.dorsal,
      category: wire.equipo.categoria ?? '',
    },
    recordCount: wire.num_registros,
    totalMs: wire.num_registros > 0 ? wire.tiempo_total : null,
    averageMs: wire.tiempo_promedio,
    bestMs: wire.mejor_tiempo,
  };
}

function decodeResults(wire) {
  const updatedAtMs = epochMs(wire.actualizado_en);
  if (wire.tipo === 'individual') {
    const teamMethod = decodeTeamMethod(wire.puntaje_equipos);
    const publication = decodePublication(wire.publicacion);
    return { updatedAtMs, teamMethod, publication, ...decodeRunners(wire, wire.clasificacion) };
  }
  return {
    kind: 'teams',
    updatedAtMs,
    recordCount: wire.total_registros,
    rows: wire.clasificacion.map(decodeRow),
  };
}

/** One runner's published result: `{competition, publication, row}`; see decodeRunnerRow. */
export const decodeRunnerOfBib = (wire) => ({
  competition: decodeCompetition(wire.competencia),
  publication: decodePublication(wire.publicacion),
  row: decodeRunnerRow(wire),
});

/** `ordinal`: which of its team's times it is, from 1. */
function decodeArrival(wire) {
  return {
    team: { id: wire.equipo.id, name: wire.equipo.nombre, bib: wire.equipo.dorsal },
    raceMs: wire.tiempo_carrera,
    ordinal: wire.num,
  };
}

/** What both frames have that carry everything. */
function decodeWholeState(wire) {
  return {
    serverMs: wire.servidor_ms,
    competition: decodeCompetition({ ...wire.resultados.competencia, ...wire.competencia }),
    results: decodeResults(wire.resultados),
  };
}

const DECODERS = {
  __proto__: null, // so that a message named like something every object has finds nothing
  conexion_establecida: (wire) => ({
    type: 'connected',
    rate: wire.ritmo ?? 1,
    ...decodeWholeState(wire),
  }),
  resultados_completos: (wire) => ({
    type: 'results_replaced',
    ...decodeWholeState(wire),
  }),
  registros_actualizados: (wire) => ({
    type: 'rows_changed',
    serverMs: wire.servidor_ms,
    rows: wire.clasificacion.map(decodeRow),
    recordCount: wire.total_registros_competencia,
    updatedAtMs: epochMs(wire.actualizado_en),
  }),
  clasificacion_actualizada: (wire) => ({
    type: 'runners_changed',
    serverMs: wire.servidor_ms,
    updatedAtMs: epochMs(wire.actualizado_en),
    ...decodeRunners(wire, wire.filas),
    places: decodePlaces(wire.puestos),
  }),
  competencia_iniciada: (wire) => ({
    type: 'race_started',
    serverMs: wire.servidor_ms,
    competition: {
      ...decodeCompetition(wire.competencia),
      isRunning: true,
      startedAtMs: epochMs(wire.started_at),
    },
  }),
  competencia_detenida: (wire) => ({
    type: 'race_stopped',
    serverMs: wire.servidor_ms,
    competition: {
      ...decodeCompetition(wire.competencia),
      isRunning: false,
      finishedAtMs: epochMs(wire.finished_at),
    },
  }),
  llegadas: (wire) => ({
    type: 'arrivals',
    serverMs: wire.servidor_ms,
    latest: wire.ultimas.map(decodeArrival),
    perMinute: wire.por_minuto,
  }),
  pong: () => ({ type: 'pong' }),
};

/**
 * One message of the public socket. A message that this page is too old to know, or that is
 * damaged, becomes `{type: "unknown"}`: the next one may still be of use.
 */
export function decodeFrame(text) {
  try {
    const wire = JSON.parse(text);
    return DECODERS[wire.tipo](wire);
  } catch {
    return { type: 'unknown' };
  }
}
