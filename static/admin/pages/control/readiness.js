/** Who is to judge a competition, and who of them is connected. Pure. */

/**
 * `{withoutJudge, judges: [{id, name, teamCount, isConnected}]}` of `teams` and `accounts` (the
 * resources of one competition's teams and of all judges) and `connections` (of the room). Who is
 * missing comes first, then by name.
 */
export function judgesOf(teams, accounts, connections) {
  const online = new Set(connections.map((connection) => connection.judgeId));
  const names = new Map(accounts.map((account) => [account.id, account.full_name]));
  const judges = new Map();
  for (const team of teams) {
    if (team.judge_id === null) continue;
    const known = judges.get(team.judge_id);
    if (known) known.teamCount += 1;
    else {
      judges.set(team.judge_id, {
        id: team.judge_id,
        name: names.get(team.judge_id) || team.judge_username,
        teamCount: 1,
        isConnected: online.has(team.judge_id),
      });
    }
  }
  const inOrder = [...judges.values()].sort(
    (one, other) => one.isConnected - other.isConnected || one.name.localeCompare(other.name),
  );
  return { withoutJudge: teams.filter((team) => team.judge_id === null).length, judges: inOrder };
}
