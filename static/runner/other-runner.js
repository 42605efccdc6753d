/** From one runner's page to another's: by bib or name. */

import { nameOf } from '../board/runner-row.js';
import { runnerPagePath } from '../shared/individual-protocol.js';
import { rowsFound } from '../shared/runner-search.js';
import { html, useState } from '../vendor/htm-preact/standalone.module.js';

const MOST_SHOWN = 8;

/** Props: `competitionId`, all `rows`, `translator`. */
export function OtherRunner({ translator, competitionId, rows }) {
  const [query, setQuery] = useState('');
  const isAsked = query.trim() !== '';
  const found = isAsked ? rowsFound(rows, query) : [];
  const search = (event) => {
    event.preventDefault();
    if (found.length > 0) location.href = runnerPagePath(competitionId, found[0].runner.bib);
  };
  return html`
    <form class="other-runner" onSubmit=${search}>
      <label>
        <span>${translator.text('runner.other')}</span>
        <input
          type="search"
          autocomplete="off"
          spellcheck="false"
          placeholder=${translator.text('runner.searchHint')}
          value=${query}
          onInput=${({ target }) => setQuery(target.value)}
        />
      </label>
      <p role="status">
        ${isAsked && found.length === 0 && translator.text('runner.nobodyFound')}
      </p>
      <ul>
        ${found.slice(0, MOST_SHOWN).map(({ runner }) => html`<li key=${runner.id}>
          <a href=${runnerPagePath(competitionId, runner.bib)}>
            <b>${runner.bib}</b> ${nameOf(translator, runner)}
          </a>
        </li>`)}
      </ul>
    </form>
  `;
}
