/** What judges and competitions are called: a refused time tells the one's username, the other's id. */

import { decodeJudge, JUDGES_PATH } from '../../../shared/organizer-protocol.js';
import { usePage } from '../../../ui/page.js';
import { useLive } from '../../panel.js';

/**
 * `{judgeName(username), competitionName(id)}`, of which both may be null. `competitions` are those
 * of the room: what is not among them is in the bin.
 */
export function useNames(competitions) {
  const { session, text } = usePage();
  const judges = useLive(async () => (await session.request(JUDGES_PATH)).map(decodeJudge), [session]);
  const fullNames = new Map(judges.value?.map((judge) => [judge.username, judge.full_name]));
  const known = new Map(competitions.map((item) => [item.id, item.name]));
  return {
    judgeName: (username) => fullNames.get(username) || username,
    competitionName: (id) => (id === null ? null : known.get(id) ?? text('refused.binnedRace')),
  };
}
