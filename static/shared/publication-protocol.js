/** How results are published, on the wire: what they are worth, and what a version has changed. */

const STAGES = { __proto__: null, en_vivo: 'live', provisional: 'provisional', oficial: 'official' };

const KINDS = {
  __proto__: null,
  nuevo: 'new',
  retirado: 'gone',
  dorsal: 'bib',
  nombre: 'name',
  categoria: 'category',
  equipo: 'team',
  estado: 'status',
  tiempo_oficial: 'time',
  tiempo_neto: 'netTime',
  otros_datos: 'details',
  posicion: 'place',
  posicion_categoria: 'placeInCategory',
  carrera: 'race',
  reglas: 'rules',
};

/** Before anything was published. */
export const LIVE_RESULTS = Object.freeze({
  stage: 'live', version: 0, publishedAtMs: null, protestsUntilMs: null, changeCount: 0, reason: '',
});

const epochMs = (isoText) => (typeof isoText === 'string' ? Date.parse(isoText) : null);

/** What results are worth, see `LIVE_RESULTS`; those of a server that does not say are live. */
export function decodePublication(wire) {
  if (wire === undefined || wire === null) return LIVE_RESULTS;
  return {
    stage: STAGES[wire.etapa] ?? 'live',
    version: wire.version,
    publishedAtMs: epochMs(wire.publicada_en),
    protestsUntilMs: epochMs(wire.reclamos_hasta),
    changeCount: wire.cambios,
    reason: wire.motivo,
  };
}

/** Of `status` the values are words of the wire, as rows have them; of times texts. */
export const decodeChange = (wire) => ({
  runnerId: wire.corredor_id,
  bib: wire.dorsal,
  name: wire.nombre,
  isHidden: wire.oculto,
  what: KINDS[wire.que] ?? 'details',
  before: wire.antes,
  after: wire.despues,
  isMoved: wire.movido,
});

/** What an official version has changed. */
export const decodeChanges = (wire) => wire.cambios.map(decodeChange);

const competitionPath = (competitionId) => `/api/competencias/${competitionId}`;

/** Every step of publishing, the last first. */
export const publicationsPath = (competitionId) => `${competitionPath(competitionId)}/publicaciones/`;

/** What an official version has changed of the one before. */
export const changesPath = (competitionId, version) =>
  `${publicationsPath(competitionId)}${version}/cambios/`;

/** Where results stand, and what is not published yet; for organizers, as what follows. */
export const publicationPath = (competitionId) => `${competitionPath(competitionId)}/publicacion/`;
export const publishPath = (competitionId) => `${competitionPath(competitionId)}/publicar/`;
export const reopenPath = (competitionId) => `${competitionPath(competitionId)}/reabrir/`;

/** As organizers are answered. */
export const decodeStep = (resource) => ({
  stage: resource.stage,
  version: resource.version,
  publishedAtMs: epochMs(resource.published_at),
  protestsUntilMs: epochMs(resource.protests_until),
  reason: resource.reason,
  pending: resource.pending.map(decodeChange),
  pendingCount: resource.pending_count,
  openPoints: {
    finished: resource.open_points.finished,
    onCourse: resource.open_points.on_course,
    withoutTime: resource.open_points.without_time,
    timesWithoutBib: resource.open_points.times_without_bib,
    flaggedMarks: resource.open_points.flagged_marks,
  },
  etag: resource.etag,
});
