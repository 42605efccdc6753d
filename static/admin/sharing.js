/** What sharing out would do, before it is done; a test holds it to domain/sharing.py. Pure. */

/**
 * The judge of each team afterwards, as a Map of ids: as the server shares out, neighbouring
 * numbers to one judge, and to each of `judgeIds` as many as to the others. Teams that stay with
 * their judge (`onlyUnassigned`) count for that judge and are not in the map.
 */
export function sharesOf(teams, judgeIds, onlyUnassigned) {
  const free = onlyUnassigned ? teams.filter((team) => team.judge_id === null) : teams;
  const counts = new Map(judgeIds.map((id) => [id, 0]));
  const shares = new Map(counts);
  for (const { judge_id: id } of onlyUnassigned ? teams : []) {
    if (counts.has(id)) counts.set(id, counts.get(id) + 1);
  }
  const least = () => judgeIds.reduce((one, id) => (counts.get(id) < counts.get(one) ? id : one));
  for (let left = judgeIds.length > 0 ? free.length : 0; left > 0; left -= 1) {
    const id = least();
    counts.set(id, counts.get(id) + 1);
    shares.set(id, shares.get(id) + 1);
  }
  const takers = judgeIds.flatMap((id) => Array(shares.get(id)).fill(id));
  const byNumber = [...free].sort((one, other) => one.number - other.number || one.id - other.id);
  return new Map(takers.map((judgeId, index) => [byNumber[index].id, judgeId]));
}

/** How many teams would be taken from the judge whom they have. */
export function countTaken(teams, shares) {
  return teams.filter(
    ({ id, judge_id: judge }) => judge !== null && shares.has(id) && shares.get(id) !== judge,
  ).length;
}

/** Who times which team as the list shows it, for the server to compare: `{"12": 3, "13": null}`. */
export function judgesOfTeams(teams) {
  return Object.fromEntries(teams.map((team) => [team.id, team.judge_id]));
}

/**
 * What the server is to compare: for each of `teams` the judge whom the user knows of, where `seen`
 * is what `judgesOfTeams` gave then. A team that came since is not known to have a judge.
 */
export function expectedJudges(teams, seen) {
  return Object.fromEntries(teams.map((team) => [team.id, seen[team.id] ?? null]));
}

/** Those of `teams` whose judge is not the one whom the user knows of. */
export function changedSince(seen, teams) {
  return teams.filter((team) => team.judge_id !== (seen[team.id] ?? null));
}

/** How many of `teams`, as they are afterwards, were shared out. */
export function countShared(teams, expected, onlyUnassigned) {
  if (!onlyUnassigned) return teams.length;
  return changedSince(expected, teams).length;
}
