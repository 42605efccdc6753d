/** The panel's places, as they stand behind the `#` of its address. */

/** Name of a place and its path; `{}` stands for a number, `*` for any word. */
const ROUTES = [
  ['races', ''],
  ['firstStart', 'inicio/*'],
  ['newRace', 'races/new'],
  ['walk', 'races/{}/walk'],
  ['walkImport', 'races/{}/walk/teams/import'],
  ['walkStep', 'races/{}/walk/*'],
  ['race', 'races/{}'],
  ['teams', 'races/{}/teams'],
  ['importTeams', 'races/{}/teams/import'],
  ['control', 'races/{}/control'],
  ['walkImportRunners', 'races/{}/walk/runners/import'],
  ['runners', 'runners/{}'],
  ['importRunners', 'runners/{}/import'],
  ['ageBands', 'runners/{}/categories'],
  ['lines', 'lines/{}'],
  ['marks', 'marks/{}'],
  ['reconcile', 'reconcile/{}'],
  ['publish', 'publish/{}'],
  ['runner', 'runner/{}'],
  ['handOut', 'hand-out/{}'],
  ['scoring', 'scoring/{}'],
  ['bibSheets', 'hand-out/{}/bibs'],
  ['judges', 'judges'],
  ['importJudges', 'judges/import'],
  ['cards', 'judges/cards'],
  ['cardsOf', 'judges/cards/*'],
  ['room', 'room'],
  ['rescue', 'rescate'],
  ['laptop', 'laptop'],
  ['rehearsal', 'ensayo'],
  ['operation', 'funcionamiento'],
  ['backups', 'respaldos'],
  ['record', 'record'],
  ['bin', 'bin'],
];

/** Links of judges' phones lead here, with a text behind it; see rescue-link.js. */
export const PATH_OF_LINKS = '#/rescate/';

const PATTERNS = ROUTES.map(([name, path]) => [
  name,
  new RegExp(`^${path.replace('{}', '(\\d+)').replace('*', '([^/]*)')}$`),
]);

/**
 * The place that an address names; one that it does not know is the first place.
 *
 *     parseRoute('#/races/3/teams')       // {name: "teams", argument: "3", detail: null}
 *     parseRoute('#/races/3/walk/judges') // {name: "walkStep", argument: "3", detail: "judges"}
 */
export function parseRoute(hash) {
  const path = hash.replace(/^#?\/?/, '').replace(/\/$/, '');
  for (const [name, pattern] of PATTERNS) {
    const match = pattern.exec(path);
    if (match) return { name, argument: match[1] ?? null, detail: match[2] ?? null };
  }
  return { name: 'races', argument: null, detail: null };
}

/** The address of a place, for links: `hrefOf('teams', 3)` is `#/races/3/teams`. */
export function hrefOf(name, argument = null, detail = null) {
  const path = ROUTES.find(([known]) => known === name)[1];
  const parts = [argument, detail];
  return `#/${path.replace(/\{\}|\*/g, () => String(parts.shift()))}`;
}
