/** The times of a line beside its bibs, in their order; what is doubtful is marked. */

import { ROW_KINDS, rowsShown } from '../../../shared/reconciliation.js';
import { usePage } from '../../../ui/page.js';
import {
  html, useEffect, useMemo, useState,
} from '../../../vendor/htm-preact/standalone.module.js';
import { hrefOf } from '../../routes.js';
import { DoubtSign } from './doubt-sign.js';
import { useWindow } from './windowed.js';

const NO_FILTER = Object.freeze({ kind: 'all', search: '' });

/** `current` are the ids of the rows of the doubt that is shown, which are scrolled to. */
export function PairRows({ rows, current, faultsById, words, judges, openRow, showFault }) {
  const { text, translator } = usePage();
  const [filter, setFilter] = useState(NO_FILTER);
  const shown = useMemo(() => rowsShown(rows, filter), [rows, filter]);
  const ids = useMemo(() => shown.map((row) => row.id), [shown]);
  const windowed = useWindow(ids);
  const key = current.join(' ');
  useEffect(() => {
    if (current.length === 0) return;
    const place = ids.findIndex((id) => current.includes(id));
    if (place > -1) windowed.bringIntoView(place);
    else setFilter(NO_FILTER);
  }, [key, filter]);
  const drawn = shown.slice(windowed.from, windowed.to);
  return html`
    <section class="pair-list" aria-label=${text('reconcile.list')}>
      <${RowTools} filter=${filter} setFilter=${setFilter} shown=${shown.length}
        total=${rows.length} />
      <div role="table" aria-label=${text('reconcile.list')} aria-rowcount=${shown.length + 1}>
        <div role="rowgroup">
          <div role="row" class="pair-row pair-head" aria-rowindex="1">
            <span role="columnheader">${text('reconcile.column.time')}</span>
            <span role="columnheader">${text('reconcile.column.bib')}</span>
            <span role="columnheader">${text('reconcile.column.state')}</span>
            <span role="columnheader"><span class="visually-hidden">
              ${text('marks.correct')}</span></span>
          </div>
        </div>
        <div class="pair-scroll" ref=${windowed.box} tabindex="0" role="rowgroup"
          aria-label=${text('reconcile.list')}>
          <${Space} heightPx=${windowed.totalPx}>
            ${drawn.map((row, index) => html`<${PairRow} key=${row.id} row=${row}
              place=${windowed.from + index} rowPx=${windowed.rowPx} words=${words}
              isHere=${current.includes(row.id)} faultsById=${faultsById} judges=${judges}
              openRow=${openRow} showFault=${showFault} />`)}
          <//>
        </div>
      </div>
      ${shown.length === 0 && html`<p class="empty">
        ${text(rows.length === 0 ? 'reconcile.noRows' : 'reconcile.noneShown')}</p>`}
      <p class="visually-hidden" role="status">${text('table.count', {
        shown: translator.number(shown.length), total: translator.number(rows.length),
      })}</p>
    </section>
  `;
}

/** As high as all rows are, of which some are drawn. */
const Space = ({ heightPx, children }) =>
  html`<div role="presentation" class="pair-space" style=${{ height: `${heightPx}px` }}>
    ${children}</div>`;

function RowTools({ filter, setFilter, shown, total }) {
  const { text, translator } = usePage();
  const choose = (name) => (event) => setFilter({ ...filter, [name]: event.currentTarget.value });
  return html`<div class="table-tools pair-tools">
    <label>
      <span class="visually-hidden">${text('marks.search')}</span>
      <input type="search" placeholder=${text('marks.search')} value=${filter.search}
        onInput=${choose('search')} />
    </label>
    <label>
      <span class="visually-hidden">${text('reconcile.rows')}</span>
      <select value=${filter.kind} onChange=${choose('kind')}>
        ${ROW_KINDS.map((kind) => html`<option key=${kind} value=${kind}>
          ${text(`reconcile.rows.${kind}`)}</option>`)}
      </select>
    </label>
    <p>${text('table.count', {
      shown: translator.number(shown), total: translator.number(total),
    })}</p>
  </div>`;
}

function PairRow({
  row, place, rowPx, words, isHere, faultsById, judges, openRow, showFault,
}) {
  const { text } = usePage();
  const faults = row.faults.map((id) => faultsById.get(id)).filter(Boolean);
  const classes = ['pair-row', `is-${row.state}`, isHere && 'is-here', faults.length > 0 && 'has-doubt'];
  return html`<div role="row" class=${classes.filter(Boolean).join(' ')} data-id=${row.id}
    aria-rowindex=${place + 2} style=${{ transform: `translateY(${place * rowPx}px)` }}>
    <div role="cell" class="pair-time">
      ${row.times.length > 0
        ? html`<span class="exact">${words.time(row.at_ms)}</span>
          ${row.times.length > 1 && html`<${EachTime} row=${row} words=${words}
            judges=${judges} />`}`
        : html`<span class="is-lacking">${text('flag.no_time')}</span>`}
    </div>
    <div role="cell" class="pair-bib">
      ${row.bib === null
        ? html`<span class="is-lacking">${text('flag.no_bib')}</span>`
        : html`<strong>${row.bib}</strong> <span class="pair-name"><${Name} row=${row} /></span>`}
    </div>
    <div role="cell" class="pair-state">
      ${faults.length > 0
        ? faults.map((fault, index) => html`<button key=${fault.id} class="doubt-mark"
            onClick=${() => showFault(fault)}><${DoubtSign} kind=${fault.kind} />
            <span class=${index > 0 ? 'visually-hidden' : null}>
              ${text(`reconcile.short.${fault.kind}`)}</span></button>`)
        : html`<${RowState} row=${row} />`}
    </div>
    <div role="cell" class="pair-correct">
      <button class="small secondary outline" onClick=${() => openRow(row.id)}
        aria-label=${text('marks.correctNamed', { mark: words.ofRow(row) })}>⋯</button>
    </div>
  </div>`;
}

/** How far the time of each timer is from what they make together. */
function EachTime({ row, words, judges }) {
  const nameOf = (time) => judges.get(time.judge_id) ?? '–';
  const whole = row.times.map((time) => `${nameOf(time)} ${words.time(time.at_ms)}`).join(' · ');
  return html`<small title=${whole}>${row.times.map((time) =>
    `${nameOf(time).split(' ')[0]} ${words.difference(time.at_ms - row.at_ms)}`).join(' · ')}</small>`;
}

function Name({ row }) {
  const { text } = usePage();
  if (row.runner_id === null) return text('marks.nobodyWears', { bib: row.bib });
  return html`<a href=${hrefOf('runner', row.runner_id)}>
    ${row.runner_name || text('runners.noName')}</a>`;
}

function RowState({ row }) {
  const { text } = usePage();
  if (row.state === 'paired') {
    return html`<span class="pair-ok"><span aria-hidden="true">✓</span>
      <span class="visually-hidden">${text('reconcile.state.paired')}</span></span>`;
  }
  if (row.state === 'proposed') {
    return html`<span class="mark pair-proposed">${text('reconcile.state.proposed')}</span>`;
  }
  return null;
}
