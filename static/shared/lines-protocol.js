/**
 * The wire of individual races in the organizer's panel: paths, and the control room's section of
 * lines with English names. See organizer-protocol.js, and "Individual races" in docs/protocol.md.
 */

/** The `number` of a correction `mark_withdrawn` that has the mark count again. */
export const COUNTS_AGAIN = 0;

export const WAVES_PATH = '/api/olas/';
export const wavesOfPath = (competitionId) => `/api/olas/?competition_id=${competitionId}`;
export const wavePath = (id) => `/api/olas/${id}/`;
export const startWavePath = (id) => `/api/olas/${id}/iniciar/`;
export const restartWavePath = (id) => `/api/olas/${id}/reiniciar/`;
export const correctWaveStartPath = (id) => `/api/olas/${id}/corregir-salida/`;

export const LINES_PATH = '/api/lineas/';
export const linesOfPath = (competitionId) => `/api/lineas/?competition_id=${competitionId}`;
export const linePath = (id) => `/api/lineas/${id}/`;
export const lineJudgesPath = (id) => `/api/lineas/${id}/jueces/`;
/** Who takes times at a line, how they compare, and whom they disagree about. */
export const timersPath = (lineId) => `/api/lineas/${lineId}/cronometristas/`;

/** Marks of a competition; with `after` those with a greater number. */
export function marksPath(competitionId, after = 0) {
  const query = new URLSearchParams({ competition_id: String(competitionId) });
  if (after > 0) query.set('after', String(after));
  return `/api/marcas/?${query}`;
}

/** What the keypads of the judges know, too: `[{id, bib, name, team, wave_id}]`. */
export const wornBibsPath = (competitionId) => `/api/competencias/${competitionId}/corredores/`;

export const runnerResultPath = (id) => `/api/corredores/${id}/resultado/`;

/** Corrections of a competition, or those that are about one runner. */
export function correctionsPath(competitionId, runnerId = null) {
  const query = new URLSearchParams({ competition_id: String(competitionId) });
  if (runnerId !== null) query.set('runner_id', String(runnerId));
  return `/api/correcciones/?${query}`;
}
export const undoPath = (correctionId) =>
  `/api/correcciones/${encodeURIComponent(correctionId)}/deshacer/`;

/** Undoes several corrections at once. */
export const UNDO_ALL_PATH = '/api/correcciones/deshacer/';

/** Times beside bibs of a line, with what is doubtful; its repairs; accepting what is proposed. */
export const reconciliationPath = (lineId) => `/api/lineas/${lineId}/conciliacion/`;
export const repairPath = (lineId) => `/api/lineas/${lineId}/reparar/`;
export const pairingPath = (lineId) => `/api/lineas/${lineId}/emparejar/`;
/** The last steps in which a line was set right, by whomever. */
export const lineStepsPath = (lineId) => `/api/lineas/${lineId}/pasos/`;

const LINE_KINDS = Object.freeze({ salida: 'start', meta: 'finish' });
const MODES = Object.freeze({ tiempos: 'times', dorsales: 'bibs', ambos: 'both' });

const epochMs = (isoText) => (isoText === null ? null : Date.parse(isoText));

/** `teams` or `individual`: what kind of race a competition of the control room is. */
export const raceKindOf = (wire) => (wire.tipo_carrera === 'individual' ? 'individual' : 'teams');

const decodeLine = (wire) => ({
  id: wire.id,
  name: wire.nombre,
  kind: LINE_KINDS[wire.tipo] ?? 'finish',
  markCount: wire.total_marcas,
  flaggedCount: wire.con_avisos,
  judges: wire.jueces.map((judge) => ({
    id: judge.juez_id,
    username: judge.username,
    name: judge.nombre || judge.username,
    mode: MODES[judge.modo] ?? null,
    isConnected: judge.conectado,
    markCount: judge.total_marcas,
    lastMarkMs: epochMs(judge.ultima_marca),
  })),
});

/** The control room's section of individual races. */
export const decodeMarkedRaces = (items) =>
  items.map((wire) => ({
    competitionId: wire.competencia_id,
    changeCount: wire.cambios,
    markCount: wire.total_marcas,
    lines: wire.lineas.map(decodeLine),
  }));
