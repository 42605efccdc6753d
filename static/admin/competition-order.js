/** Which competition stands first in the list. Pure. */

import { phaseOf } from '../shared/live-results.js';
import { decodeCompetitionResource } from '../shared/protocol.js';

const RANKS = { running: 0, scheduled: 1, finished: 2 };

/** `scheduled`, `running` or `finished`, of a competition's resource. */
export const phaseOfResource = (resource) => phaseOf(decodeCompetitionResource(resource));

/** In progress first, then what comes next, then what is over, the newest first. A new list. */
export function inOrderOfInterest(resources) {
  return [...resources].sort((one, other) => {
    const phase = phaseOfResource(one);
    const byPhase = RANKS[phase] - RANKS[phaseOfResource(other)];
    if (byPhase !== 0) return byPhase;
    const byTime = Date.parse(one.datetime) - Date.parse(other.datetime);
    return (phase === 'finished' ? -byTime : byTime) || one.id - other.id;
  });
}
