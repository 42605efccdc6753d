/** Everything that the judge's page shows, as one plain object. Pure. */

/**
 * `{connection, uncertaintyMs, judge, competition, teams, selectedTeamId, taps, unsentCount,
 * storage, othersUnsent}`: taps are the newest first, teams have their `count` and `limit`,
 * `competition` is that of the selected team, and `unsentCount` is null until it is known.
 */
export function viewOf({ profile, connection, uncertaintyMs, book, resolve }) {
  const { id, name, username } = profile;
  const competitions = new Map(profile.competitions.map((one) => [one.id, one]));
  const mine = book.taps.filter((tap) => tap.judgeId === id);
  const teams = profile.teams.map((team) => ({
    isGone: false,
    ...team,
    count: team.count + mine.filter((tap) => tap.teamId === team.id && isOnItsWay(tap)).length,
    limit: competitions.get(team.competitionId)?.recordsPerTeam ?? null,
  }));
  const selected = selectedOf(teams, competitions, profile.selectedTeamId);
  return {
    connection,
    uncertaintyMs,
    judge: { id, name, username },
    competition: competitions.get(selected?.competitionId) ?? null,
    teams,
    selectedTeamId: selected?.id ?? null,
    taps: mine.reverse().map((tap) => tapView(tap, competitions, book, resolve)),
    unsentCount: book.isOpening ? null : book.unsentCount(id),
    storage: book.storage,
    othersUnsent: book.othersUnsent(id),
  };
}

/** Counted here until the laptop counts it. */
const isOnItsWay = (tap) => tap.state === 'unsent' && !tap.isWithdrawn;

/** That which was chosen; else the first of a race in progress; else the first. */
function selectedOf(teams, competitions, selectedTeamId) {
  return (
    teams.find((team) => team.id === selectedTeamId)
    ?? teams.find((team) => competitions.get(team.competitionId)?.isRunning)
    ?? teams[0]
  );
}

function tapView(tap, competitions, book, resolve) {
  const competition = competitions.get(tap.competitionId);
  const { offsetMs, uncertaintyMs } = resolve(tap);
  const takenAtMs = offsetMs === null ? null : tap.readingMs - offsetMs;
  return {
    id: tap.id,
    teamId: tap.teamId,
    teamNumber: tap.teamNumber,
    takenAtMs,
    raceMs: raceMsOf(tap, competition, takenAtMs),
    uncertaintyMs,
    state: book.isSaving(tap.id) && tap.state === 'unsent' ? 'saving' : tap.state,
    reason: tap.reason,
    isWithdrawn: tap.isWithdrawn,
    movedTo: movedTo(tap, book),
    isWithdrawalUnsent: tap.isWithdrawalUnsent,
  };
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
