/** Everything that the judge's page shows, as one plain object. Pure. */

import { isMark } from '../shared/line-marks.js';
import { linesOf, NO_RUNNERS, viewOfLines } from './line-view.js';

/**
 * `{connection, uncertaintyMs, judge, competition, teams, selectedTeamId, taps, unsentCount,
 * storage, othersUnsent}`: taps are the newest first, teams have their `count` and `limit`,
 * `competition` is that of what is selected, and `unsentCount` is null until it is known.
 *
 * For those who stand at lines also `lines`, `selected` (`{kind: 'team' or 'line', id}` or null) and
 * what `viewOfLines` says. `entryOf(lineId)` is `{typed, ready}`.
 */
export function viewOf({
  profile, connection, uncertaintyMs, book, resolve, runners = NO_RUNNERS, entryOf = () => null,
}) {
  const { id, name, username } = profile;
  const competitions = new Map(profile.competitions.map((one) => [one.id, one]));
  const mine = book.taps.filter((tap) => tap.judgeId === id && !isMark(tap));
  const teams = profile.teams.map((team) => ({
    isGone: false,
    ...team,
    count: team.count + mine.filter((tap) => tap.teamId === team.id && isOnItsWay(tap)).length,
    limit: competitions.get(team.competitionId)?.recordsPerTeam ?? null,
  }));
  const lines = linesOf(profile, book);
  const { team, line } = selectedOf(teams, lines, competitions, profile);
  const momentOf = (tap) => momentIn(competitions.get(tap.competitionId), tap, resolve);
  const entry = line === null ? null : entryOf(line.id);
  return {
    connection,
    uncertaintyMs,
    judge: { id, name, username },
    competition: competitions.get((team ?? line)?.competitionId) ?? null,
    teams,
    selectedTeamId: team?.id ?? null,
    taps: mine.reverse().map((tap) => tapView(tap, momentOf(tap), book)),
    lines,
    selected: selectionOf(team, line),
    ...viewOfLines({ profile, book, lines, line, entry, runners, momentOf }),
    unsentCount: book.isOpening ? null : book.unsentCount(id),
    storage: book.storage,
    othersUnsent: book.othersUnsent(id),
  };
}

/** Counted here until the laptop counts it. */
const isOnItsWay = (tap) => tap.state === 'unsent' && !tap.isWithdrawn;

/** That which was chosen; else the first of a race in progress; else the first. */
function selectedOf(teams, lines, competitions, { selectedTeamId, selectedLineId = null }) {
  const isRunning = (one) => competitions.get(one.competitionId)?.isRunning;
  const nobody = { team: null, line: null };
  const chosenLine = lines.find((line) => line.id === selectedLineId);
  if (chosenLine !== undefined) return { ...nobody, line: chosenLine };
  const team = teams.find(({ id }) => id === selectedTeamId) ?? teams.find(isRunning);
  if (team !== undefined) return { ...nobody, team };
  const line = lines.find(isRunning);
  if (line !== undefined) return { ...nobody, line };
  if (teams.length > 0) return { ...nobody, team: teams[0] };
  return { ...nobody, line: lines[0] ?? null };
}

function selectionOf(team, line) {
  if (team !== null) return { kind: 'team', id: team.id };
  return line === null ? null : { kind: 'line', id: line.id };
}

function tapView(tap, { takenAtMs, raceMs, uncertaintyMs }, book) {
  return {
    id: tap.id,
    teamId: tap.teamId,
    teamNumber: tap.teamNumber,
    takenAtMs,
    raceMs,
    uncertaintyMs,
    state: book.isSaving(tap.id) && tap.state === 'unsent' ? 'saving' : tap.state,
    reason: tap.reason,
    isWithdrawn: tap.isWithdrawn,
    movedTo: movedTo(tap, book),
    isWithdrawalUnsent: tap.isWithdrawalUnsent,
  };
}

/** When it was, by the laptop's clock and by that of its race. */
function momentIn(competition, tap, resolve) {
  const { offsetMs, uncertaintyMs } = resolve(tap);
  const takenAtMs = offsetMs === null ? null : tap.readingMs - offsetMs;
  return { takenAtMs, uncertaintyMs, raceMs: raceMsOf(tap, competition, takenAtMs) };
}

/** The bib of the team whose tap has taken this one's place; null where none counts there. */
function movedTo(tap, book) {
  const other = tap.movedToId === null ? undefined : book.get(tap.movedToId);
  return other === undefined || other.isWithdrawn ? null : other.teamNumber;
}

/** The official time: as the laptop stored it, from the pressed start; else as it is known here. */
function raceMsOf(tap, competition, takenAtMs) {
  const startedAtMs = competition?.startedAtMs ?? null;
  if (startedAtMs === null) return null;
  if (tap.raceMs !== null) return tap.raceMs - (competition.correctionMs ?? 0);
  return takenAtMs === null ? null : takenAtMs - startedAtMs;
}
