/**
 * Who the judge of this phone is, with teams and races: kept, so that the page times without a
 * server, and after a session has ended.
 */

import { ME_PATH } from '../shared/organizer-protocol.js';
import { keep, readKept } from '../ui/kept.js';

const KEY = 'tornado-timing.judge.profile';

const NOTHING_YET = Object.freeze({
  teams: [], lines: [], competitions: [], selectedTeamId: null, selectedLineId: null,
});

/**
 * `{id, name, username, signedInAs, teams, lines, competitions, selectedTeamId, selectedLineId}` or
 * null; `signedInAs` is what was typed, a username or an e-mail.
 */
export const readProfile = () => readKept(KEY);

export const keepProfile = (profile) => keep(KEY, profile);

export const forgetProfile = () => keep(KEY, null);

/**
 * The profile of who is signed in: the kept one, or a new one by asking the server. Raises
 * ApiError.
 */
export async function profileOf(session) {
  const kept = readProfile();
  if (kept !== null && kept.signedInAs === session.username) return kept;
  const me = await session.request(ME_PATH);
  const profile = {
    ...(kept?.id === me.id ? kept : NOTHING_YET),
    id: me.id,
    name: me.full_name || me.username,
    username: me.username,
    signedInAs: session.username,
  };
  keepProfile(profile);
  return profile;
}
