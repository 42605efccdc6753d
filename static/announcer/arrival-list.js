/** The arrivals in words that can be read aloud from two metres away. */

import { nameOf } from '../board/runner-row.js';
import { shownTimeParts } from '../shared/durations.js';
import { html } from '../vendor/htm-preact/standalone.module.js';
import { noteText } from './note-text.js';

const NOTHING = { city: '', notes: [] };

/** Props: the `rows`, the newest first, the `notes` by the ids of runners, `translator`. */
export function ArrivalList({ translator, rows, notes }) {
  if (rows.length === 0) {
    return html`<p class="first-words">${translator.text('screen.noArrivals')}</p>`;
  }
  return html`
    <ol class="arrivals" aria-label=${translator.text('screen.arrivals')}>
      ${rows.map((row) => html`<${Arrival}
        key=${row.runner.id}
        translator=${translator}
        row=${row}
        said=${notes.get(row.runner.id) ?? NOTHING}
      />`)}
    </ol>
  `;
}

function Arrival({ translator, row, said }) {
  const { runner, officialText } = row;
  const about = [runner.team, said.city].filter(Boolean).join(' · ');
  return html`
    <li class="arrival" data-status=${row.status}>
      <p class="bib">${runner.bib}</p>
      <div class="who">
        <p class="name">${nameOf(translator, runner)}</p>
        ${about !== '' && html`<p class="about">${about}</p>`}
        <${Places} translator=${translator} row=${row} />
        ${said.notes.length > 0 && html`<ul class="notes">
          ${said.notes.map((note) => html`<li class=${`note note-${note.word}`}
            key=${`${note.word} ${note.group} ${note.value}`}>${noteText(translator, note)}</li>`)}
        </ul>`}
      </div>
      <p class="time">
        ${officialText === null
          ? translator.text(`outcome.${row.status}`)
          : shownTimeParts(officialText).join('')}
      </p>
    </li>
  `;
}

/** `3.º general · 1.º Libre`; the category alone of who has no place yet. */
function Places({ translator, row }) {
  const { runner, position, placeInCategory } = row;
  const ordinal = (place) => translator.text('runner.place', { place: translator.number(place) });
  const overall =
    position !== null && `${ordinal(position)} ${translator.text('ranking.overall')}`;
  const inCategory =
    placeInCategory === null ? runner.category : `${ordinal(placeInCategory)} ${runner.category}`;
  const places = [overall, inCategory].filter(Boolean);
  return places.length > 0 && html`<p class="places">${places.join(' · ')}</p>`;
}
