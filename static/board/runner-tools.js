/** Which ranking is shown, and whose row is looked for. */

import { isSameRanking } from '../shared/individual-standings.js';
import { html } from '../vendor/htm-preact/standalone.module.js';

/** A ranking in words. */
export function rankingName(translator, { by, value }) {
  if (by === 'all') return translator.text('ranking.overall');
  return by === 'sex' ? translator.text(`sex.${value}`) : value;
}

/**
 * Props: `rankings` to choose from, the chosen `ranking`, its `rows`, the `query`, how many were
 * `found` (null without a search), `onChoose(ranking)`, `onSearch(text)`, `translator`.
 */
export function RunnerTools(props) {
  const { translator, rankings, ranking, query, onChoose, onSearch } = props;
  const indexes = (by) => [...rankings.keys()].filter((index) => rankings[index].by === by);
  const option = (index) => html`<option
    key=${index}
    value=${index}
    selected=${isSameRanking(rankings[index], ranking)}
  >
    ${rankingName(translator, rankings[index])}
  </option>`;
  const group = (by) =>
    indexes(by).length > 0 &&
    html`<optgroup key=${by} label=${translator.text(`ranking.${by}`)}>
      ${indexes(by).map(option)}
    </optgroup>`;
  return html`
    <form class="runner-tools" onSubmit=${(event) => event.preventDefault()}>
      <label>
        <span>${translator.text('standings.caption')}</span>
        <select onChange=${({ target }) => onChoose(rankings[Number(target.value)])}>
          ${indexes('all').map(option)} ${group('sex')} ${group('category')}
        </select>
      </label>
      <label>
        <span>${translator.text('runner.search')}</span>
        <input
          type="search"
          autocomplete="off"
          spellcheck="false"
          placeholder=${translator.text('runner.searchHint')}
          value=${query}
          onInput=${({ target }) => onSearch(target.value)}
        />
      </label>
      <p class="tally" role="status">${tally(props)}</p>
    </form>
  `;
}

function tally({ translator, ranking, rows, found }) {
  if (found === 0) return translator.text('runner.nobodyFound');
  if (found !== null) return translator.text('runner.found', { count: translator.number(found) });
  if (ranking.by === 'all') return '';
  const finished = rows.filter((row) => row.status === 'finished').length;
  const [count, total] = [finished, rows.length].map((number) => translator.number(number));
  return translator.text('runner.tally', { count, total });
}
