/** Changing and deleting a runner. */

import { runnerPath } from '../../shared/organizer-protocol.js';
import { CheckField, SelectField, TextField } from '../../ui/forms.js';
import { usePage } from '../../ui/page.js';
import { html, useState } from '../../vendor/htm-preact/standalone.module.js';
import { DeleteDialog, EditDialog, useEdit } from '../edits.js';
import { bodyOfRunner, checkRunner, nameOfRunner, valuesOfRunner } from '../entry-list.js';
import { takenText, withWearer } from '../taken-bibs.js';

const SEXES = ['F', 'M', 'X'];

/** For a choice: not known, or one of those that entry lists have. */
export const sexOptions = (text) => [
  ['', text('runners.sex.unknown')], ...SEXES.map((sex) => [sex, text(`runners.sex.${sex}`)]),
];

/** For a choice: with the race, or in a wave. */
export const waveOptions = (waves, text) => [
  ['', text('runners.noWave')], ...waves.map((wave) => [String(wave.id), wave.name]),
];

export function EditRunner({ runner, runners, waves, bands, onSaved, onClose }) {
  const { session, text } = usePage();
  const [isDeleting, setDeleting] = useState(false);
  const form = useEdit(runner, {
    path: runnerPath(runner.id), valuesOf: valuesOfRunner, bodyOf: bodyOfRunner,
    check: (values) => {
      const found = checkRunner(values, text);
      return { ...found, bib: found.bib ?? takenText(runners, values.bib.trim(), text, runner.id) };
    },
    explain: (error, { bib }) =>
      withWearer(error, { session, competitionId: runner.competition_id, bib: bib ?? runner.bib }),
    onSaved, onClose, id: 'runner',
  });
  if (isDeleting) {
    return html`<${DeleteRunner} runner=${runner} onDone=${onSaved} onClose=${onClose} />`;
  }
  const remove = html`<button type="button" class="danger outline apart"
    onClick=${() => setDeleting(true)}>${text('runners.delete')}</button>`;
  return html`
    <${EditDialog} form=${form} name=${nameOfRunner(runner)} wide=${true} first=${remove}>
      <${RunnerFields} form=${form} runner=${runner} waves=${waves} bands=${bands} />
    <//>
  `;
}

function RunnerFields({ form, runner, waves, bands }) {
  const { text } = usePage();
  const isOtherBib = form.values.bib.trim() !== runner.bib;
  const plain = (name, label, more = {}) => html`<${TextField} form=${form} name=${name}
    label=${text(label)} maxlength="200" autocomplete="off" ...${more} />`;
  return html`
    <div class="field-pair">
      ${plain('bib', 'standings.bib', {
        maxlength: '12', hint: isOtherBib ? text('runners.bib.keepsTimes') : null,
      })}
      ${plain('first_name', 'judges.firstName')}
      ${plain('last_name', 'judges.lastName')}
    </div>
    <div class="field-pair">
      <${SelectField} form=${form} name="sex" label=${text('runners.sex')}
        options=${sexOptions(text)} />
      ${plain('birth_date', 'runners.birth', { hint: text('runners.birth.hint'), maxlength: '20' })}
      ${plain('category', 'standings.category', {
        hint: text('runners.category.hint'), list: 'runner-categories',
      })}
    </div>
    <datalist id="runner-categories">
      ${bands.map(({ name }) => html`<option key=${name} value=${name} />`)}
    </datalist>
    <div class="field-pair">
      ${plain('team', 'standings.team')}
      ${(waves.length > 0 || runner.wave_id !== null) && html`<${SelectField} form=${form}
        name="wave_id" label=${text('runners.wave')} options=${waveOptions(waves, text)} />`}
      ${plain('contact', 'runners.contact', { hint: text('runners.contact.hint') })}
    </div>
    <div class="field-pair">
      ${plain('nationality', 'runners.nationality', { hint: text('runners.nationality.hint') })}
      ${plain('city', 'runners.city')}
    </div>
    <${CheckField} form=${form} name="is_hidden" label=${text('runners.hide')}
      hint=${text('runners.hide.hint')} />
  `;
}

/** Who has a time has to be named: a deleted runner does not come back. */
function DeleteRunner({ runner, onDone, onClose }) {
  const { text } = usePage();
  const name = nameOfRunner(runner);
  const hasTime = runner.status === 'finished' || runner.status === 'arrived';
  return html`
    <${DeleteDialog} resource=${runner} path=${runnerPath(runner.id)} name=${name}
      typed=${hasTime ? name : null} onDone=${onDone} onClose=${onClose}>
      <p>${text('runners.delete.what', { bib: runner.bib })}</p>
      <p>${text('runners.delete.marks')}</p>
    <//>
  `;
}
