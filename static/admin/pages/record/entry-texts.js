/** An entry of the record in the user's words. Pure. */

import { exactTimeOfDay, signedSpan } from '../control/start-times.js';
import { correctionLines, isOfCorrection } from './correction-texts.js';
import { isOfSetting, settingLines, settingText } from './setting-texts.js';

/** From here on a number of milliseconds is an instant, below it is a span. */
const FIRST_INSTANT_MS = 10 ** 11;

/** Ids that are not shown where the same entry says it by names and bibs. */
const SAID_BY = {
  team_id: ['number', 'team'],
  judge_id: ['judge'],
  team_ids: ['bibs_by_judge'],
  team_ids_by_judge: ['bibs_by_judge'],
  sent: ['elapsed_ms'],
  record_id: ['elapsed_ms'],
};

/** What was done, as a sentence; an action that has none yet is shown by its name. */
export function actionText(text, entry) {
  if (isOfSetting(entry)) return settingText(text, entry);
  const key = `did.${entry.action}`;
  const known = text(key, { name: entry.subject_name || entry.details?.team || '–' });
  return known === key ? [entry.action, entry.subject_name].filter(Boolean).join(' · ') : known;
}

/** The text named `key`; `instead` where there is none. */
function textOr(text, key, instead) {
  const known = text(key);
  return known === key ? instead : known;
}

/**
 * An id as people know the thing, where `names` knows it: a bare number would look like a bib.
 *
 * `names` holds for `judge_id` and `competition_id` a Map from ids to names.
 */
function idText({ text, names = {} }, field, id) {
  const named = field === 'primary_judge_id' ? 'judge_id' : field;
  return names[named]?.get(Number(id)) ?? text('record.id', { id });
}

function numberText(panel, field, value) {
  const { text, translator } = panel;
  if (field === 'agreement_ms' || field === 'elapsed_ms' || (field === 'sent' && value < FIRST_INSTANT_MS)) {
    return signedSpan(value).replace('+', '');
  }
  if (field === 'sent') return exactTimeOfDay(value);
  if (field.endsWith('_ms')) {
    if (Math.abs(value) < FIRST_INSTANT_MS) return signedSpan(value);
    return `${translator.day(value)}, ${exactTimeOfDay(value)}`;
  }
  if (field.endsWith('_id')) return idText(panel, field, value);
  if (field.endsWith('_ids')) return text('record.id', { id: value });
  return field === 'number' ? String(value) : translator.number(value);
}

/** What each judge has got: bibs by username, or the ids of teams by that of the judge. */
function byJudgeText(panel, field, value) {
  const { text, names = {} } = panel;
  const isByName = field === 'bibs_by_judge';
  const who = (key) => {
    if (key === '' || key === 'null') return text('teams.noJudge');
    return isByName ? names.username?.get(key) ?? key : idText(panel, 'judge_id', key);
  };
  const what = (list) =>
    isByName ? list.join(', ') : list.map((id) => text('record.id', { id })).join(', ');
  return Object.entries(value).map(([key, list]) => `${who(key)}: ${what(list)}`).join('; ');
}

/** Categories by age: `Libre Femenino (Femenino, 20–39)`. */
function bandsText({ text }, bands) {
  const one = ({ name, sex, min_age: min, max_age: max }) => {
    const ages = max === null ? `${min}+` : `${min}–${max}`;
    return `${name} (${sex === null ? '' : `${text(`runners.sex.${sex}`)}, `}${ages})`;
  };
  return bands.length === 0 ? '–' : bands.map(one).join('; ');
}

const LINE_KINDS = ['finish', 'start'];

/** Who stands at a line: `Ana Paz: Tiempos`. */
function modesText({ text, names = {} }, modes) {
  const said = Object.entries(modes).map(([username, mode]) =>
    `${names.username?.get(username) ?? username}: ${textOr(text, `lines.mode.${mode}`, mode)}`);
  return said.join('; ') || '–';
}

/** Fields whose values are words of the API, and the keys of their texts. */
const WORDS = {
  by: (value) => `record.by.${value}`,
  sex: (value) => `runners.sex.${value}`,
  shown: (value) => `race.shown.${value}`,
  rule: (value) => `timers.rule.${value}`,
  fault: (value) => `reconcile.short.${value}`,
  repair: (value) => `record.repair.${value}`,
  kind: (value) => (LINE_KINDS.includes(value) ? `lines.kind.${value}` : `race.kind.${value}`),
};

/** A value of a detail as people write it. */
function valueText(panel, field, value) {
  const { text } = panel;
  if (value === null || value === undefined || value === '') return '–';
  if (typeof value === 'boolean') return text(value ? 'record.yes' : 'record.no');
  if (typeof value === 'number') return numberText(panel, field, value);
  if (field === 'bands') return bandsText(panel, value);
  if (Array.isArray(value)) return value.map((item) => valueText(panel, field, item)).join(', ');
  if (field.endsWith('_by_judge')) return byJudgeText(panel, field, value);
  if (field === 'judges' && typeof value === 'object') return modesText(panel, value);
  if (typeof value === 'object') {
    const parts = Object.entries(value).map(([name, one]) => `${name}: ${[].concat(one).join(', ')}`);
    return parts.join('; ');
  }
  if (field in WORDS) return textOr(text, WORDS[field](value), value);
  if (field === 'judge') return panel.names?.username?.get(value) ?? value;
  return String(value);
}

/**
 * The details as lines: `{name, after}`, or `{name, before, after}` for what was changed.
 *
 * A pair is a change where the entry is of a change; a list may have two members too.
 */
export function detailLines(panel, entry) {
  if (isOfCorrection(entry)) return correctionLines(panel, entry);
  if (isOfSetting(entry)) return settingLines(panel, entry);
  const details = entry.details ?? {};
  const isKnown = (field) => details[field] !== undefined && details[field] !== null;
  const isSaid = ([field, value]) =>
    value !== null && value !== '' && !SAID_BY[field]?.some(isKnown);
  const isOfRefused = entry.action.startsWith('refused_');
  return Object.entries(details).filter(isSaid).map(([field, value]) => {
    const name = textOr(panel.text, `field.${field}`, field.replaceAll('_', ' '));
    if (field === 'reason' && isOfRefused) {
      return { name, after: textOr(panel.text, `refused.${value}`, value) };
    }
    const isChange = Array.isArray(value) && value.length === 2 && !field.endsWith('_ids');
    if (!isChange) return { name, after: valueText(panel, field, value) };
    const [before, after] = value.map((one) => valueText(panel, field, one));
    return { name, before, after };
  });
}

/** The entries by day, in their order: `[[day, entries], ...]`. */
export function byDay(translator, entries) {
  const days = [];
  for (const entry of entries) {
    const day = translator.day(Date.parse(entry.at));
    if (days.at(-1)?.[0] === day) days.at(-1)[1].push(entry);
    else days.push([day, [entry]]);
  }
  return days;
}
