/** What an organizer has chosen for a race, as its entry on record tells it. Pure. */

import { clockText } from '../../../shared/durations.js';

const ACTION = 'race_setting_changed';
/** Whose fields have their names in the form where they are chosen. */
const FORMS = { team_scoring: 'scoring', prizes: 'prizes' };
/** What stands for a value that is too long to be kept on record. */
const LONG = '…';

/** Whether an entry is of something that was chosen. */
export const isOfSetting = (entry) => entry.action === ACTION;

/** What was chosen anew, as a sentence. */
export function settingText(text, { subject_name: name, details }) {
  const key = `did.${ACTION}.${details?.setting}`;
  const known = text(key, { name });
  return known === key ? text(`did.${ACTION}`, { name }) : known;
}

/** A best time on the course: `Carla Paz 0:15:02 (2024)`. */
const recordText = ({ holder, value, official_ms: ms, year }) =>
  [value, holder, clockText(ms), year && `(${year})`].filter(Boolean).join(' ');

function valueText({ text, translator }, key, value) {
  if (value === LONG) return text('setting.long');
  if (typeof value === 'boolean') return text(value ? 'record.yes' : 'record.no');
  if (typeof value === 'number') return translator.number(value);
  if (value === null) return text('setting.all');
  if (Array.isArray(value)) {
    return value.map((one) => (typeof one === 'object' ? recordText(one) : one)).join('; ') || '–';
  }
  const known = text(`${key}.${value}`);
  return known === `${key}.${value}` ? value || '–' : known;
}

/** What was chosen, before and after, as `detailLines` has it. */
export function settingLines(panel, { details }) {
  const form = FORMS[details.setting];
  return Object.entries(details.changes).map(([field, [before, after]]) => {
    const key = form ? `${form}.${field}` : `setting.${field}`;
    const name = panel.text(key);
    return {
      name: name === key ? field.replaceAll('_', ' ') : name,
      before: valueText(panel, key, before),
      after: valueText(panel, key, after),
    };
  });
}
