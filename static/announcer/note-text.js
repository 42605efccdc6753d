/** A note of the server in the announcer's words. Pure but for the texts. */

import { recordedTimeParts } from '../shared/durations.js';

const OF_RECORDS = ['newRecord', 'recordEqualled', 'underRecord', 'recordMissed'];

/** What a note is about: a sex in words, a category or a team by its name. */
function valueText(translator, { group, value }) {
  if (group === 'all') return translator.text('ranking.overall');
  return group === 'sex' ? translator.text(`sex.${value}`) : value;
}

/** `0:12`, with a fraction where there is one. */
function marginText(marginMs) {
  const [whole, fraction] = recordedTimeParts(marginMs);
  return whole + fraction.replace(/0+$/, '').replace(/^\.$/, '');
}

/** The sentence for a note of `decodeAnnounced`. */
export function noteText(translator, note) {
  const { word, group, marginMs } = note;
  const value = valueText(translator, note);
  const said = translator.text(`announcer.${word}`, {
    value,
    of: group === 'all' ? '' : ` (${value})`,
    number: translator.number(note.number ?? 0),
    margin: marginMs === null ? '' : marginText(marginMs),
  });
  const holder = [note.holder, note.year].filter(Boolean).join(', ');
  if (!OF_RECORDS.includes(word) || holder === '') return said;
  return `${said} · ${translator.text('announcer.recordOf', { holder })}`;
}
