/** Whose a bib is already, said by name. */

import { runnersOfPath } from '../shared/organizer-protocol.js';
import { nameOfRunner, wearerOf } from './entry-list.js';

/**
 * An ApiError about a bib that somebody wears, with the `name` of who does: the list on this page
 * may not know yet. Other errors as they are.
 */
export async function withWearer(error, { session, competitionId, bib }) {
  if (error.code !== 'bib_taken') return error;
  try {
    const wearer = wearerOf(await session.request(runnersOfPath(competitionId)), bib);
    if (wearer) error.body = { ...error.body, name: nameOfRunner(wearer) };
  } catch (failure) {
    if (failure.name !== 'ApiError') throw failure;
  }
  return error;
}

/** Whose the bib is already, as far as `runners` tells, in words; null for a free one. */
export function takenText(runners, bib, text, own = null) {
  const wearer = wearerOf(runners, bib);
  if (wearer === null || wearer.id === own) return null;
  return text('runners.bib.taken', { name: nameOfRunner(wearer) });
}
