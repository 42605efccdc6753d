/** Changing and deleting a runner. */

import { runnerPath } from '../../shared/organizer-protocol.js';
import { CheckField, Form, SelectField, SubmitButton, TextField } from '../../ui/forms.js';
import { usePage } from '../../ui/page.js';
import { html, useState } from '../../vendor/htm-preact/standalone.module.js';
import { ConfirmDialog, Dialog } from '../dialogs.js';
import { ChangedMeanwhile, useEdit } from '../edits.js';
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
  const saved = () => {
    onSaved();
    onClose();
  };
  const form = useEdit(runner, {
    path: runnerPath(runner.id), valuesOf: valuesOfRunner, bodyOf: bodyOfRunner,
    check: (values) => {
      const found = checkRunner(values, text);
      return { ...found, bib: found.bib ?? takenText(runners, values.bib.trim(), text, runner.id) };
    },
    explain: (error, { bib }) =>
      withWearer(error, { session, competitionId: runner.competition_id, bib: bib ?? runner.bib }),
    onSaved: saved, onClose, id: 'runner',
  });
  const title = text('teams.editNamed', { name: nameOfRunner(runner) });
  if (isDeleting) {
    return html`<${DeleteRunner} runner=${runner} onDone=${onSaved} onClose=${onClose} />`;
  }
  return html`
    <${Dialog} title=${title} onClose=${form.close} wide=${true}>
      <${Form} form=${form} label=${text('list.edit')}>
        <${ChangedMeanwhile} form=${form} />
        <${RunnerFields} form=${form} runner=${runner} waves=${waves} bands=${bands} />
        <footer>
          <button type="button" class="danger outline apart" onClick=${() => setDeleting(true)}>
            ${text('runners.delete')}</button>
          <button type="button" class="secondary" onClick=${form.close}>
            ${text('dialog.cancel')}</button>
          <${SubmitButton} form=${form}>${text('form.save')}<//>
        </footer>
      <//>
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
    <${CheckField} form=${form} name="is_hidden" label=${text('runners.hide')}
      hint=${text('runners.hide.hint')} />
  `;
}

/** Who has a time has to be named: a deleted runner does not come back. */
export function DeleteRunner({ runner, onDone, onClose }) {
  const { session, text } = usePage();
  const remove = async () => {
    const headers = { 'If-Match': runner.etag };
    try {
      await session.request(runnerPath(runner.id), { method: 'DELETE', headers });
    } finally {
      onDone();
    }
  };
  const name = nameOfRunner(runner);
  const hasTime = runner.status === 'finished' || runner.status === 'arrived';
  return html`
    <${ConfirmDialog} title=${text('teams.deleteNamed', { name })}
      confirmLabel=${text('list.delete')} typed=${hasTime ? name : null} onConfirm=${remove}
      onClose=${onClose}>
      <p>${text('runners.delete.what', { bib: runner.bib })}</p>
      <p>${text('runners.delete.marks')}</p>
    <//>
  `;
}
