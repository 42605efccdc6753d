/** The backups, the newest first. */

import { backupPath } from '../../../shared/backups-protocol.js';
import { errorText, usePage } from '../../../ui/page.js';
import { html, useState } from '../../../vendor/htm-preact/standalone.module.js';
import { download } from '../../downloads.js';
import { contentsText, placeName, sizeText } from './words.js';

const FIRST_SHOWN = 10;
const DOWNLOAD_MS = 5 * 60_000;

export function BackupList({ backups, places, canRestore, onRestore }) {
  const { text, translator } = usePage();
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? backups : backups.slice(0, FIRST_SHOWN);
  const left = backups.length - shown.length;
  return html`
    <section aria-labelledby="backup-list">
      <h2 id="backup-list">${text('backups.list')}</h2>
      ${backups.length === 0 && html`<p class="empty">${text('backups.none')}</p>`}
      <ul class="backup-list">
        ${shown.map((backup) => html`<${Backup} key=${backup.name} backup=${backup}
          places=${places} canRestore=${canRestore} onRestore=${onRestore} />`)}
      </ul>
      ${left > 0 && html`<button class="secondary outline" onClick=${() => setWhole(true)}>
        ${text('backups.more', { count: translator.number(left) })}</button>`}
    </section>
  `;
}

function Backup({ backup, places, canRestore, onRestore }) {
  const page = usePage();
  const { session, text, translator } = page;
  const [problem, setProblem] = useState(null);
  const when = backup.made_at === null
    ? text('backups.bare')
    : translator.dayAndTime(Date.parse(backup.made_at), { withSeconds: true });
  const get = async () => {
    setProblem(null);
    try {
      await download(session, backupPath(backup.name), backup.name, DOWNLOAD_MS);
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      setProblem(errorText(translator, error));
    }
  };
  return html`
    <li class="card">
      <div>
        <strong>${when}</strong>
        ${backup.is_uploaded && html` <span class="mark">${text('backups.uploaded')}</span>`}
        <p class="below">${backup.contents === null
          ? html`<span class="field-error">${text('backups.unreadable')}</span>`
          : contentsText(page, backup.contents)}</p>
        <p class="below">${whereText(text, backup, places)} · ${sizeText(translator, backup.size_bytes)}
          ${backup.host && html` · ${text('backups.host', { host: backup.host })}`}</p>
        <div role="alert">${problem && html`<p class="field-error">${problem}</p>`}</div>
      </div>
      <div class="backup-buttons">
        <button class="small secondary outline" onClick=${get}
          aria-label=${text('backups.downloadNamed', { when })}>${text('backups.download')}</button>
        ${canRestore && backup.contents !== null && html`
          <button class="small secondary" onClick=${() => onRestore(backup.name)}
            aria-label=${text('backups.restoreNamed', { when })}>${text('backups.restore')}</button>`}
      </div>
    </li>
  `;
}

function whereText(text, backup, places) {
  const known = places.filter((place) => backup.folders.includes(place.path));
  return known.map((place) => placeName(text, place)).join(', ');
}
