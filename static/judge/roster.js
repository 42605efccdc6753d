/** The judge's teams and races, kept up by what the laptop says, and kept on the phone. */

import { decodeJudgeCompetition, decodeJudgeTeam } from '../shared/judge-protocol.js';
import { COMPETITIONS_PATH, TEAMS_PATH } from '../shared/organizer-protocol.js';
import { keepProfile } from './profile.js';

const FORBIDDEN = 403;

/**
 * `profile` is replaced by every change, which calls `onChange`. `hasTaps(teamId)` says whether
 * the phone has taps of a team.
 */
export class Roster {
  #session;
  #hasTaps;
  #onChange;
  #loading = null;
  #isClosed = false;

  constructor({ session, profile, hasTaps, onChange }) {
    this.profile = profile;
    this.#session = session;
    this.#hasTaps = hasTaps;
    this.#onChange = onChange;
  }

  /** From now on nothing is kept: the judge has signed out. */
  close() {
    this.#isClosed = true;
  }

  team(teamId) {
    return this.profile.teams.find((one) => one.id === teamId);
  }

  select(teamId) {
    this.#change({ selectedTeamId: teamId });
  }

  /**
   * Asks the laptop for teams and races: `loaded`, `inactive` for a judge whom the organizer has
   * deactivated, or `away`. Teams that were taken away stay to be seen while they are chosen or
   * have taps.
   */
  load() {
    this.#loading ??= this.#ask().finally(() => {
      this.#loading = null;
    });
    return this.#loading;
  }

  async #ask() {
    try {
      const [teams, competitions] = await Promise.all([
        this.#session.request(TEAMS_PATH), this.#session.request(COMPETITIONS_PATH),
      ]);
      const mine = teams.map(decodeJudgeTeam).sort((one, other) => one.number - other.number);
      const gone = this.profile.teams
        .filter((team) => !mine.some((one) => one.id === team.id) && this.#isInUse(team.id))
        .map((team) => ({ ...team, isGone: true }));
      this.#change({
        teams: [...mine, ...gone], competitions: competitions.map(decodeJudgeCompetition),
      });
      return 'loaded';
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      return error.status === FORBIDDEN ? 'inactive' : 'away';
    }
  }

  #isInUse(teamId) {
    return teamId === this.profile.selectedTeamId || this.#hasTaps(teamId);
  }

  /** A frame of the judge's socket. */
  receive(frame) {
    if (frame.type === 'team_counted') this.#count(frame.teamId, () => frame.count);
    else if (frame.type === 'taps_answered') this.#countStored(frame);
    else if (frame.type === 'connected' || frame.type === 'teams_changed') this.load();
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
    if (this.#isClosed) return;
    this.profile = { ...this.profile, ...changes };
    keepProfile(this.profile);
    this.#onChange();
  }
}
