/** The waves of a race: made, named anew, deleted. They are started on the control page. */

import { wavePath, WAVES_PATH } from '../../../shared/lines-protocol.js';
import { Form, SubmitButton, TextField, useForm } from '../../../ui/forms.js';
import { usePage } from '../../../ui/page.js';
import { html, useState } from '../../../vendor/htm-preact/standalone.module.js';
import { DeleteDialog, EditDialog, useEdit } from '../../edits.js';
import { sortRows } from '../../row-order.js';
import { exactTimeOfDay } from '../control/start-times.js';

const BY_NAME = [{ key: 'name', value: (wave) => wave.name }];
const checkName = (values, text) => ({ name: values.name.trim() ? null : text('form.required') });
const trimmed = ({ name }) => ({ name: name.trim() });

/** Waves as they are listed everywhere: by name, 2 before 10. */
export const wavesInOrder = (waves, locale) =>
  sortRows(waves, BY_NAME, { key: 'name', isDescending: false }, locale);

export function Waves({ race, waves, reload }) {
  const { text, translator } = usePage();
  const [edited, setEdited] = useState(null);
  const [deleted, setDeleted] = useState(null);
  return html`
    <section aria-labelledby="waves-title">
      <h2 id="waves-title">${text('waves.title')}</h2>
      <p class="hint">${text(waves.length === 0 ? 'waves.none' : 'waves.hint')}</p>
      <ul class="line-cards">
        ${wavesInOrder(waves, translator.locale).map((wave) => html`<${WaveCard} key=${wave.id}
          wave=${wave} edit=${() => setEdited(wave)} remove=${() => setDeleted(wave)} />`)}
      </ul>
      <${NewWave} race=${race} reload=${reload} />
      ${edited && html`<${RenameWave} wave=${edited} reload=${reload}
        onClose=${() => setEdited(null)} />`}
      ${deleted && html`<${DeleteWave} wave=${deleted} reload=${reload}
        onClose=${() => setDeleted(null)} />`}
    </section>
  `;
}

/** `12 corredores`, `1 corredor`. */
export function runnerCountText({ text, translator }, count) {
  return count === 1
    ? text('waves.runner')
    : text('waves.runners', { count: translator.number(count) });
}

function WaveCard({ wave, edit, remove }) {
  const page = usePage();
  const { text } = page;
  const { name, official_start_at: startedAt } = wave;
  return html`<li class="card line-card" aria-label=${name}>
    <div class="line-head">
      <h3>${name}</h3>
      <span class="below">${runnerCountText(page, wave.runner_count)}</span>
      ${startedAt !== null && html`<span class="below">${text('waves.startedAt', {
        time: exactTimeOfDay(Date.parse(startedAt)),
      })}</span>`}
      <span class="line-buttons">
        <button class="small secondary outline" onClick=${edit}
          aria-label=${text('teams.editNamed', { name })}>${text('list.edit')}</button>
        <button class="small danger outline" onClick=${remove}
          aria-label=${text('teams.deleteNamed', { name })}>${text('list.delete')}</button>
      </span>
    </div>
  </li>`;
}

function NewWave({ race, reload }) {
  const { session, text } = usePage();
  const send = async (values) => {
    const body = { ...trimmed(values), competition_id: race.id };
    await session.request(WAVES_PATH, { method: 'POST', body });
    form.setValues({ name: '' });
    form.element.current?.elements.namedItem('name')?.focus();
    reload();
  };
  const form = useForm({ name: '' }, send, { check: checkName, id: 'new-wave' });
  return html`
    <div class="card add-one">
      <${Form} form=${form} label=${text('waves.add')}>
        <div class="name-and-add">
          <${TextField} form=${form} name="name" label=${text('waves.add')} maxlength="200"
            placeholder=${text('waves.name.example')} autocomplete="off" />
          <${SubmitButton} form=${form}>${text('teams.add')}<//>
        </div>
      <//>
    </div>
  `;
}

function RenameWave({ wave, reload, onClose }) {
  const { text } = usePage();
  const form = useEdit(wave, {
    path: wavePath(wave.id), valuesOf: ({ name }) => ({ name }), bodyOf: trimmed,
    check: checkName, onSaved: reload, onClose, id: 'wave',
  });
  return html`
    <${EditDialog} form=${form} name=${wave.name}>
      <${TextField} form=${form} name="name" label=${text('waves.name')} maxlength="200"
        autocomplete="off" />
    <//>
  `;
}

/** One with runners stays: they would have no start. */
function DeleteWave({ wave, reload, onClose }) {
  const page = usePage();
  const { text } = page;
  const runners = runnerCountText(page, wave.runner_count);
  return html`
    <${DeleteDialog} resource=${wave} path=${wavePath(wave.id)} name=${wave.name}
      reason=${wave.runner_count > 0 ? text('waves.hasRunners', { runners }) : null}
      onDone=${reload} onClose=${onClose}>
      <p>${text('waves.delete.what')}</p>
    <//>
  `;
}
