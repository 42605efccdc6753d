/** A tap that was read off a phone, in the user's words. Pure. */

import { exactTimeOfDay } from '../control/start-times.js';
import { signedTime } from '../room/refused-texts.js';
import { timeOfTap } from './reading.js';

/**
 * `{team, time, competition, notes}`; `competition` is the name, null where that is not known. Of a
 * mark at a line, `team` is the line with the bib. `teams`, `lines` and `competitions` are Maps from
 * ids to what the panel knows of them.
 */
export function describeTap(text, tap, known) {
  return tap.lineId === undefined ? describeTime(text, tap, known) : describeMark(text, tap, known);
}

function describeMark(text, mark, { lines, competitions }) {
  const line = lines.get(mark.lineId) ?? null;
  const competition = competitions.get(line?.competition_id) ?? null;
  const { raceMs, clockMs, isChecked } = timeOfTap(mark, competition);
  const place = line === null ? text('rescue.unknownLine', { id: mark.lineId }) : line.name;
  return {
    team: `${place} · ${mark.lastBib ?? text('rescue.noBib')}`,
    time: raceMs === undefined ? exactTimeOfDay(clockMs) : signedTime(raceMs),
    competition: competition?.name ?? null,
    notes: [
      !mark.hasTime && text('rescue.bibAlone'),
      !isChecked && text('rescue.notChecked'),
    ].filter(Boolean),
  };
}

function describeTime(text, tap, { teams, competitions }) {
  const team = teams.get(tap.teamId) ?? null;
  const competition = competitions.get(team?.competition_id) ?? null;
  const { raceMs, clockMs, isChecked } = timeOfTap(tap, competition);
  return {
    team: team === null
      ? text('refused.unknownTeam', { id: tap.teamId })
      : `${team.number} · ${team.name}`,
    time: raceMs === undefined ? exactTimeOfDay(clockMs) : signedTime(raceMs),
    competition: competition?.name ?? null,
    notes: [
      team === null && text('rescue.unknownTeam'),
      raceMs === undefined && team !== null && text('rescue.noStart'),
      !isChecked && text('rescue.notChecked'),
    ].filter(Boolean),
  };
}
