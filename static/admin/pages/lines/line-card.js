/** The lines of a race: each with who stands there. */

import { linePath, LINES_PATH } from '../../../shared/lines-protocol.js';
import { Form, SelectField, SubmitButton, TextField, useForm } from '../../../ui/forms.js';
import { usePage } from '../../../ui/page.js';
import { html, useState } from '../../../vendor/htm-preact/standalone.module.js';
import { DeleteDialog, EditDialog, useEdit } from '../../edits.js';
import { hrefOf } from '../../routes.js';
import { LineJudges } from './line-judges.js';
import { LineTimers } from './timers.js';

const KINDS = ['finish', 'start'];
const checkName = (values, text) => ({ name: values.name.trim() ? null : text('form.required') });
const trimmed = (values) =>
  'name' in values ? { ...values, name: values.name.trim() } : values;

export function Lines({ race, lines, judges, reload }) {
  const { text } = usePage();
  const [edited, setEdited] = useState(null);
  const [deleted, setDeleted] = useState(null);
  return html`
    <section aria-labelledby="lines-title">
      <h2 id="lines-title">${text('lines.title')}</h2>
      <p class="hint">${text('lines.hint')}</p>
      ${lines.length === 0 && html`<p class="banner banner-warn">${text('lines.none')}</p>`}
      <ul class="line-cards">
        ${lines.map((line) => html`<${LineCard} key=${line.id} line=${line} judges=${judges}
          reload=${reload} edit=${() => setEdited(line)} remove=${() => setDeleted(line)} />`)}
      </ul>
      <${NewLine} race=${race} lines=${lines} reload=${reload} />
      ${edited && html`<${EditLine} line=${edited} reload=${reload}
        onClose=${() => setEdited(null)} />`}
      ${deleted && html`<${DeleteLine} race=${race} line=${deleted} reload=${reload}
        onClose=${() => setDeleted(null)} />`}
    </section>
  `;
}

function LineCard({ line, judges, reload, edit, remove }) {
  const { text, translator } = usePage();
  const { name } = line;
  const kind = text(`lines.kind.${line.kind}`);
  return html`<li class="card line-card" aria-label=${name}>
    <div class="line-head">
      <h3>${name}</h3>
      ${kind !== name && html`<span class="mark">${kind}</span>`}
      <span class="below">${text('lines.marks', { count: translator.number(line.mark_count) })}</span>
      <span class="line-buttons">
        ${line.mark_count > 0 && html`<a role="button" class="small secondary"
          href=${hrefOf('reconcile', line.id)}>${text('reconcile.open')}</a>`}
        <button class="small secondary outline" onClick=${edit}
          aria-label=${text('teams.editNamed', { name })}>${text('list.edit')}</button>
        <button class="small danger outline" onClick=${remove}
          aria-label=${text('teams.deleteNamed', { name })}>${text('list.delete')}</button>
      </span>
    </div>
    <${LineJudges} line=${line} judges=${judges} reload=${reload} />
    <${LineTimers} line=${line} judges=${judges} reload=${reload} />
  </li>`;
}

const kindOptions = (text) => KINDS.map((kind) => [kind, text(`lines.kind.${kind}`)]);

/** A race mostly has a finish line already: the next one that is missing is a start line. */
function NewLine({ race, lines, reload }) {
  const { session, text } = usePage();
  const send = async (values) => {
    const body = { ...trimmed(values), competition_id: race.id };
    await session.request(LINES_PATH, { method: 'POST', body });
    form.setValues({ name: '', kind: 'finish' });
    reload();
  };
  const hasStart = lines.some((line) => line.kind === 'start');
  const initial = { name: '', kind: lines.length > 0 && !hasStart ? 'start' : 'finish' };
  const form = useForm(initial, send, { check: checkName, id: 'new-line' });
  return html`
    <details class="card add-one">
      <summary>${text('lines.add')}</summary>
      <${Form} form=${form} label=${text('lines.add')}>
        <div class="field-pair">
          <${TextField} form=${form} name="name" label=${text('lines.name')} maxlength="200"
            placeholder=${text('lines.name.example')} autocomplete="off" />
          <${SelectField} form=${form} name="kind" label=${text('lines.kind')}
            options=${kindOptions(text)} />
        </div>
        <p class="hint">${text(`lines.kind.${form.values.kind}.hint`)}</p>
        <${SubmitButton} form=${form}>${text('teams.add')}<//>
      <//>
    </details>
  `;
}

function EditLine({ line, reload, onClose }) {
  const { text, translator } = usePage();
  const form = useEdit(line, {
    path: linePath(line.id), valuesOf: ({ name, kind }) => ({ name, kind }), bodyOf: trimmed,
    check: checkName, onSaved: reload, onClose, id: 'line',
  });
  return html`
    <${EditDialog} form=${form} name=${line.name}>
      <${TextField} form=${form} name="name" label=${text('lines.name')} maxlength="200"
        autocomplete="off" />
      <${SelectField} form=${form} name="kind" label=${text('lines.kind')}
        options=${kindOptions(text)} />
      <p class="hint">${text(`lines.kind.${form.values.kind}.hint`)}</p>
      <div role="status">${line.mark_count > 0 && form.values.kind !== line.kind && html`
        <p class="banner banner-warn">${text(`lines.becomes.${form.values.kind}`, {
          count: translator.number(line.mark_count),
        })}</p>`}</div>
    <//>
  `;
}

/** One with marks stays: they would count nowhere. So does any while phones may hold marks at it. */
function DeleteLine({ race, line, reload, onClose }) {
  const { text, translator } = usePage();
  const count = translator.number(line.mark_count);
  const whyRunning = race.is_running ? text('lines.running') : null;
  const reason = line.mark_count > 0 ? text('lines.hasMarks', { count }) : whyRunning;
  return html`
    <${DeleteDialog} resource=${line} path=${linePath(line.id)} name=${line.name}
      reason=${reason} onDone=${reload} onClose=${onClose}>
      <p>${text('lines.delete.what')}</p>
    <//>
  `;
}
