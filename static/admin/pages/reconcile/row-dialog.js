/** One row set right by hand: its bib or its time typed, or moved, swapped, taken out. */

import { repairsOf, withBib, withTime } from '../../../shared/row-repairs.js';
import { Form, SubmitButton, TextField, useForm } from '../../../ui/forms.js';
import { usePage } from '../../../ui/page.js';
import { html } from '../../../vendor/htm-preact/standalone.module.js';
import { Dialog } from '../../dialogs.js';
import { whose } from './doubt-repairs.js';

/** `rows` and `words` are those that it was opened with; `apply(repair, said)` does it. */
export function RowDialog({ rows, place, words, apply, onClose }) {
  const { text } = usePage();
  const row = rows[place];
  const act = (repair) => {
    onClose();
    apply(repair, words.ofRepair(repair));
  };
  const repairs = repairsOf(rows, place);
  return html`
    <${Dialog} title=${text('marks.correctNamed', { mark: words.ofRow(row) })} onClose=${onClose}>
      <${BibForm} row=${row} words=${words} act=${act} />
      ${row.times.length === 0 && html`<${TimeForm} row=${row} words=${words} act=${act} />`}
      <div class="row-repairs">
        ${repairs.map((repair) => html`<button key=${repair.kind} class="secondary outline"
          onClick=${() => act(repair)}>
          <span>${words.ofRepair(repair)}</span>
          <small>${text(`reconcile.byHand.${repair.kind}`)}</small></button>`)}
      </div>
      <p class="hint">${text('reconcile.undoable')}</p>
    <//>
  `;
}

function BibForm({ row, words, act }) {
  const { text } = usePage();
  const check = ({ bib }) => ({ bib: bib.trim() === '' ? text('form.required') : null });
  const send = ({ bib }) => act(withBib(row, bib.trim()));
  const form = useForm({ bib: row.bib ?? '' }, send, { check, id: 'row', isGuarded: false });
  const bib = form.values.bib.trim();
  return html`<${Form} form=${form} label=${text('reconcile.typeBib')}>
    <div class="typed-row">
      <${TextField} form=${form} name="bib" label=${text('reconcile.typeBib')} maxlength="12"
        hint=${whose(text, words, bib) || text('reconcile.typeBib.hint')} autocomplete="off"
        autocapitalize="characters" autofocus=${true} />
      <${SubmitButton} form=${form}>${text('reconcile.putBib')}<//>
    </div>
  <//>`;
}

function TimeForm({ row, words, act }) {
  const { text } = usePage();
  const writtenMs = row.bib_marks[0].noted_at_ms;
  const read = (typed) => words.readTime(typed, writtenMs ?? Date.now());
  const check = ({ time }) => ({ time: read(time) === null ? text('marks.notATime') : null });
  const send = ({ time }) => act(withTime(row, read(time)));
  const form = useForm({ time: '' }, send, { check, id: 'row-time', isGuarded: false });
  const written = words.time(writtenMs);
  return html`<${Form} form=${form} label=${text('reconcile.typeTime')}>
    <div class="typed-row">
      <${TextField} form=${form} name="time" label=${text('reconcile.typeTime')}
        hint=${written ? text('reconcile.typeTime.hint', { time: written }) : text('marks.time.hint')}
        inputmode="decimal" autocomplete="off" />
      <${SubmitButton} form=${form}>${text('reconcile.putTime')}<//>
    </div>
  <//>`;
}
