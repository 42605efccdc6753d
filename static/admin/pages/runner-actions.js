/** What can be done to all runners that were picked. */

import { runnerPath } from '../../shared/organizer-protocol.js';
import { usePage } from '../../ui/page.js';
import { html, useState } from '../../vendor/htm-preact/standalone.module.js';
import { ConfirmDialog, FirstNames } from '../dialogs.js';
import { bibAndName } from '../entry-list.js';

/** `runners` are the picked ones; `onStatus` asks for their status, `onDone(sentence)` tells. */
export function PickedRunners({ runners, reload, hold, onStatus, onDone }) {
  const { text, translator } = usePage();
  const [isDeleting, setDeleting] = useState(false);
  if (runners.length === 0) return null;
  const count = translator.number(runners.length);
  return html`
    <section class="picked-bar" aria-label=${text('list.picked', { count })}>
      <strong>${text('list.picked', { count })}</strong>
      <button type="button" onClick=${onStatus}>${text('runners.status.give')}</button>
      <button type="button" class="danger outline" onClick=${() => setDeleting(true)}>
        ${text('teams.deletePicked')}</button>
    </section>
    ${isDeleting && html`<${DeletePicked} runners=${runners} reload=${reload} hold=${hold}
      onDone=${onDone} onClose=${() => setDeleting(false)} />`}
  `;
}

/** A word has to be typed: they do not come back. */
function DeletePicked({ runners, reload, hold, onDone, onClose }) {
  const { session, text, translator } = usePage();
  const count = translator.number(runners.length);
  const remove = async () => {
    hold(true);
    try {
      for (const runner of runners) {
        const headers = { 'If-Match': runner.etag };
        await session.request(runnerPath(runner.id), { method: 'DELETE', headers });
      }
    } finally {
      hold(false);
      await reload();
    }
    onDone(text('runners.deleted', { count }));
  };
  return html`
    <${ConfirmDialog} title=${text('runners.deletePicked.title', { count })}
      confirmLabel=${text('list.delete')} typed=${text('teams.word')} onConfirm=${remove}
      onClose=${onClose}>
      <${FirstNames} names=${runners.map(bibAndName)} />
      <p>${text('runners.delete.marks')}</p>
    <//>
  `;
}
