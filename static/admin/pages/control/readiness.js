/** Who is to judge a competition, and who of them is connected. Pure. */

import { namesOf } from '../../judge-names.js';

/**
 * `{withoutJudge, judges: [{id, name, teamCount, isConnected}]}` of `teams` and `accounts` (the
 * resources of one competition's teams and of all judges) and `connections` (of the room). Who is
 * missing comes first, then by name.
 */
export function judgesOf(teams, accounts, connections) {
  const online = new Set(connections.map((connection) => connection.judgeId));
  const nameOf = namesOf(accounts);
  const judges = new Map();
  for (const team of teams) {
    if (team.judge_id === null) continue;
    const known = judges.get(team.judge_id);
    if (known) known.teamCount += 1;
    else {
      judges.set(team.judge_id, {
        id: team.judge_id,
        name: nameOf(team.judge_id) ?? team.judge_username,
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

/**
 * As `judgesOf`, of an individual race: who stands at its `lines`, which are of the control room;
 * each judge has `lineNames` and the number of `marks` so far.
 */
export function judgesAtLines(lines) {
  const judges = new Map();
  for (const line of lines) {
    for (const { id, name, isConnected, markCount, mode } of line.judges) {
      if (mode === null) continue;
      const known = judges.get(id) ?? { id, name, isConnected, lineNames: [], markCount: 0 };
      known.lineNames.push(line.name);
      known.markCount += markCount;
      judges.set(id, known);
    }
  }
  const inOrder = [...judges.values()].sort(
    (one, other) => one.isConnected - other.isConnected || one.name.localeCompare(other.name),
  );
  return { withoutJudge: 0, judges: inOrder };
}

/**
 * What speaks against a start now, as `[key of its text, count]`, the worst first; it forbids
 * nothing. `readiness` is of `judgesOf`, or null while it is not known.
 */
export function startWarnings({ kind, teamCount, runnerCount }, readiness) {
  const isOfTeams = kind !== 'individual';
  if (isOfTeams && teamCount === 0) return [['start.warn.noTeams', 0]];
  if (readiness === null) return [];
  const { judges, withoutJudge } = readiness;
  const away = judges.filter((judge) => !judge.isConnected).length;
  const found = [];
  // Bibs may come at the venue: marks find their runners later.
  if (!isOfTeams && runnerCount === 0) found.push(['start.warn.noRunners', 0]);
  if (judges.length === 0) found.push([isOfTeams ? 'check.noJudges' : 'check.nobodyAtLines', 0]);
  else if (withoutJudge > 0) found.push(['check.withoutJudge', withoutJudge]);
  if (away > 0) found.push(['start.warn.away', away]);
  return found;
}
