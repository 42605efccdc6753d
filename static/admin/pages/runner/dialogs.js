/** What organizers set right of a runner: time added or taken off, an own start, another bib. */

import { addedTimeText } from '../../../shared/durations.js';
import { SelectField, TextField, useForm } from '../../../ui/forms.js';
import { usePage } from '../../../ui/page.js';
import { html } from '../../../vendor/htm-preact/standalone.module.js';
import { FormDialog } from '../../dialogs.js';
import { spanOf } from '../../race-times.js';
import { withWearer } from '../../taken-bibs.js';
import { exactTimeOfDay, instantAt } from '../control/start-times.js';

const titleOf = (text, key, runner) =>
  text('runner.titleOf', { what: text(`runner.${key}`), name: runner.full_name || runner.bib });

/** The form in its dialog, with the reason that all of them ask for. */
function RunnerForm({ title, form, children }) {
  const { text } = usePage();
  return html`
    <${FormDialog} form=${form} title=${title}>
      ${children}
      <${TextField} form=${form} name="reason" label=${text('correction.reason')}
        hint=${text('correction.reason.hint')} maxlength="200" autocomplete="off" />
    <//>
  `;
}

/** They add up: each is undone by itself, in the history. */
export function PenaltyDialog({ runner, result, correcting, onClose }) {
  const { text } = usePage();
  const send = async ({ sign, time, reason }) => {
    const number = (sign === 'bonus' ? -1 : 1) * spanOf(time);
    const said = text('runner.said.penalty', { time: addedTimeText(number) });
    await correcting.make({ kind: 'penalty', subject: String(runner.id), number, reason }, said);
    onClose();
  };
  const check = ({ time }) => ({ time: spanOf(time) > 0 ? null : text('runner.penalty.notASpan') });
  const initial = { sign: 'penalty', time: '', reason: '' };
  const form = useForm(initial, send, { check, onClose, id: 'penalty' });
  const options = ['penalty', 'bonus'].map((sign) => [sign, text(`runner.sign.${sign}`)]);
  return html`
    <${RunnerForm} title=${titleOf(text, 'penalty', runner)} form=${form}>
      ${result.penalty_ms !== 0 && html`<p>${text('runner.penalty.now', {
        time: addedTimeText(result.penalty_ms),
      })}</p>`}
      <div class="field-pair">
        <${SelectField} form=${form} name="sign" label=${text('runner.sign')} options=${options} />
        <${TextField} form=${form} name="time" label=${text('runner.penalty.time')}
          hint=${text('runner.penalty.hint')} placeholder="0:30" inputmode="decimal"
          autocomplete="off" />
      </div>
    <//>
  `;
}

/** A late starter: its time counts from a moment of its own. */
export function OwnStartDialog({ runner, result, clock, correcting, onClose }) {
  const { text } = usePage();
  const nowMs = () => clock.timeMs(performance.now()) ?? Date.now();
  const nearMs = result.gun_at_ms ?? nowMs();
  const send = async ({ at, reason }) => {
    const number = instantAt(at, nearMs);
    const said = text('runner.said.start', { time: exactTimeOfDay(number) });
    await correcting.make({
      kind: 'runner_start', subject: String(runner.id), number, reason,
    }, said);
    onClose();
  };
  const check = ({ at }) =>
    ({ at: instantAt(at, nearMs) === null ? text('correction.notATime') : null });
  const initial = {
    at: result.gun_at_ms === null ? '' : exactTimeOfDay(result.gun_at_ms), reason: '',
  };
  const form = useForm(initial, send, { check, onClose, id: 'own-start' });
  return html`
    <${RunnerForm} title=${titleOf(text, 'start', runner)} form=${form}>
      <p class="hint">${text('runner.start.hint')}</p>
      <${TextField} form=${form} name="at" label=${text('correction.field')} class="exact"
        hint=${text('correction.field.hint')} inputmode="decimal" autocomplete="off" />
      <p><button type="button" class="small secondary outline"
        onClick=${() => form.set('at', exactTimeOfDay(nowMs()))}>${text('runner.start.now')}</button>
      </p>
    <//>
  `;
}

/** What was marked with the old one stays the runner's. */
export function BibDialog({ runner, race, correcting, onClose }) {
  const { session, text } = usePage();
  const send = async ({ bib, reason }) => {
    const fields = {
      kind: 'runner_bib', subject: String(runner.id), text: bib.trim(), reason,
    };
    try {
      await correcting.make(fields, text('runner.said.bib', { bib: bib.trim() }));
    } catch (error) {
      throw await withWearer(error, { session, competitionId: race.id, bib });
    }
    onClose();
  };
  const check = ({ bib }) => ({
    bib: bib.trim() === '' ? text('form.required')
      : bib.trim() === runner.bib ? text('runner.bib.same') : null,
  });
  const form = useForm({ bib: runner.bib, reason: '' }, send, { check, onClose, id: 'new-bib' });
  return html`
    <${RunnerForm} title=${titleOf(text, 'bib', runner)} form=${form}>
      <${TextField} form=${form} name="bib" label=${text('standings.bib')} maxlength="12"
        hint=${text('runner.bib.hint')} autocomplete="off" />
    <//>
  `;
}
