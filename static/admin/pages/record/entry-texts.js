/** An entry of the record in the user's words. Pure. */

import { exactTimeOfDay, signedSpan } from '../control/start-times.js';

/** From here on a number of milliseconds is an instant, below it is a span. */
const FIRST_INSTANT_MS = 10 ** 11;

/** What was done, as a sentence; an action that has none yet is shown by its name. */
export function actionText(text, entry) {
  const key = `did.${entry.action}`;
  const known = text(key, { name: entry.subject_name });
  return known === key ? [entry.action, entry.subject_name].filter(Boolean).join(' · ') : known;
}

/** A value of a detail as people write it. */
function valueText({ text, translator }, field, value) {
  if (value === null || value === undefined || value === '') return '–';
  if (typeof value === 'boolean') return text(value ? 'record.yes' : 'record.no');
  if (typeof value === 'number' && field.endsWith('_ms')) {
    if (Math.abs(value) < FIRST_INSTANT_MS) return signedSpan(value);
    return `${translator.day(value)}, ${exactTimeOfDay(value)}`;
  }
  if (field === 'by') return text(`record.by.${value}`);
  if (field === 'sent' && typeof value === 'number') {
    return value < FIRST_INSTANT_MS ? signedSpan(value).slice(1) : exactTimeOfDay(value);
  }
  if (typeof value === 'number') {
    return field.endsWith('_id') || field === 'number' ? String(value) : translator.number(value);
  }
  if (Array.isArray(value)) {
    return value.map((item) => valueText({ text, translator }, field, item)).join(', ');
  }
  if (typeof value === 'object') {
    const parts = Object.entries(value).map(([name, one]) => [name, [].concat(one).join(', ')]);
    return parts.map(([name, one]) => `${name === 'null' ? '–' : name}: ${one}`).join('; ');
  }
  return String(value);
}

/**
 * The details as lines: `{name, after}`, or `{name, before, after}` for what was changed.
 *
 * A pair is a change where the entry is of a change; a list may have two members too.
 */
export function detailLines(panel, entry) {
  const isSaid = ([, value]) => value !== null && value !== '';
  return Object.entries(entry.details ?? {}).filter(isSaid).map(([field, value]) => {
    const key = `field.${field}`;
    const known = panel.text(key);
    const name = known === key ? field.replaceAll('_', ' ') : known;
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
