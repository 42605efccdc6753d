/** Setting one mark right: its bib, its time, whether it counts at all; and why. */

import { COUNTS_AGAIN } from '../../../shared/lines-protocol.js';
import { Form, SubmitButton, TextField, useForm } from '../../../ui/forms.js';
import { errorText, usePage } from '../../../ui/page.js';
import { html, useState } from '../../../vendor/htm-preact/standalone.module.js';
import { Dialog } from '../../dialogs.js';
import { exactSpan, spanOf } from '../../race-times.js';
import { exactTimeOfDay, instantAt } from '../control/start-times.js';
import { wearerOf } from './mark-list.js';
import { raceTimeText, takenBy } from './mark-words.js';

/**
 * How the time of a mark is written and read: since the official start or, without one, as a time of
 * day near to when it was received.
 */
function timesOf(mark, officialStartMs) {
  if (officialStartMs === null) {
    return {
      write: exactTimeOfDay,
      read: (typed) => instantAt(typed, mark.at_ms ?? Date.parse(mark.received_at)),
    };
  }
  return {
    write: (atMs) => exactSpan(atMs - officialStartMs),
    read: (typed) => {
      const span = spanOf(typed);
      return span === null ? null : officialStartMs + span;
    },
  };
}

/** The form: bib, time and reason; what was changed is sent, each as a correction of its own. */
function useMarkForm({ mark, competition, runnersByBib, correcting, feed, onClose }) {
  const { text } = usePage();
  const { write, read } = timesOf(mark, competition.startedAtMs);
  const initial = {
    bib: mark.bib ?? '', time: mark.at_ms === null ? '' : write(mark.at_ms), reason: '',
  };
  const told = mark.is_withdrawn ? { at_ms: mark.sent_at_ms, bib: mark.sent_bib } : mark;
  const name = takenBy(text, told, raceTimeText(told, competition.startedAtMs));
  const send = async ({ bib, time, reason }) => {
    const subject = mark.id;
    if (time.trim() !== initial.time) {
      const atMs = read(time);
      const said = text('marks.said.time', { mark: name, time: time.trim() });
      await correcting.make({ kind: 'mark_moment', subject, number: atMs, reason }, said);
      feed?.current.correct(subject, { at_ms: atMs }, runnersByBib);
    }
    if (bib.trim() !== initial.bib) {
      const time = raceTimeText(mark, competition.startedAtMs) ?? text('marks.noTime');
      const said = bib.trim() === ''
        ? text('marks.said.noBib', { time })
        : text('marks.said.bib', { bib: bib.trim(), time });
      await correcting.make({ kind: 'mark_bib', subject, text: bib.trim(), reason }, said);
      feed?.current.correct(subject, { bib: bib.trim() || null }, runnersByBib);
    }
    onClose();
  };
  const check = ({ time }) => {
    const isKept = time.trim() === initial.time;
    return { time: isKept || read(time) !== null ? null : text('marks.notATime') };
  };
  return [useForm(initial, send, { check, onClose, id: 'mark' }), name];
}

/** `feed` may be null: then nobody shows a correction before the server tells it. */
export function CorrectMark({ mark, competition, runnersByBib, correcting, feed = null, onClose }) {
  const { text } = usePage();
  const [form, name] = useMarkForm({
    mark, competition, runnersByBib, correcting, feed, onClose,
  });
  const wearer = form.values.bib.trim() === '' ? null : wearerOf(runnersByBib, form.values.bib);
  const bibHint = form.values.bib.trim() === ''
    ? text('marks.wouldBeNobody')
    : wearer ? wearer.name || text('runners.noName')
      : text('marks.nobodyWears', { bib: form.values.bib.trim() });
  const counting = useCounting({ mark, name, correcting, feed, form, onClose });
  const reason = html`<${TextField} form=${form} name="reason" label=${text('correction.reason')}
    hint=${text('correction.reason.hint')} maxlength="200" autocomplete="off" />`;
  return html`
    <${Dialog} title=${text('marks.correctNamed', { mark: name })} onClose=${form.close}>
      <${Form} form=${form} label=${text('marks.correct')}>
        <p class="below came-as">${cameAs(text, mark, competition)}</p>
        ${!mark.is_withdrawn && html`<div class="field-pair">
          <${TextField} form=${form} name="time" autocomplete="off" inputmode="decimal"
            label=${text(competition.startedAtMs === null ? 'marks.timeOfDay' : 'marks.time')}
            hint=${text('marks.time.hint')} />
          <${TextField} form=${form} name="bib" label=${text('standings.bib')} hint=${bibHint}
            maxlength="12" autocomplete="off" />
        </div>`}
        ${reason}
        <div role="alert">${counting.problem && html`<p class="banner banner-alarm">
          ${counting.problem}</p>`}</div>
        <footer>
          <button type="button" class="secondary" onClick=${form.close}>
            ${text('dialog.cancel')}</button>
          ${mark.is_withdrawn
            ? html`<button type="button" onClick=${counting.giveBack}>
                ${text('marks.giveBack')}</button>`
            : html`<button type="button" class="danger outline" onClick=${counting.withdraw}>
                ${text('marks.withdraw')}</button>
              <${SubmitButton} form=${form}>${text('form.save')}<//>`}
        </footer>
      <//>
    <//>
  `;
}

/** `withdraw()` and `giveBack()`, with the reason in the form; `problem` is what went wrong. */
function useCounting({ mark, name, correcting, feed, form, onClose }) {
  const { text, translator } = usePage();
  const [problem, setProblem] = useState(null);
  const act = async (work) => {
    setProblem(null);
    try {
      await work();
      onClose();
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      setProblem(errorText(translator, error));
    }
  };
  const fields = { kind: 'mark_withdrawn', subject: mark.id, reason: form.values.reason };
  return {
    problem,
    withdraw: () => act(async () => {
      await correcting.make(fields, text('marks.said.withdrawn', { mark: name }));
      feed?.current.correct(mark.id, { is_withdrawn: true }, new Map());
    }),
    giveBack: () => act(() => correcting.make(
      { ...fields, number: COUNTS_AGAIN }, text('marks.said.givenBack', { mark: name }),
    )),
  };
}

/** What the phone has sent, which stays as it is. */
function cameAs(text, mark, competition) {
  const parts = [
    raceTimeText({ at_ms: mark.sent_at_ms }, competition.startedAtMs) ?? text('marks.noTime'),
    mark.sent_bib === null ? text('flag.no_bib') : text('marks.withBib', { bib: mark.sent_bib }),
    mark.device,
    mark.uncertainty_ms === null ? null : `± ${mark.uncertainty_ms} ms`,
  ];
  return text('marks.cameAs', { what: parts.filter(Boolean).join(' · ') });
}
