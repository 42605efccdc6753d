/** What somebody should look at before results are official. */

import { reconciliationPath } from '../../../shared/lines-protocol.js';
import { useLoaded, usePage } from '../../../ui/page.js';
import { html } from '../../../vendor/htm-preact/standalone.module.js';
import { hrefOf } from '../../routes.js';
import { Check } from '../control/checklist.js';

/** Props: `race`, `points` (see decodeStep), the `lines` of the race as the room knows them. */
export function OpenPoints({ race, points, lines }) {
  const { text, translator } = usePage();
  const check = (key, count, href, none = 'good') => html`<${Check}
    state=${count > 0 ? 'warn' : none}>
    ${count > 0
      ? html`<a href=${href}>${text(key, { count: translator.number(count) })}</a>`
      : text(`${key}.none`)}
  <//>`;
  return html`
    <section class="card checklist" aria-labelledby="open-points-title">
      <h2 id="open-points-title">${text('publish.check')}</h2>
      <ul class="checks">
        <${Check} state=${race.is_running ? 'warn' : 'good'}>
          ${race.is_running
            ? html`<a href=${hrefOf('control', race.id)}>${text('publish.check.running')}</a>`
            : text('publish.check.over')}
        <//>
        ${check('publish.check.onCourse', points.onCourse, hrefOf('runners', race.id))}
        ${check('publish.check.withoutTime', points.withoutTime, hrefOf('runners', race.id))}
        ${check('publish.check.withoutBib', points.timesWithoutBib, hrefOf('marks', race.id))}
        ${check('publish.check.flagged', points.flaggedMarks, hrefOf('marks', race.id))}
        ${lines.filter((line) => line.markCount > 0).map((line) => html`<${LineCheck}
          key=${line.id} line=${line} />`)}
      </ul>
      <p class="hint">${text('publish.check.hint')}</p>
    </section>
  `;
}

/** The doubts of a line's reconciliation, counted when the page appears: it is much to ask often. */
function LineCheck({ line }) {
  const { session, text, translator } = usePage();
  const read = async () => (await session.request(reconciliationPath(line.id))).totals.faults;
  const { value: count } = useLoaded(read, [session, line.id]);
  const key = count === 0 ? 'publish.check.line.none' : 'publish.check.line';
  const said = count === null
    ? text('publish.check.line.open', { line: line.name })
    : text(key, { line: line.name, count: translator.number(count) });
  return html`<${Check} state=${count === 0 ? 'good' : 'warn'}>
    <a href=${hrefOf('reconcile', line.id)}>${said}</a>
  <//>`;
}
