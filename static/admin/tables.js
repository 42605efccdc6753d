/** Lists that can be searched, sorted and picked from. */

import { usePage } from '../ui/page.js';
import { html, useMemo, useState } from '../vendor/htm-preact/standalone.module.js';
import { filterRows, sortRows } from './row-order.js';

/** So many rows are drawn at first; more on demand: 5,000 at once would make a laptop wait. */
const PAGE = 200;

/**
 * A table over `rows`, each with an `id`.
 *
 * `columns`: `{key, title, value(row), cell?(row), isNumber?, isSearched?}`; sorted and searched by
 * `value`. `actions(row)`: buttons at the end of a row. With `picked` (a Set of ids) and `onPick`
 * rows can be picked.
 */
export function ListTable({
  caption, rows, columns, actions = null, picked = null, onPick = null, empty,
}) {
  const { text, translator } = usePage();
  const [search, setSearch] = useState('');
  const [order, setOrder] = useState({ key: columns[0].key, isDescending: false });
  const [limit, setLimit] = useState(PAGE);
  const shown = useMemo(
    () => sortRows(filterRows(rows, columns, search), columns, order, translator.locale),
    [rows, columns, search, order],
  );
  const sortBy = (key) =>
    setOrder((before) => ({ key, isDescending: before.key === key && !before.isDescending }));
  if (rows.length === 0) return html`<p class="empty">${empty}</p>`;
  return html`
    <div class="table-tools">
      <label>
        <span class="visually-hidden">${text('table.search')}</span>
        <input type="search" placeholder=${text('table.search')} value=${search}
          onInput=${(event) => setSearch(event.currentTarget.value)} />
      </label>
      <p role="status">${text('table.count', {
        shown: translator.number(shown.length), total: translator.number(rows.length),
      })}</p>
    </div>
    ${shown.length === 0 && html`<p class="empty">${text('table.noHits', { search })}</p>`}
    ${shown.length > 0 && html`<div class="table-scroll" tabindex="0" role="region"
      aria-label=${caption}>
      <table>
        <caption class="visually-hidden">${caption}</caption>
        <thead>
          <tr>
            ${onPick && html`<th scope="col"><${PickAll} rows=${shown} picked=${picked}
              onPick=${onPick} /></th>`}
            ${columns.map((column) => html`<${Heading} key=${column.key} column=${column}
              order=${order} sortBy=${sortBy} />`)}
            ${actions && html`<th scope="col"><span class="visually-hidden">
              ${text('table.actions')}</span></th>`}
          </tr>
        </thead>
        <tbody>
          ${shown.slice(0, limit).map((row) => html`<${Row} key=${row.id} row=${row}
            columns=${columns} actions=${actions} picked=${picked} onPick=${onPick} />`)}
        </tbody>
      </table>
    </div>`}
    ${shown.length > limit &&
    html`<button class="secondary" onClick=${() => setLimit(limit + 5 * PAGE)}>
      ${text('table.more', { count: translator.number(shown.length - limit) })}
    </button>`}
  `;
}

function Heading({ column, order, sortBy }) {
  const isHere = order.key === column.key;
  const direction = order.isDescending ? 'descending' : 'ascending';
  return html`<th scope="col" class=${column.isNumber ? 'number' : null}
    aria-sort=${isHere ? direction : 'none'}>
    <button class="sort" onClick=${() => sortBy(column.key)}>${column.title}</button>
  </th>`;
}

function Row({ row, columns, actions, picked, onPick }) {
  const { text } = usePage();
  const name = String(columns[0].value(row));
  return html`<tr data-id=${row.id}>
    ${onPick && html`<td class="pick"><input type="checkbox" checked=${picked.has(row.id)}
      aria-label=${text('table.pick', { name })}
      onChange=${() => onPick(toggled(picked, row.id))} /></td>`}
    ${columns.map((column) => html`<td key=${column.key} class=${column.isNumber ? 'number' : null}
      data-label=${column.title}>
      ${(column.cell ?? column.value)(row)}
    </td>`)}
    ${actions && html`<td class="actions">${actions(row)}</td>`}
  </tr>`;
}

function PickAll({ rows, picked, onPick }) {
  const { text } = usePage();
  const areAll = rows.length > 0 && rows.every((row) => picked.has(row.id));
  const change = () => onPick(areAll ? new Set() : new Set(rows.map((row) => row.id)));
  return html`<input type="checkbox" checked=${areAll} aria-label=${text('table.pickAll')}
    onChange=${change} />`;
}

function toggled(picked, id) {
  const next = new Set(picked);
  if (!next.delete(id)) next.add(id);
  return next;
}
