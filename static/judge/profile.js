/**
 * Who the judge of this phone is, with teams and races: kept, so that the page times without a
 * server, and after a session has ended.
 */

import { ME_PATH } from '../shared/organizer-protocol.js';
import { isSessionOf } from '../shared/own-session.js';
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

/** Whether a profile is that of who is signed in, under the name of now. */
export const isProfileOf = (profile, session) =>
  profile !== null && profile.signedInAs === session.username && isSessionOf(session, profile);

/**
 * The profile of who is signed in: the kept one, or a new one, by what the sign-in has told; where it
 * told nothing, by asking the server. Raises ApiError.
 */
export async function profileOf(session) {
  const kept = readProfile();
  if (isProfileOf(kept, session)) return kept;
  const { judge } = session;
  const { id, name, username } = judge === null
    ? await askWho(session)
    : { ...judge, username: session.username };
  const profile = {
    ...(kept?.id === id ? kept : NOTHING_YET), id, name, username, signedInAs: session.username,
  };
  keepProfile(profile);
  return profile;
}

async function askWho(session) {
  const { id, full_name: name, username } = await session.request(ME_PATH);
  return { id, name: name || username, username };
}
