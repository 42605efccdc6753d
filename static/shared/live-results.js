/** What a page knows of one competition, and how each message of its socket moves it. */

import { mergeRunnerRows, replaceRunnerRows, withPlaces } from './individual-standings.js';
import { LIVE_RESULTS } from './publication-protocol.js';
import { applyChangedRows, replaceRows } from './standings.js';

/**
 * Before the first message. `kind` is `teams` or `individual`, and says of what the `rows` are.
 *
 * Of teams: `recordCount` is of the whole competition; `arrivals` (the newest first) and
 * `perMinute` are told to big screens alone. Of runners: `runnerCount`, `finishedCount` and
 * `teamMethod`: how teams are scored, `times` or `places`, or null, and
 * `publication`: what the results are worth (see publication-protocol.js).
 */
export const NOTHING_YET = Object.freeze({
  competition: null,
  kind: 'teams',
  rows: [],
  recordCount: 0,
  runnerCount: 0,
  finishedCount: 0,
  teamMethod: null,
  publication: LIVE_RESULTS,
  updatedAtMs: null,
  arrivals: [],
  perMinute: [],
});

const UNKNOWN_COMPETITION = Object.freeze({
  scheduledAtMs: null,
  isRunning: false,
  startedAtMs: null,
  finishedAtMs: null,
  recordsPerTeam: null,
});

function withCompetition(live, competition) {
  return { ...live, competition: { ...(live.competition ?? UNKNOWN_COMPETITION), ...competition } };
}

function withResults(live, results) {
  const previous = results.kind === live.kind ? live.rows : [];
  const replace = results.kind === 'individual' ? replaceRunnerRows : replaceRows;
  return { ...live, ...results, rows: replace(previous, results.rows) };
}

function withChangedRunners(live, { rows, places, runnerCount, finishedCount, updatedAtMs }) {
  // Only after all of its rows, which are on their way, does it say anything.
  if (live.kind !== 'individual') return live;
  const merged = withPlaces(mergeRunnerRows(live.rows, rows), places);
  return { ...live, rows: merged, runnerCount, finishedCount, updatedAtMs };
}

/** The state after `frame`, a decoded message; the same object when it changes nothing. */
export function applyFrame(live, frame) {
  switch (frame.type) {
    case 'connected':
    case 'results_replaced':
      return withResults(withCompetition(live, frame.competition), frame.results);
    case 'rows_changed':
      return {
        ...live,
        rows: applyChangedRows(live.rows, frame.rows),
        recordCount: frame.recordCount ?? live.recordCount,
        updatedAtMs: frame.updatedAtMs ?? live.updatedAtMs,
      };
    case 'runners_changed':
      return withChangedRunners(live, frame);
    case 'arrivals':
      return { ...live, arrivals: frame.latest, perMinute: frame.perMinute };
    case 'race_started':
    case 'race_stopped':
      return withCompetition(live, frame.competition);
    default:
      return live;
  }
}

/** `running`, `finished` or `scheduled`. */
export function phaseOf(competition) {
  if (competition.isRunning) return 'running';
  return competition.finishedAtMs === null ? 'scheduled' : 'finished';
}
