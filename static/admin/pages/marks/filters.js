/** Which marks are listed, and in which order. */

import { usePage } from '../../../ui/page.js';
import { html } from '../../../vendor/htm-preact/standalone.module.js';
import { KINDS, NO_FILTER } from './mark-list.js';

/** Everybody who stands at a line or has marks there, by name. */
function judgesOf(race) {
  const byId = new Map(race.lines.flatMap((line) => line.judges).map((one) => [one.id, one.name]));
  return [...byId].sort(([, one], [, other]) => one.localeCompare(other));
}

export function Filters({
  race, filter, setFilter, isOldestFirst, setOldestFirst, shown, total,
}) {
  const { text, translator } = usePage();
  const choose = (name) => (event) => setFilter({ ...filter, [name]: event.currentTarget.value });
  const judges = judgesOf(race);
  const isFiltered = Object.keys(NO_FILTER).some((name) => filter[name] !== NO_FILTER[name]);
  const select = (name, label, options) => html`<label>
    <span class="visually-hidden">${label}</span>
    <select value=${filter[name]} onChange=${choose(name)}>
      ${options.map(([value, said]) => html`<option key=${value} value=${value}>${said}</option>`)}
    </select>
  </label>`;
  return html`
    <div class="table-tools mark-tools">
      <label class="mark-search">
        <span class="visually-hidden">${text('marks.search')}</span>
        <input type="search" placeholder=${text('marks.search')} value=${filter.search}
          onInput=${choose('search')} />
      </label>
      ${select('kind', text('marks.kind'), KINDS.map((kind) => [kind, text(`marks.kind.${kind}`)]))}
      ${race.lines.length > 1 && select('lineId', text('marks.line'), [
        ['', text('marks.allLines')], ...race.lines.map((line) => [String(line.id), line.name]),
      ])}
      ${judges.length > 1 && select('judgeId', text('teams.judge'), [
        ['', text('marks.allJudges')], ...judges.map(([id, name]) => [String(id), name]),
      ])}
      <label>
        <span class="visually-hidden">${text('races.order')}</span>
        <select value=${isOldestFirst ? 'oldest' : 'newest'}
          onChange=${(event) => setOldestFirst(event.currentTarget.value === 'oldest')}>
          <option value="newest">${text('marks.newestFirst')}</option>
          <option value="oldest">${text('marks.oldestFirst')}</option>
        </select>
      </label>
      <p role="status">${text('table.count', {
        shown: translator.number(shown), total: translator.number(total),
      })}</p>
      ${isFiltered && html`<button class="small secondary outline"
        onClick=${() => setFilter(NO_FILTER)}>${text('marks.showAll')}</button>`}
    </div>
  `;
}
