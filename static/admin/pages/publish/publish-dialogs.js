/** The dialogs of publishing: provisional with a time for protests, official, and back. */

import { publishPath, reopenPath } from '../../../shared/publication-protocol.js';
import { TextField, useForm } from '../../../ui/forms.js';
import { usePage } from '../../../ui/page.js';
import { html } from '../../../vendor/htm-preact/standalone.module.js';
import { FormDialog } from '../../dialogs.js';
import { useRoom } from '../../panel.js';
import { momentOf, timeAfter } from './protest-time.js';

const PRESETS_MIN = [15, 30, 60];
const MOST_LETTERS = 200;

/** The laptop's time: what is published is published there. */
function useNow() {
  const { clock } = useRoom();
  return () => clock.timeMs(performance.now()) ?? Date.now();
}

function useSending(race, step, onDone) {
  const { session } = usePage();
  return async (path, body) => {
    const headers = { 'If-Match': step.etag };
    await session.request(path(race.id), { method: 'POST', headers, body });
    await onDone();
  };
}

/** A form that says so where somebody else has published since its dialog was opened. */
function useStageForm(initial, send, options) {
  const { text } = usePage();
  const onConflict = () => form.setProblem(text('publish.meanwhile'));
  const form = useForm(initial, send, { ...options, onConflict, id: 'stage' });
  return form;
}

function ReasonField({ form, label, isNeeded }) {
  const { text } = usePage();
  return html`<${TextField} form=${form} name="reason" label=${label} maxlength=${MOST_LETTERS}
    autocomplete="off" hint=${text(isNeeded ? 'publish.reason.hint' : 'publish.note.hint')} />`;
}

function UntilField({ form, now }) {
  const { text } = usePage();
  return html`
    <${TextField} form=${form} name="protests_until_ms" type="time"
      label=${text('publish.until')} hint=${text('publish.until.hint')} />
    <div class="buttons protest-times">
      ${PRESETS_MIN.map((minutes) => html`<button type="button" class="small secondary"
        key=${minutes} onClick=${() => form.set('protests_until_ms', timeAfter(minutes, now()))}>
        ${text('publish.minutes', { count: minutes })}</button>`)}
    </div>
  `;
}

/** Results become provisional; `isReopened` where they are official. */
export function ProvisionalDialog({ race, step, isReopened = false, onDone, onClose }) {
  const { text } = usePage();
  const now = useNow();
  const post = useSending(race, step, onDone);
  const check = (values) => ({
    protests_until_ms: values.protests_until_ms !== '' &&
      momentOf(values.protests_until_ms, now()) === null ? text('publish.until.past') : null,
    reason: isReopened && values.reason.trim() === '' ? text('form.required') : null,
  });
  const send = async (values) => {
    const until = values.protests_until_ms;
    const body = {
      protests_until_ms: until === '' ? null : momentOf(until, now()),
      reason: values.reason.trim(),
    };
    if (isReopened) await post(reopenPath, body);
    else await post(publishPath, { stage: 'provisional', expected_version: step.version, ...body });
    onClose();
  };
  const form = useStageForm({ reason: '', protests_until_ms: '' }, send, { check, onClose });
  const title = isReopened ? 'publish.reopen' : 'publish.provisional';
  return html`
    <${FormDialog} form=${form} title=${text(title)} send=${text(title)}>
      <p>${text(`${title}.hint`)}</p>
      ${isReopened &&
      html`<${ReasonField} form=${form} label=${text('publish.reason')} isNeeded=${true} />`}
      <${UntilField} form=${form} now=${now} />
      ${!isReopened && html`<${ReasonField} form=${form} label=${text('publish.note')} />`}
    <//>
  `;
}

/** The next official version, which nothing changes any more. */
export function OfficialDialog({ race, step, onDone, onClose }) {
  const { text, translator } = usePage();
  const post = useSending(race, step, onDone);
  const isChange = step.stage === 'official';
  const version = translator.number(step.version + 1);
  const check = (values) => ({
    reason: isChange && values.reason.trim() === '' ? text('form.required') : null,
  });
  const send = async ({ reason }) => {
    const body = { stage: 'official', expected_version: step.version, reason: reason.trim() };
    await post(publishPath, body);
    onClose();
  };
  const form = useStageForm({ reason: '' }, send, { check, onClose });
  const { onCourse, withoutTime } = step.openPoints;
  const label = text('publish.official', { version });
  return html`
    <${FormDialog} form=${form} title=${label} send=${label}>
      ${onCourse + withoutTime > 0 && html`<p class="banner banner-warn">
        ${text('publish.official.open', { count: translator.number(onCourse + withoutTime) })}</p>`}
      <p>${text('publish.official.hint')}</p>
      <${ReasonField} form=${form} isNeeded=${isChange}
        label=${text(isChange ? 'publish.reason' : 'publish.note')} />
    <//>
  `;
}
