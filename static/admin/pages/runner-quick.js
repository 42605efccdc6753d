/** A late entry at the venue: one line, from the keyboard alone, and the next one at once. */

import { RUNNERS_PATH } from '../../shared/organizer-protocol.js';
import { Field, Form, SelectField, SubmitButton, TextField, useForm } from '../../ui/forms.js';
import { usePage } from '../../ui/page.js';
import {
  html, useEffect, useMemo, useRef, useState,
} from '../../vendor/htm-preact/standalone.module.js';
import { bibAndName, bodyOfRunner, checkRunner, nextBib } from '../entry-list.js';
import { takenText, withWearer } from '../taken-bibs.js';
import { sexOptions, waveOptions } from './runner-forms.js';

/** A bib of null is the proposed one. */
const NOBODY = { bib: null, first_name: '', last_name: '', sex: '', birth_date: '', wave_id: '' };

export function QuickRunner({ race, runners, waves, onSaved }) {
  const { session, text } = usePage();
  const [added, setAdded] = useState(null);
  const bibField = useRef(null);
  const proposed = useMemo(() => nextBib(runners, added?.bib ?? null), [runners, added]);
  const bibOf = (values) => (values.bib ?? proposed).trim();
  const send = async (values) => {
    const bib = bibOf(values);
    const body = { ...bodyOfRunner({ ...values, bib }), competition_id: race.id };
    try {
      setAdded(await session.request(RUNNERS_PATH, { method: 'POST', body }));
    } catch (error) {
      throw await withWearer(error, { session, competitionId: race.id, bib });
    }
    // What was typed since it was sent belongs to the next one; a wave is mostly that of all.
    const next = { ...NOBODY, wave_id: values.wave_id };
    form.setValues((now) => Object.fromEntries(Object.keys(next).map((name) => [
      name, now[name] === values[name] ? next[name] : now[name],
    ])));
    onSaved();
  };
  const check = (values) => {
    const found = checkRunner({ ...values, bib: bibOf(values) }, text);
    return { ...found, bib: found.bib ?? takenText(runners, bibOf(values), text) };
  };
  const form = useForm(NOBODY, send, { id: 'new-runner', check });
  useEffect(() => {
    if (added !== null) bibField.current?.focus();
  }, [added]);
  const hasErrors = Object.keys(form.errors).length > 0;
  const bibInput = (tied) => html`<input ...${tied} ref=${bibField} autocomplete="off"
    autocapitalize="characters" maxlength="12" value=${form.values.bib ?? proposed}
    onFocus=${(event) => event.currentTarget.select()}
    onInput=${(event) => form.set('bib', event.currentTarget.value)} />`;
  return html`
    <section class="card quick quick-runner" aria-label=${text('runners.add')}>
      <${Form} form=${form} label=${text('runners.add')}>
        <div class=${hasErrors ? 'quick-runner-fields has-errors' : 'quick-runner-fields'}
          onKeyDown=${(event) => sendOnEnter(event, form)}>
          <${Field} form=${form} name="bib" label=${text('standings.bib')} render=${bibInput} />
          <${TextField} form=${form} name="first_name" label=${text('judges.firstName')}
            maxlength="200" autocomplete="off" />
          <${TextField} form=${form} name="last_name" label=${text('judges.lastName')}
            maxlength="200" autocomplete="off" />
          <${SelectField} form=${form} name="sex" label=${text('runners.sex')}
            options=${sexOptions(text)} />
          <${TextField} form=${form} name="birth_date" label=${text('runners.birth')}
            placeholder=${text('runners.birth.example')} maxlength="20" autocomplete="off" />
          ${waves.length > 0 && html`<${SelectField} form=${form} name="wave_id"
            label=${text('runners.wave')} options=${waveOptions(waves, text)} />`}
          <${SubmitButton} form=${form}>${text('runners.add')}<//>
        </div>
      <//>
      <p class="below" role="status">
        ${added !== null && !hasErrors && form.problem === null
          ? text('runners.added', { runner: bibAndName(added) })
          : text('runners.add.hint')}
      </p>
    </section>
  `;
}

/** Some browsers open a list on Enter instead of sending the form. */
function sendOnEnter(event, form) {
  if (event.key !== 'Enter' || event.target.tagName !== 'SELECT') return;
  event.preventDefault();
  form.submit();
}
