/** How teams are scored, as a form has it and as the API takes it. Pure. */

import { wholeNumber } from './numbers.js';

export const MOST_RUNNERS = 50;
const NUMBERS = ['scorers', 'min_female', 'min_male'];

/** Rules that many know: what the form is filled with. */
export const KNOWN_RULES = {
  times: { method: 'times', scorers: '3', tie: 'next_runner' },
  schools: {
    method: 'places', scorers: '5', displacers: '2', removes_incomplete: true,
    only_team_runners: true, tie: 'next_runner',
  },
  world: {
    method: 'places', scorers: '4', displacers: '', removes_incomplete: false,
    only_team_runners: false, tie: 'last_scorer',
  },
};

/** Texts for numbers; for how many displace, an empty one stands for all. */
export function valuesOf({ etag: _, ...rules }) {
  const typed = NUMBERS.map((name) => [name, String(rules[name])]);
  const displacers = rules.displacers === null ? '' : String(rules.displacers);
  return { ...rules, ...Object.fromEntries(typed), displacers };
}

/** The form's values as the API takes them; only those that are given. */
export function bodyOf(values) {
  const body = { ...values };
  for (const name of NUMBERS) if (name in body) body[name] = Number(body[name]);
  if ('displacers' in body) {
    body.displacers = body.displacers.trim() === '' ? null : Number(body.displacers);
  }
  return body;
}

/** What is wrong with the values, by field; only with those that are shown. */
export function check(values, text) {
  const isWhole = (name, least) => wholeNumber(values[name], least, MOST_RUNNERS) !== null;
  const wrong = (isRight, key = 'scoring.wholeNumber') => (isRight ? null : text(key, {
    least: '0', most: String(MOST_RUNNERS),
  }));
  if (values.method === 'none') return {};
  const isMixed = values.groups === 'mixed';
  const least = Number(values.min_female) + Number(values.min_male);
  const isPossible = !isMixed || least <= Number(values.scorers);
  return {
    scorers: wrong(isWhole('scorers', 1), 'scoring.scorers.missing'),
    displacers: wrong(
      values.method !== 'places' || values.displacers.trim() === '' || isWhole('displacers', 0),
    ),
    min_female: wrong(!isMixed || isWhole('min_female', 0))
      ?? wrong(isPossible, 'scoring.tooManyAtLeast'),
    min_male: wrong(!isMixed || isWhole('min_male', 0)),
  };
}
