/** A runner's result and entry, as they stand. */

import { addedTimeText, shownTimeParts } from '../../../shared/durations.js';
import { usePage } from '../../../ui/page.js';
import { html } from '../../../vendor/htm-preact/standalone.module.js';
import { exactSpan } from '../../race-times.js';
import { exactTimeOfDay } from '../control/start-times.js';

const LOOKS = {
  finished: 'mark mark-good', started: 'mark mark-running', arrived: 'mark mark-warn',
  dns: 'mark mark-warn', dnf: 'mark mark-warn', dsq: 'mark mark-warn',
};

export function StatusMark({ result }) {
  const { text } = usePage();
  return html`<span class=${LOOKS[result.status] ?? 'mark'}>
      ${text(`runners.status.${result.status}`)}</span>
    ${result.status_reason && html`<span class="below">${result.status_reason}</span>`}`;
}

/** As the race shows it, and to the millisecond beside it. */
function Time({ shown, ms }) {
  if (ms === null) return '–';
  return html`<b>${shownTimeParts(shown).join('')}</b>${' '}
    <small class="exact">${exactSpan(ms)}</small>`;
}

function Fact({ name, children }) {
  return html`<div><dt>${name}</dt><dd>${children}</dd></div>`;
}

/** Times, places, and from when they count. */
export function Result({ runner, result, waves, race }) {
  const { text, translator } = usePage();
  const places = [
    ['overall', result.place], ['sex', result.place_in_sex],
    ['category', result.place_in_category],
  ].filter(([, place]) => place !== null);
  const wave = waves.find((one) => one.id === runner.wave_id);
  const startOf = wave ? msOf(wave.official_start_at) : msOf(race.started_at);
  const isOwn = result.gun_at_ms !== null && result.gun_at_ms !== startOf;
  const gunFrom = isOwn ? text('runner.startsOwn')
    : wave ? text('runner.startsWithWave', { name: wave.name }) : text('runner.startsWithRace');
  return html`
    <section class="card runner-result" aria-label=${text('runner.result')}>
      <h2>${text('runner.result')}</h2>
      <dl class="facts">
        <${Fact} name=${text('runner.official')}>
          <span class="official"><${Time} shown=${result.official_text} ms=${result.official_ms} />
          </span>
        <//>
        <${Fact} name=${text('runner.places')}>
          ${places.length === 0 ? '–' : places.map(([key, place]) => html`<span class="place"
            key=${key}><b>${translator.number(place)}</b> ${text(`runner.place.${key}`)}</span>`)}
        <//>
        <${Fact} name=${text('runner.gun')}>
          <${Time} shown=${result.gun_text} ms=${result.gun_ms} /><//>
        <${Fact} name=${text('runner.net')}>
          <${Time} shown=${result.net_text} ms=${result.net_ms} /><//>
        <${Fact} name=${text('runner.penalties')}>
          ${result.penalty_ms === 0 ? '–' : addedTimeText(result.penalty_ms)}<//>
        <${Fact} name=${text('runner.startedAt')}>
          ${result.gun_at_ms === null
            ? text(wave ? 'runner.waits' : 'runner.notStarted')
            : html`<span class="exact">${exactTimeOfDay(result.gun_at_ms)}</span>`}
          <small>${gunFrom}</small>
        <//>
        <${Fact} name=${text('runner.finishedAt')}>
          ${result.finished_at_ms === null
            ? '–'
            : html`<span class="exact">${exactTimeOfDay(result.finished_at_ms)}</span>`}<//>
      </dl>
    </section>
  `;
}

const msOf = (isoText) => (isoText === null ? null : Date.parse(isoText));

/** What was entered; where there is nothing, nothing is said. */
export function Entry({ runner, waves }) {
  const { text } = usePage();
  const wave = waves.find((one) => one.id === runner.wave_id);
  const facts = [
    ['standings.bib', runner.bib],
    ['runners.sex', runner.sex && text(`runners.sex.${runner.sex}`)],
    ['runners.age', runner.age_shown],
    ['standings.category', runner.category_shown],
    ['standings.team', runner.team],
    ['runners.wave', wave?.name],
    ['runners.contact', runner.contact],
    ['runners.nationality', runner.nationality],
    ['runners.city', runner.city],
    ['runners.hidden', runner.is_hidden ? text('edit.yes') : null],
  ].filter(([, value]) => value !== null && value !== undefined && value !== '');
  return html`
    <section class="card" aria-label=${text('runner.entry')}>
      <h2>${text('runner.entry')}</h2>
      <dl class="facts">
        ${facts.map(([key, value]) => html`<${Fact} key=${key} name=${text(key)}>${value}<//>`)}
      </dl>
    </section>
  `;
}
