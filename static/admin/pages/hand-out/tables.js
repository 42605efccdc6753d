/** Results as tables: for spreadsheets and for portals of results. */

import { tablePath } from '../../../shared/individual-protocol.js';
import { languageOf } from '../../../shared/i18n.js';
import { errorText, usePage } from '../../../ui/page.js';
import { html, useState } from '../../../vendor/htm-preact/standalone.module.js';
import { download } from '../../downloads.js';

/** By the names of tables, the endings of their files. */
const TABLES = { xlsx: 'xlsx', csv: 'csv', ultrasignup: 'csv', itra: 'xlsx' };

/** Props: the `race`, a competition as organizers have it. */
export function Tables({ race }) {
  const { session, text, translator } = usePage();
  const [making, setMaking] = useState(null);
  const [problem, setProblem] = useState(null);
  const get = async (table) => {
    setProblem(null);
    setMaking(table);
    try {
      const name = `${race.name} - ${text(`tables.${table}.file`)}.${TABLES[table]}`;
      await download(session, tablePath(race.id, table, languageOf(translator.locale)), name);
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      setProblem(errorText(translator, error));
    }
    setMaking(null);
  };
  return html`
    <section class="card no-print" aria-labelledby="tables">
      <h2 id="tables">${text('tables.title')}</h2>
      <p>${text('tables.hint')}</p>
      <div class="buttons">
        ${Object.keys(TABLES).map((table) => html`<button key=${table} class="secondary"
          aria-busy=${making === table} disabled=${making !== null} onClick=${() => get(table)}>
          ${text(`tables.${table}`)}</button>`)}
      </div>
      <p class="hint">${text('tables.portals')}</p>
      ${problem && html`<p class="problem" role="alert">${problem}</p>`}
    </section>
  `;
}
