/** Before a backup takes the place of what there is: what it would bring back and take away. */

import { comparisonPath, restorePath } from '../../../shared/backups-protocol.js';
import { useLoaded, usePage } from '../../../ui/page.js';
import { html } from '../../../vendor/htm-preact/standalone.module.js';
import { ConfirmDialog } from '../../dialogs.js';
import { Loaded } from '../../loading.js';
import { comparedRows } from './words.js';

const READ_MS = 60_000;

export function RestoreDialog({ name, onClose, onRestarting }) {
  const { session, text } = usePage();
  const options = { timeoutMs: READ_MS };
  const comparison = useLoaded(() => session.request(comparisonPath(name), options), [session, name]);
  const restore = async () => {
    await session.request(restorePath(name), { method: 'POST', body: {}, timeoutMs: READ_MS });
    onRestarting();
  };
  return html`
    <${ConfirmDialog} title=${text('backups.restore.title')} typed=${text('backups.word')}
      confirmLabel=${text('backups.restore.do')} isReady=${comparison.value !== null}
      onConfirm=${restore} onClose=${onClose}>
      <${Loaded} from=${comparison}>
        ${(value) => html`<${Compared} comparison=${value} />`}
      <//>
    <//>
  `;
}

function Compared({ comparison }) {
  const page = usePage();
  const { text, translator } = page;
  const { missing_times: times, missing_marks: marks, made_at: madeAt, host } = comparison;
  const when = madeAt === null ? text('backups.bare') : translator.dayAndTime(Date.parse(madeAt));
  const counts = { times: translator.number(times), marks: translator.number(marks) };
  return html`
    <p><strong>${when}</strong>${host && ` · ${text('backups.host', { host })}`}</p>
    <p>${text('backups.restore.hint')}</p>
    <table class="backup-compared">
      <thead><tr>
        <td></td><th scope="col">${text('backups.column.then')}</th>
        <th scope="col">${text('backups.column.now')}</th>
      </tr></thead>
      <tbody>
        ${comparedRows(page, comparison).map(([row, then, now]) => html`<tr key=${row}>
          <th scope="row">${row}</th><td>${then}</td><td>${now}</td></tr>`)}
      </tbody>
    </table>
    ${times + marks > 0 && html`<p class="banner banner-alarm">
      <strong>${text('backups.lost', counts)}</strong> ${text('backups.lost.hint')}</p>`}
    ${comparison.now.races.some((race) => race.is_running) &&
      html`<p class="banner banner-warn">${text('backups.running')}</p>`}
    ${!comparison.has_key && html`<p class="banner banner-warn">${text('backups.noKey')}</p>`}
  `;
}
