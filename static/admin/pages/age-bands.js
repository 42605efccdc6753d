/** The categories of an individual race by age and sex, and how many runners fall into each. */

import { ageBandsPath } from '../../shared/organizer-protocol.js';
import { errorText, usePage } from '../../ui/page.js';
import { useUnsaved } from '../../ui/unsaved.js';
import {
  html, useEffect, useMemo, useRef, useState,
} from '../../vendor/htm-preact/standalone.module.js';
import {
  bandOf, checkRows, countsOf, EMPTY_ROW, placeOf, rowOf, starterBands,
} from '../age-bands.js';
import { Loaded, PageHead } from '../loading.js';
import { hrefOf } from '../routes.js';
import { sexOptions } from './runner-forms.js';
import { useRunnersOf } from './runners.js';

const FIELDS = ['name', 'sex', 'min_age', 'max_age'];

export function AgeBandsPage({ argument }) {
  const { text } = usePage();
  const loaded = useRunnersOf(argument);
  return html`<${Loaded} from=${loaded}>
    ${({ race, runners, bands }) => html`
      <${PageHead} title=${text('bands.title')}
        below=${html`<a href=${hrefOf('race', race.id)}>${race.name}</a> · ${' '}
          <a href=${hrefOf('runners', race.id)}>${text('runners.title')}</a>`} />
      <p class="hint">${text('bands.hint')}</p>
      <${Bands} race=${race} runners=${runners} bands=${bands} reload=${loaded.reload} />
    `}
  <//>`;
}

/** The rows as they are typed, each with a `key` of its own, and what is wrong with them. */
function useRows(race, bands, reload) {
  const { session, text, translator } = usePage();
  const lastKey = useRef(0);
  const keyed = (row) => ({ ...row, key: (lastKey.current += 1) });
  const read = (list) => list.map((band) => keyed(rowOf(band)));
  const [rows, setRows] = useState(() => read(bands));
  const [base, setBase] = useState(bands);
  const [errors, setErrors] = useState({});
  const [problem, setProblem] = useState(null);
  const [isSending, setSending] = useState(false);
  const [isSaved, setSaved] = useState(false);
  const isDirty = !areSame(rows, base.map(rowOf));
  // Another organizer's; what is being typed here is not overwritten.
  const isOvertaken = JSON.stringify(bands) !== JSON.stringify(base);
  useUnsaved(isDirty && !isSending);
  const startFrom = (list) => {
    setBase(list);
    setRows(read(list));
    setErrors({});
    setProblem(null);
  };
  useEffect(() => {
    if (isOvertaken && !isDirty && !isSending) startFrom(bands);
  }, [bands]);
  const change = (next) => {
    setRows(next);
    setErrors({});
    setSaved(false);
  };
  const save = async (event) => {
    event.preventDefault();
    const found = checkRows(rows, text);
    setErrors(found);
    setProblem(null);
    if (isSending || Object.keys(found).length > 0) return;
    setSending(true);
    try {
      const options = { method: 'PUT', body: rows.map(bandOf) };
      startFrom(await session.request(ageBandsPath(race.id), options));
      setSaved(true);
      await reload();
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      const place = placeOf(error.field);
      if (place) setErrors({ [place]: errorText(translator, error) });
      else setProblem(errorText(translator, error));
    } finally {
      setSending(false);
    }
  };
  return {
    rows, errors, problem, isDirty, isSending, isSaved, isOvertaken: isOvertaken && isDirty, save,
    set: (at, name, value) =>
      change(rows.map((row, index) => (index === at ? { ...row, [name]: value } : row))),
    add: (more) => change([...rows, ...more.map(keyed)]),
    remove: (at) => change(rows.filter((_, index) => index !== at)),
    raise: (at) => change(rows.map((row, index) =>
      index === at - 1 ? rows[at] : index === at ? rows[at - 1] : row)),
    takeTheirs: () => startFrom(bands),
  };
}

const areSame = (rows, others) =>
  rows.length === others.length &&
  rows.every((row, index) => FIELDS.every((name) => row[name] === others[index][name]));

function Bands({ race, runners, bands, reload }) {
  const { text, translator } = usePage();
  const list = useRows(race, bands, reload);
  const form = useRef(null);
  const isValid = Object.keys(checkRows(list.rows, text)).length === 0;
  const found = useMemo(
    () => (isValid ? countsOf(runners, list.rows.map(bandOf)) : null),
    [runners, list.rows, isValid],
  );
  useEffect(() => {
    form.current?.querySelector('[aria-invalid="true"]')?.focus();
  }, [list.errors]);
  return html`
    <form class="bands" ref=${form} noValidate aria-label=${text('bands.title')}
      onSubmit=${list.save}>
      <div role="alert">
        ${list.problem && html`<p class="banner banner-alarm">${list.problem}</p>`}
        ${list.isOvertaken && html`<div class="banner banner-warn">
          <p>${text('edit.changed')}</p>
          <button type="button" class="small secondary" onClick=${list.takeTheirs}>
            ${text('edit.takeTheirs')}</button>
        </div>`}
      </div>
      ${list.rows.length === 0 && html`<div class="card invitation">
        <p>${text('bands.empty')}</p>
        <p><button type="button" onClick=${() => list.add(starterBands(text))}>
          ${text('bands.starter')}</button></p>
      </div>`}
      <ol class="band-rows">
        ${list.rows.map((row, index) => html`<${Row} key=${row.key} list=${list} row=${row}
          index=${index} count=${found?.counts[index] ?? null} />`)}
      </ol>
      ${found && list.rows.length > 0 && html`<p class="below">${text('bands.others', {
        none: translator.number(found.none), given: translator.number(found.given),
      })}</p>`}
      <div class="buttons">
        <button type="submit" aria-busy=${list.isSending ? 'true' : null}>
          ${text('form.save')}</button>
        <button type="button" class="secondary outline" onClick=${() => list.add([EMPTY_ROW])}>
          ${text('bands.add')}</button>
        <p class="saved" role="status">${list.isSaved && !list.isDirty && text('form.saved')}</p>
      </div>
    </form>
  `;
}

function Row({ list, row, index, count }) {
  const { text, translator } = usePage();
  const named = row.name || text('bands.row', { number: index + 1 });
  const field = (name, label, more) => html`<${RowField} list=${list} row=${row} index=${index}
    name=${name} label=${text(label)} ...${more} />`;
  const sexes = [['', text('bands.anySex')], ...sexOptions(text).slice(1)];
  return html`
    <li class="card band-row" aria-label=${named}>
      ${field('name', 'bands.name', { maxlength: '200' })}
      ${field('sex', 'runners.sex', { options: sexes })}
      ${field('min_age', 'bands.from', { inputmode: 'numeric', maxlength: '3', placeholder: '0' })}
      ${field('max_age', 'bands.to', {
        inputmode: 'numeric', maxlength: '3', placeholder: text('bands.noEnd'),
      })}
      <p class="band-count"><span>${text('counter.runners')}</span>${' '}
        <b>${count === null ? '–' : translator.number(count)}</b></p>
      <div class="band-buttons">
        <button type="button" class="secondary outline" disabled=${index === 0}
          aria-label=${text('bands.raise', { name: named })} onClick=${() => list.raise(index)}>
          ↑</button>
        <button type="button" class="danger outline" onClick=${() => list.remove(index)}
          aria-label=${text('teams.deleteNamed', { name: named })}>${text('list.delete')}</button>
      </div>
    </li>
  `;
}

function RowField({ list, row, index, name, label, options = null, ...attributes }) {
  const id = `band-${row.key}-${name}`;
  const error = list.errors[`${index}.${name}`];
  const tied = {
    ...attributes, id, autocomplete: 'off', value: row[name],
    'aria-invalid': error ? 'true' : null, 'aria-describedby': error ? `${id}-error` : null,
  };
  const set = (event) => list.set(index, name, event.currentTarget.value);
  return html`
    <div class="field">
      <label for=${id}>${label}</label>
      ${options
        ? html`<select ...${tied} onChange=${set}>
            ${options.map(([value, shown]) => html`<option key=${value} value=${value}
              selected=${value === row[name]}>${shown}</option>`)}
          </select>`
        : html`<input ...${tied} onInput=${set} />`}
      ${error && html`<p class="field-error" id=${`${id}-error`}>${error}</p>`}
    </div>
  `;
}
