/** Races by teams, and those of people with bibs. Pure. */

/** Whether a competition's resource, or a form's values, are of an individual race. */
export const isIndividual = ({ kind }) => kind === 'individual';

const STEPS_OF_TEAMS = ['race', 'teams', 'judges', 'share', 'cards', 'ready'];
const STEPS_OF_RUNNERS = ['race', 'runners', 'judges', 'lines', 'cards', 'ready'];

/** The steps of the walk from nothing to a race that can start. */
export const stepsOf = (race) => (isIndividual(race) ? STEPS_OF_RUNNERS : STEPS_OF_TEAMS);
