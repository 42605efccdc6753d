/** Where a file is dropped or picked, and the templates to begin with. */

import { importTemplatePath } from '../../../shared/organizer-protocol.js';
import { errorText, usePage } from '../../../ui/page.js';
import { html, useState } from '../../../vendor/htm-preact/standalone.module.js';
import { download } from '../../downloads.js';

const ACCEPTED = '.csv,.txt,.tsv,.xlsx,text/csv,text/plain,text/tab-separated-values';

export function PickFile({ kind, fileName, onPick }) {
  const { text } = usePage();
  const [isOver, setOver] = useState(false);
  const drop = (event) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file) onPick(file);
  };
  const pick = (event) => {
    const [file] = event.currentTarget.files;
    if (file) onPick(file);
    // So that the same file, mended meanwhile, can be picked again.
    event.currentTarget.value = '';
  };
  const over = (event) => {
    event.preventDefault();
    setOver(true);
  };
  return html`
    <label class=${`drop ${isOver ? 'is-over' : ''} ${fileName ? 'is-small' : ''}`}
      onDragOver=${over} onDragLeave=${() => setOver(false)} onDrop=${drop}>
      <strong>${fileName ? text('import.other') : text('import.drop')}</strong>
      ${!fileName && html`<span>${text(`import.hint.${kind}`)}</span>`}
      <span class="drop-button" role="presentation">${text('import.choose')}</span>
      <input class="visually-hidden" type="file" accept=${ACCEPTED} onChange=${pick}
        aria-label=${fileName ? text('import.other') : text('import.choose')} />
    </label>
  `;
}

export function Templates({ kind }) {
  const { session, text, translator } = usePage();
  const [problem, setProblem] = useState(null);
  const get = async (format) => {
    setProblem(null);
    try {
      const name = `${text(`import.filename.${kind}`)}.${format}`;
      await download(session, importTemplatePath(kind, format), name);
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      setProblem(errorText(translator, error));
    }
  };
  return html`
    <div class="templates">
      <span>${text('import.template')}</span>
      <button class="secondary outline" onClick=${() => get('xlsx')}>
        ${text('import.template.xlsx')}</button>
      <button class="secondary outline" onClick=${() => get('csv')}>
        ${text('import.template.csv')}</button>
      <div role="alert">${problem && html`<p class="field-error">${problem}</p>`}</div>
    </div>
  `;
}
