/** What is another in the results, runner by runner. */

import { changeWords, groupedChanges } from '../../../shared/publication-words.js';
import { usePage } from '../../../ui/page.js';
import { html } from '../../../vendor/htm-preact/standalone.module.js';
import { hrefOf } from '../../routes.js';

/**
 * Props: the `changes` (see decodeChange); there are more than these where `isCut`. `isPublic`: as
 * everybody reads them, without the names of those who are hidden.
 */
export function ChangeList({ changes, isCut = false, isPublic = false }) {
  const { text, translator } = usePage();
  const groups = groupedChanges(changes);
  const own = groups.filter((group) => !group.isMoved);
  const moved = groups.length - own.length;
  return html`
    <ul class="result-changes">
      ${own.map((group) => html`<li key=${group.key}>
        ${group.bib !== '' && html`<${Whose} group=${group} isPublic=${isPublic} />`}
        <span>${group.changes.map((change) => changeWords(translator, change)).join(' · ')}</span>
      </li>`)}
    </ul>
    ${isCut
      ? html`<p class="hint">${text('publish.more')}</p>`
      : moved > 0 && html`<p class="hint">
          ${text('changes.moved', { count: translator.number(moved) })}</p>`}
  `;
}

function Whose({ group, isPublic }) {
  const { text } = usePage();
  const isGone = group.changes.some(({ what }) => what === 'gone');
  const name = isPublic && group.isHidden ? text('runner.hidden', { bib: group.bib }) : group.name;
  return html`<b>${group.bib}</b>${' '}
    ${isGone ? name : html`<a href=${hrefOf('runner', group.key)}>${name || group.bib}</a>`}`;
}
