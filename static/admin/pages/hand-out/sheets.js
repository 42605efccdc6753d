/** Lists of the results to print and hang up. */

import { sheetPath } from '../../../shared/hand-out-protocol.js';
import { usePage } from '../../../ui/page.js';
import { html } from '../../../vendor/htm-preact/standalone.module.js';
import { MakingProblem, PaperSelect, useMaking } from './making.js';

const SHEETS = ['overall', 'categories', 'sexes', 'teams', 'prizes', 'statistics'];

export function Sheets({ race, paper, onPaper }) {
  const { text } = usePage();
  const { make, making, problem, language } = useMaking();
  const get = (sheet) =>
    make(sheet, sheetPath(race.id, { sheet, paper, language }),
      `${race.name} - ${text(`sheets.${sheet}`)}.pdf`);
  return html`
    <section class="card" aria-label=${text('sheets.title')}>
      <h2>${text('sheets.title')}</h2>
      <${PaperSelect} paper=${paper} onChange=${onPaper} />
      <ul class="sheet-list">
        ${SHEETS.map((sheet) => html`<li key=${sheet}>
          <div><strong>${text(`sheets.${sheet}`)}</strong>
            <small>${text(`sheets.${sheet}.hint`)}</small></div>
          <button type="button" class="secondary" aria-busy=${making === sheet ? 'true' : null}
            aria-label=${text('sheets.getNamed', { name: text(`sheets.${sheet}`) })}
            disabled=${making !== null && making !== sheet}
            onClick=${() => get(sheet)}>PDF</button>
        </li>`)}
      </ul>
      <${MakingProblem} problem=${problem} />
    </section>
  `;
}
