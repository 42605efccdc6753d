/** What the rows of the standings are of, for those who put them in their places. */

import { RunnerRow } from '../board/runner-row.js';
import { StandingsRow } from '../board/standings-row.js';

export const OF_TEAMS = {
  keyOf: (row) => row.team.id,
  newView: (translator) => new StandingsRow(translator),
};

export const OF_RUNNERS = {
  keyOf: (row) => row.runner.id,
  newView: (translator) => new RunnerRow(translator),
};
