/** Results of individual races on the wire, and the rankings that an address names. */

const STATUSES = {
  __proto__: null,
  llegado: 'finished',
  sin_tiempo: 'arrived',
  en_carrera: 'started',
  inscrito: 'registered',
  dnf: 'dnf',
  dsq: 'dsq',
  dns: 'dns',
};

/** A word of the wire for how somebody stands, as rows have it here. */
export const statusOfWire = (word) => STATUSES[word] ?? 'registered';

/** What the board of an individual race shows beside the standings, as addresses name it. */
const VIEW_NAMES = { standings: 'clasificacion', teams: 'equipos', charts: 'graficos' };

const RANKING_NAMES = { sex: 'sexo', category: 'categoria' };

/** Who a row is about; of who asked not to be shown there is the bib alone. */
export const decodeRunner = (wire) => ({
  id: wire.id,
  bib: wire.dorsal,
  name: wire.nombre,
  sex: wire.sexo ?? null,
  category: wire.categoria ?? '',
  team: wire.equipo ?? '',
  isHidden: wire.oculto === true,
});

/** Times in ms; the texts are as the competition shows them, rounded by the server alone. */
export function decodeRunnerRow(wire) {
  return {
    runner: decodeRunner(wire.corredor),
    status: statusOfWire(wire.estado),
    position: wire.posicion,
    placeInSex: wire.posicion_sexo,
    placeInCategory: wire.posicion_categoria,
    officialMs: wire.tiempo_oficial,
    officialText: wire.tiempo_oficial_formateado,
    gunMs: wire.tiempo_pistola ?? null,
    gunText: wire.tiempo_pistola_formateado ?? null,
    netText: wire.tiempo_neto_formateado ?? null,
    penaltyMs: wire.penalizacion,
    notedMs: wire.anotado_ms ?? null,
    finishMs: wire.llegada_ms ?? null,
  };
}

/** What both the whole results and an update have. */
export function decodeRunners(wire, rows) {
  return {
    kind: 'individual',
    runnerCount: wire.total_corredores,
    finishedCount: wire.total_llegados,
    rows: rows.map(decodeRunnerRow),
  };
}

/** Of those who only have moved: `[{id, position, placeInSex, placeInCategory}]`. */
export const decodePlaces = (wire) => wire.map(([id, position, placeInSex, placeInCategory]) => ({
  id, position, placeInSex, placeInCategory,
}));

/**
 * The ranking that the part of an address from `#` on names: `{by: 'all' | 'sex' | 'category',
 * value}`, `value` being the sex or the category.
 *
 *     rankingOfHash('#sexo=F') // {by: 'sex', value: 'F'}
 */
export function rankingOfHash(hash) {
  const named = new URLSearchParams(hash.replace(/^#/, ''));
  for (const [by, name] of Object.entries(RANKING_NAMES)) {
    if (named.get(name)) return { by, value: named.get(name) };
  }
  return { by: 'all', value: '' };
}

/** The part of an address that names the ranking; empty for that of all. */
export function hashOfRanking({ by, value }) {
  return by === 'all' ? '' : `#${new URLSearchParams({ [RANKING_NAMES[by]]: value })}`;
}

/** The view that the part of an address from `#` on names: `standings` unless it names another. */
export function viewOfHash(hash) {
  const name = new URLSearchParams(hash.replace(/^#/, '')).get('vista');
  return Object.keys(VIEW_NAMES).find((view) => VIEW_NAMES[view] === name) ?? 'standings';
}

/** The part of an address that names a view; empty for the standings. */
export const hashOfView = (view) => (view === 'standings' ? '' : `#vista=${VIEW_NAMES[view]}`);

export const VIEWS = Object.keys(VIEW_NAMES);

/** A runner's public page, its address for a QR code too; any spelling of the bib leads to it. */
export const runnerPagePath = (competitionId, bib) =>
  `/c/${competitionId}/dorsal/${encodeURIComponent(bib)}`;

const RUNNER_PAGE = /^\/c\/(\d+)\/dorsal\/([^/]+)\/?$/;

/** `{competitionId, bib}` of a runner's page. */
export function runnerOfPage(pathname) {
  const [, id, written] = RUNNER_PAGE.exec(pathname);
  try {
    return { competitionId: Number(id), bib: decodeURIComponent(written) };
  } catch {
    // A stray %: it is nobody's bib, and is shown as it was written.
    return { competitionId: Number(id), bib: written };
  }
}

export const runnerOfBibPath = (competitionId, bib) =>
  `/api/competencias/${competitionId}/dorsales/${encodeURIComponent(bib)}/`;

export const announcerPagePath = (competitionId) => `/locutor/${competitionId}/`;
export const announcerPath = (competitionId) => `/api/competencias/${competitionId}/locutor/`;
export const courseRecordsPath = (competitionId) =>
  `/api/competencias/${competitionId}/marcas-del-recorrido/`;

/** What the announcer's link tells beside the rows: a Map from ids to `{city, notes}`. */
export function decodeAnnounced(wire) {
  const camelCase = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
  return new Map(wire.runners.map(({ runner_id: id, city, notes }) => [id, {
    city,
    notes: notes.map(({ word, margin_ms: marginMs, ...note }) =>
      ({ ...note, word: camelCase(word), marginMs })),
  }]));
}

/** A table of the results: `xlsx`, `csv`, `ultrasignup` or `itra`; its headings in `language`. */
export const tablePath = (competitionId, table, language) =>
  `/api/competencias/${competitionId}/tablas/?tabla=${table}&idioma=${language}`;
