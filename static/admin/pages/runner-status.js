/** DNS, DNF and DSQ of one runner or of many at once, each on record with its reason. */

import { CORRECTIONS_PATH } from '../../shared/organizer-protocol.js';
import { SelectField, TextField, useForm } from '../../ui/forms.js';
import { usePage } from '../../ui/page.js';
import { html, useState } from '../../vendor/htm-preact/standalone.module.js';
import { FirstNames, FormDialog } from '../dialogs.js';
import { bibAndName, nameOfRunner } from '../entry-list.js';

/** So many requests are on the way together. */
const AT_ONCE = 8;
/** What an organizer gives; the rest follows from the race. */
const GIVEN = ['dns', 'dnf', 'dsq'];

/**
 * Gives `runners` a `status` ('' takes it away), each with a correction of its own, and calls
 * `onEach(count)` as they are made; answers how many were. Who has it already is left out.
 */
async function giveStatus(session, runners, status, reason, onEach) {
  const hasIt = (runner) => (status === ''
    ? !GIVEN.includes(runner.status)
    : runner.status === status && runner.status_reason === reason);
  const left = runners.filter((runner) => !hasIt(runner));
  let made = 0;
  const give = async (runner) => {
    const body = {
      competition_id: runner.competition_id, kind: 'runner_status', subject: String(runner.id),
      text: status, reason,
    };
    await session.request(CORRECTIONS_PATH, { method: 'POST', body });
    made += 1;
    onEach(made);
  };
  while (left.length > 0) await Promise.all(left.splice(0, AT_ONCE).map(give));
  return made;
}

/**
 * `runners` are those it is about; `hold` is that of `useRunnersOf`; `onDone(sentence)` is called
 * when all of them have it.
 */
export function StatusDialog({ runners, reload, hold, onDone, onClose }) {
  const { session, text, translator } = usePage();
  const [setCount, setSetCount] = useState(0);
  const send = async ({ status, reason }) => {
    const wanted = status === 'none' ? '' : status;
    hold(true);
    try {
      const made = await giveStatus(session, runners, wanted, reason.trim(), setSetCount);
      onDone(text(wanted === '' ? 'runners.status.taken' : 'runners.status.done', {
        count: translator.number(made), status: text(`runners.status.${status}`),
      }));
      onClose();
    } finally {
      hold(false);
      reload();
    }
  };
  const now = runners.every((one) => one.status === runners[0].status) ? runners[0].status : null;
  const initial = { status: GIVEN.includes(now) ? 'none' : 'dns', reason: '' };
  const form = useForm(initial, send, { onClose, id: 'status' });
  const options = [...GIVEN, 'none'].map((key) => [key, text(`runners.status.${key}`)]);
  const title = runners.length === 1
    ? text('runners.statusOf', { name: nameOfRunner(runners[0]) })
    : text('runners.statusOfMany', { count: translator.number(runners.length) });
  return html`
    <${FormDialog} form=${form} title=${title} send=${text('runners.status.set')}>
      ${runners.length > 1 && html`<${FirstNames}
        names=${runners.map(bibAndName)} />`}
      <${Finished} runners=${runners} />
      <${SelectField} form=${form} name="status" label=${text('runners.status')}
        options=${options} />
      <${TextField} form=${form} name="reason" label=${text('correction.reason')}
        hint=${text('correction.reason.hint')} maxlength="200" autocomplete="off" />
      <p class="below" role="status">${form.isSending && runners.length > 1 &&
        text('table.count', {
          shown: translator.number(setCount), total: translator.number(runners.length),
        })}</p>
    <//>
  `;
}

/** Somebody with a time leaves the standings. */
function Finished({ runners }) {
  const { text, translator } = usePage();
  const count = runners.filter(({ status }) => status === 'finished').length;
  if (count === 0) return null;
  return html`<p class="banner banner-warn">
    ${text('runners.status.finishedOnes', { count: translator.number(count) })}</p>`;
}
