/** The judge's teams, lines and races, kept up by what the laptop says, and kept on the phone. */

import { decodeJudgeCompetition, decodeJudgeTeam } from '../shared/judge-protocol.js';
import { decodeLine, MY_LINES_PATH } from '../shared/mark-protocol.js';
import { COMPETITIONS_PATH, TEAMS_PATH } from '../shared/organizer-protocol.js';
import { keepProfile } from './profile.js';

const FORBIDDEN = 403;

/**
 * `profile` is replaced by every change, which calls `onChange`. `hasTaps(teamId)` says whether
 * the phone has taps of a team, `hasMarks(lineId)` whether it has marks at a line.
 */
export class Roster {
  #session;
  #hasTaps;
  #hasMarks;
  #onChange;
  #loading = null;
  /** The laptop has said something since it was asked: its answers may be older than that. */
  #isOvertaken = false;
  #isClosed = false;

  constructor({ session, profile, hasTaps, hasMarks, onChange }) {
    // One that was kept before there were lines has none.
    this.profile = { lines: [], selectedLineId: null, ...profile };
    this.#session = session;
    this.#hasTaps = hasTaps;
    this.#hasMarks = hasMarks;
    this.#onChange = onChange;
  }

  /** From now on nothing is kept: the judge has signed out, or somebody else is there. */
  close() {
    this.#isClosed = true;
  }

  team(teamId) {
    return this.profile.teams.find((one) => one.id === teamId);
  }

  /** The races at whose lines the judge stands, by their ids. */
  get competitionsOfLines() {
    const lines = this.profile.lines.filter((line) => !line.isGone);
    return [...new Set(lines.map((line) => line.competitionId))];
  }

  select(teamId) {
    this.#change({ selectedTeamId: teamId, selectedLineId: null });
  }

  selectLine(lineId) {
    this.#change({ selectedTeamId: null, selectedLineId: lineId });
  }

  /**
   * Asks the laptop for teams, lines and races: `loaded`, `inactive` for a judge whom the organizer
   * has deactivated, or `away`. Teams and lines that were taken away stay to be seen while they are
   * chosen or have taps.
   */
  load() {
    this.#loading ??= this.#ask().finally(() => {
      this.#loading = null;
    });
    return this.#loading;
  }

  async #ask() {
    this.#isOvertaken = false;
    try {
      const [teams, lines, competitions] = await Promise.all(
        [TEAMS_PATH, MY_LINES_PATH, COMPETITIONS_PATH].map((path) => this.#session.request(path)),
      );
      if (this.#isOvertaken) return await this.#ask();
      const mine = teams.map(decodeJudgeTeam).sort((one, other) => one.number - other.number);
      this.#change({
        teams: [...mine, ...gone(this.profile.teams, mine, (id) => this.#isTeamInUse(id))],
        lines: this.#withGone(lines.map(decodeLine)),
        competitions: this.#withNeeded(competitions.map(decodeJudgeCompetition)),
      });
      return 'loaded';
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      return error.status === FORBIDDEN ? 'inactive' : 'away';
    }
  }

  #isTeamInUse(teamId) {
    return teamId === this.profile.selectedTeamId || this.#hasTaps(teamId);
  }

  #withGone(lines) {
    const { selectedLineId, lines: known } = this.profile;
    const isInUse = (id) => id === selectedLineId || this.#hasMarks(id);
    return [...lines, ...gone(known, lines, isInUse)];
  }

  /** A race whose line was taken away has its start and name on the page as long as the line. */
  #withNeeded(competitions) {
    const { lines, competitions: known } = this.profile;
    const needed = new Set(lines.map((line) => line.competitionId));
    const isGone = (one) => !competitions.some(({ id }) => id === one.id);
    return [...competitions, ...known.filter((one) => needed.has(one.id) && isGone(one))];
  }

  /** A frame of the judge's socket. */
  receive(frame) {
    if (frame.type !== 'pong') this.#isOvertaken = true;
    if (frame.type === 'team_counted') this.#count(frame.teamId, () => frame.count);
    else if (frame.type === 'taps_answered') this.#countStored(frame);
    else if (['connected', 'teams_changed', 'lines_changed'].includes(frame.type)) this.load();
    if (frame.lines) this.#change({ lines: this.#withGone(frame.lines) });
    if (frame.competition) this.#changeCompetition(frame.competition);
  }

  /** At once: the laptop's own count follows a little later, and must not be seen to jump. */
  #countStored({ teamId, saved }) {
    const stored = saved.filter((one) => !one.isDuplicate).length;
    this.#count(teamId, (count) => count + stored);
  }

  #count(teamId, change) {
    const teams = this.profile.teams.map((team) => (
      team.id === teamId ? { ...team, count: change(team.count) } : team
    ));
    this.#change({ teams });
  }

  #changeCompetition(changed) {
    const { competitions } = this.profile;
    if (!competitions.some((one) => one.id === changed.id)) {
      this.load();
      return;
    }
    this.#change({
      competitions: competitions.map((one) => (one.id === changed.id ? { ...one, ...changed } : one)),
    });
  }

  #change(changes) {
    // What is kept may be somebody else's by now.
    if (this.#isClosed || this.#session.isAnothers) return;
    this.profile = { ...this.profile, ...changes };
    keepProfile(this.profile);
    this.#onChange();
  }
}

/** Those of the known ones that are not among `mine` any more and still needed. */
const gone = (known, mine, isInUse) => known
  .filter((one) => !mine.some(({ id }) => id === one.id) && isInUse(one.id))
  .map((one) => ({ ...one, isGone: true }));
