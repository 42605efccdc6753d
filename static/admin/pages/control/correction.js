/** The start was given too late or too early: the official start is set to what it was. */

import { recordedTimeParts } from '../../../shared/durations.js';
import { correctStartPath } from '../../../shared/organizer-protocol.js';
import { Form, SubmitButton, TextField, useForm } from '../../../ui/forms.js';
import { errorText, usePage } from '../../../ui/page.js';
import { html } from '../../../vendor/htm-preact/standalone.module.js';
import { Dialog } from '../../dialogs.js';
import { exactTimeOfDay, instantAt, shiftedTime, signedSpan } from './start-times.js';

const NUDGES = [-60_000, -10_000, -1_000, -100, 100, 1_000, 10_000, 60_000];
/** What is wrong with the instant itself stands beside its field. */
const OF_THE_FIELD = ['times_before_start', 'start_out_of_range', 'invalid_field'];

const recordedTime = (ms) =>
  ms < 0 ? `−${recordedTimeParts(-ms).join('')}` : recordedTimeParts(ms).join('');

/** A step as it stands on its button: `−10 s`, `+1 min`. */
function nudgeText(stepMs) {
  const size = Math.abs(stepMs);
  const [unit, unitMs] = [['min', 60_000], ['s', 1000], ['ms', 1]].find(([, ms]) => size >= ms);
  const shown = `${size / unitMs} ${unit}`;
  return `${stepMs < 0 ? '−' : '+'}${shown}`;
}

/**
 * `newest` is `{team, raceMs}` of the time that came in last, or null; `proposedMs` an instant to
 * begin with, or null. `done` is called when it has been corrected.
 */
export function CorrectionDialog({ competition, newest, proposedMs, done, close }) {
  const { text, translator, session } = usePage();
  const officialMs = competition.startedAtMs;
  const pressedMs = officialMs - competition.startCorrectionMs;
  const instantOf = (values) => instantAt(values.startedAt, pressedMs);
  const send = async (values) => {
    const startedAt = new Date(instantOf(values)).toISOString();
    const reason = values.reason.trim();
    try {
      await session.request(correctStartPath(competition.id), {
        method: 'POST', body: { started_at: startedAt, ...(reason && { reason }) },
      });
    } catch (error) {
      if (error.name !== 'ApiError' || !OF_THE_FIELD.includes(error.code)) throw error;
      form.setErrors({ startedAt: errorText(translator, error) });
      return;
    }
    done();
  };
  const check = (values) => ({
    startedAt: instantOf(values) === null ? text('correction.notATime') : null,
  });
  const initial = { startedAt: exactTimeOfDay(proposedMs ?? officialMs), reason: '' };
  const form = useForm(initial, send, { check });
  const correctedMs = instantOf(form.values);
  const move = (stepMs) =>
    form.set('startedAt', exactTimeOfDay((instantOf(form.values) ?? officialMs) + stepMs));
  return html`
    <${Dialog} title=${text('correction.title')} onClose=${close}>
      <${Form} form=${form} label=${text('correction.title')}>
        <p>
          ${text('correction.now', { time: exactTimeOfDay(officialMs) })}
          ${competition.startCorrectionMs !== 0 && html`<br />
            ${text('correction.pressed', { time: exactTimeOfDay(pressedMs) })}`}
        </p>
        <${TextField} form=${form} name="startedAt" label=${text('correction.field')}
          hint=${text('correction.field.hint')} autocomplete="off" inputmode="decimal"
          class="exact" />
        <fieldset class="nudges">
          <legend class="visually-hidden">${text('correction.nudges')}</legend>
          ${NUDGES.map((stepMs) => html`<button type="button" class="secondary outline"
            key=${stepMs} onClick=${() => move(stepMs)}>${nudgeText(stepMs)}</button>`)}
        </fieldset>
        ${competition.startCorrectionMs !== 0 && html`<p>
          <button type="button" class="secondary outline"
            onClick=${() => form.set('startedAt', exactTimeOfDay(pressedMs))}>
            ${text('correction.undo')}
          </button>
        </p>`}
        <${Effect} officialMs=${officialMs} correctedMs=${correctedMs} newest=${newest} />
        <${TextField} form=${form} name="reason" label=${text('correction.reason')}
          hint=${text('correction.reason.hint')} autocomplete="off" maxlength="200" />
        <footer>
          <button type="button" class="secondary" onClick=${close}>${text('dialog.cancel')}</button>
          <${SubmitButton} form=${form}>${text('correction.do')}<//>
        </footer>
      <//>
    <//>
  `;
}

/** How every time changes, by the example of the newest. */
function Effect({ officialMs, correctedMs, newest }) {
  const { text } = usePage();
  if (correctedMs === null || correctedMs === officialMs) {
    return html`<p class="effect" role="status">${text('correction.same')}</p>`;
  }
  const [before, after] = newest
    ? shiftedTime(newest.raceMs, officialMs, correctedMs)
    : [null, null];
  return html`
    <div class="effect" role="status">
      <p>${text('correction.effect', { change: signedSpan(officialMs - correctedMs) })}</p>
      ${newest && html`<p>
        ${text('correction.example', { name: newest.team.name })}${' '}
        <span class="exact">${recordedTime(before)}</span> →${' '}
        <strong class="exact">${recordedTime(after)}</strong>
      </p>`}
    </div>
  `;
}
