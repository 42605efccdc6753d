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

const RANKING_NAMES = { sex: 'sexo', category: 'categoria' };

/** Times in ms; the texts are as the competition shows them, rounded by the server alone. */
export function decodeRunnerRow(wire) {
  const { corredor: runner } = wire;
  return {
    runner: {
      id: runner.id,
      bib: runner.dorsal,
      name: runner.nombre,
      sex: runner.sexo ?? null,
      category: runner.categoria ?? '',
      team: runner.equipo ?? '',
      isHidden: runner.oculto === true,
    },
    status: STATUSES[wire.estado] ?? 'registered',
    position: wire.posicion,
    placeInSex: wire.posicion_sexo,
    placeInCategory: wire.posicion_categoria,
    officialMs: wire.tiempo_oficial,
    officialText: wire.tiempo_oficial_formateado,
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
