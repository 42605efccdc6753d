/** Teams of individual races on the wire: how they are scored, and how they stand. */

import { decodeRunner } from './individual-protocol.js';

export const teamStandingsPath = (competitionId) =>
  `/api/competencias/${competitionId}/clasificacion-equipos/`;
export const teamScoringPath = (competitionId) =>
  `/api/competencias/${competitionId}/puntaje-equipos/`;
export const prizeRulesPath = (competitionId) => `/api/competencias/${competitionId}/premios/`;
export const prizeListPath = (competitionId) => `/api/competencias/${competitionId}/lista-premios/`;

const METHODS = { __proto__: null, tiempos: 'times', puestos: 'places' };
const GROUPS = { __proto__: null, todos: 'all', mixto: 'mixed' };
const TIES = {
  __proto__: null,
  siguiente_corredor: 'next',
  ultimo_que_cuenta: 'last',
  uno_contra_uno: 'each',
};

/** How the teams of a race are scored: `times`, `places`, or null where they are not. */
export const decodeTeamMethod = (name) => METHODS[name] ?? null;

const decodeTeamRunner = (wire) => ({
  runner: decodeRunner(wire.corredor),
  position: wire.posicion,
  points: wire.puesto,
  officialText: wire.tiempo_oficial_formateado,
});

const decodeTeam = (wire) => ({
  position: wire.posicion,
  name: wire.equipo,
  score: wire.puntaje,
  scoreText: wire.puntaje_formateado,
  isComplete: wire.completo,
  tie: TIES[wire.desempate] ?? null,
  scorers: wire.puntuan.map(decodeTeamRunner),
  displacers: wire.desplazan.map(decodeTeamRunner),
});

/**
 * The lists of teams: `[{group, method, scorerCount, teams}]`; `group` is `all`, `mixed`, or a sex.
 *
 * A team has no place and no score until `scorerCount` of its runners are in.
 */
export const decodeTeamGroups = (wire) => wire.map((one) => ({
  group: GROUPS[one.grupo] ?? one.grupo,
  method: decodeTeamMethod(one.puntaje_equipos),
  scorerCount: one.cuentan,
  teams: one.equipos.map(decodeTeam),
}));
