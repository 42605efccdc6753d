/** How a file was understood, what it would do, and which rows stand against it. */

import { languageOf } from '../../../shared/i18n.js';
import { usePage } from '../../../ui/page.js';
import { html, useMemo, useState } from '../../../vendor/htm-preact/standalone.module.js';
import { birthText } from '../../entry-list.js';
import {
  badFirst, columnsOf, remapped, replacedBy, shownFields, unmappedFields,
} from './columns.js';

/** So many rows are drawn at first, and again on demand. */
const PAGE = 100;
const STATUSES = ['new', 'changed', 'same', 'bad'];
const SEXES = ['F', 'M', 'X'];
const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Sheet, headings and columns: each can be changed, and the file is looked at anew. What was
 * chosen is shown at once, before the server has answered.
 */
export function Understood({ preview, choices, isBusy, read }) {
  const { text } = usePage();
  const sheet = choices.sheet ?? preview.sheet;
  const columns = choices.columns ?? preview.columns;
  const changeSheet = (event) =>
    read({ sheet: event.currentTarget.value, has_header: null, columns: null });
  return html`
    <section class="card understood" aria-labelledby="understood-title">
      <h2 id="understood-title">${text('import.understood')}</h2>
      <div class="reading">
        ${preview.sheets.length > 1 && html`<label>
          ${text('import.sheet')}
          <select value=${sheet} disabled=${isBusy} onChange=${changeSheet}>
            ${preview.sheets.map((name) => html`<option key=${name} value=${name}
              selected=${name === sheet}>${name}</option>`)}
          </select>
        </label>`}
        <label class="switch">
          <input type="checkbox" role="switch" disabled=${isBusy}
            checked=${choices.has_header ?? preview.has_header}
            onChange=${(event) => read({ has_header: event.currentTarget.checked })} />
          ${text('import.hasHeader')}
        </label>
      </div>
      <ul class="columns">
        ${columnsOf({ ...preview, columns }).map((column) => html`<${Column} key=${column.index}
          column=${column} columns=${columns} fields=${preview.fields} isBusy=${isBusy}
          read=${read} />`)}
      </ul>
      ${preview.encoding && html`<p class="hint"><small>${formatText(preview, text)}</small></p>`}
    </section>
    <${Unmapped} preview=${preview} />
  `;
}

/** A file of one column has nothing that separates. */
function formatText({ encoding, delimiter }, text) {
  if (!delimiter) return text('import.encoding', { encoding });
  const said = delimiter === '\t' ? text('import.tab') : delimiter;
  return text('import.format', { encoding, delimiter: said });
}

/** Said once, not in every row. */
function Unmapped({ preview }) {
  const { text } = usePage();
  const names = unmappedFields(preview).map((name) => text(`import.field.${name}`));
  return html`<div role="alert">
    ${names.length > 0 && html`<p class="banner banner-alarm">
      ${text('import.unmapped', { fields: names.join(', ') })}</p>`}
  </div>`;
}

function Column({ column, columns, fields, isBusy, read }) {
  const { text } = usePage();
  const name = text('import.column', { letter: column.letter });
  const change = (event) => {
    const field = event.currentTarget.value || null;
    read({ columns: remapped(columns, column.index, field) });
  };
  return html`<li class=${column.field === null ? 'is-unused' : null}>
    <label>
      <span class="column-name">${name}${column.heading && html`: <b>${column.heading}</b>`}</span>
      <select value=${column.field ?? ''} disabled=${isBusy} onChange=${change}>
        <option value="" selected=${column.field === null}>${text('import.notUsed')}</option>
        ${fields.map((field) => html`<option key=${field.name} value=${field.name}
          selected=${field.name === column.field}>${text(`import.field.${field.name}`)}</option>`)}
      </select>
    </label>
  </li>`;
}

export function Counts({ counts }) {
  const { text, translator } = usePage();
  return html`
    <ul class="counts" aria-label=${text('import.counts')}>
      ${STATUSES.map((status) => html`<li key=${status} class=${`count-${status}`}
        data-count=${status}>
        ${text(`import.count.${status}`)}: <b>${translator.number(counts[status])}</b>
      </li>`)}
    </ul>
  `;
}

export function Rows({ preview }) {
  const { text, translator } = usePage();
  const [onlyBad, setOnlyBad] = useState(false);
  const [limit, setLimit] = useState(PAGE);
  const { bad, total } = preview.counts;
  const fields = useMemo(() => shownFields(preview), [preview]);
  const rows = useMemo(() => badFirst(preview.rows), [preview]);
  const isFiltered = onlyBad && bad > 0;
  const shown = isFiltered ? rows.filter((row) => row.status === 'bad') : rows;
  const drawn = shown.slice(0, limit);
  return html`
    ${bad > 0 && html`<label class="switch">
      <input type="checkbox" role="switch" checked=${onlyBad}
        onChange=${(event) => setOnlyBad(event.currentTarget.checked)} />
      ${text('import.onlyBad')}
    </label>`}
    <div class="table-scroll" tabindex="0" role="region" aria-label=${text('import.rows')}>
      <table class="import-rows">
        <caption class="visually-hidden">${text('import.rows')}</caption>
        <thead><tr>
          <th scope="col" class="number">${text('import.line')}</th>
          <th scope="col">${text('import.status')}</th>
          ${fields.map((field) => html`<th scope="col" key=${field}>
            ${text(`import.field.${field}`)}</th>`)}
        </tr></thead>
        <tbody>
          ${drawn.map((row) => html`<${Row} key=${row.line} row=${row} fields=${fields} />`)}
        </tbody>
      </table>
    </div>
    ${shown.length > limit && html`<p><button class="secondary outline"
      onClick=${() => setLimit(limit + 2 * PAGE)}>
      ${text('table.more', { count: translator.number(shown.length - limit) })}</button></p>`}
    ${!isFiltered && preview.rows.length < total && html`<p class="hint">${text('import.notAll', {
      shown: translator.number(preview.rows.length), total: translator.number(total),
    })}</p>`}
  `;
}

function Row({ row, fields }) {
  const { text } = usePage();
  return html`<tr class=${`row-${row.status}`}>
    <td class="number" data-label=${text('import.line')}>${row.line}</td>
    <td><span class=${`status status-${row.status}`}>${text(`import.status.${row.status}`)}</span></td>
    ${fields.map((field) => html`<${Cell} key=${field} field=${field}
      value=${shownValue(text, field, row.values[field] ?? '')}
      old=${shownValue(text, field, replacedBy(row, field))}
      problems=${row.problems.filter((problem) => problem.field === field)} />`)}
  </tr>`;
}

/** What the server says in Spanish or by a code, in the user's words. */
function shownValue(text, field, value) {
  if (field === 'hidden' && (value === 'sí' || value === 'no')) {
    return text(value === 'sí' ? 'edit.yes' : 'edit.no');
  }
  if (field === 'birth_date' && ISO_DAY.test(value ?? '')) {
    return birthText({ birth_date: value, age: null });
  }
  return field === 'sex' && SEXES.includes(value) ? text(`runners.sex.${value}`) : value;
}

function Cell({ field, value, old, problems }) {
  const panel = usePage();
  const label = panel.text(`import.field.${field}`);
  if (old !== null) {
    return html`<td data-label=${label} class="cell-changed">
      <span class="visually-hidden">${panel.text('import.before')}: </span>
      <del>${old || '–'}</del> <span aria-hidden="true">→</span>${' '}
      <span class="visually-hidden">${panel.text('import.after')}: </span>
      <ins>${value}</ins>
    </td>`;
  }
  if (problems.length === 0) return html`<td data-label=${label}>${value}</td>`;
  return html`<td class="cell-bad" data-label=${label}>
    ${value}
    ${problems.map((problem) => html`<span class="cell-problem" key=${problem.code}>
      ${cellText(panel, problem, value)}</span>`)}
  </td>`;
}

/** The server speaks Spanish; in other languages what the code says has to do. */
function cellText({ text, translator }, problem, value) {
  if (languageOf(translator.locale) === 'es') return problem.text;
  const key = `import.problem.${problem.code}`;
  const known = text(key, { value });
  return known === key ? problem.text : known;
}
