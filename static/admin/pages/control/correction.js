/** The start was given too late or too early: the official start is set to what it was. */

import { recordedTimeParts } from '../../../shared/durations.js';
import { correctWaveStartPath, wavePath } from '../../../shared/lines-protocol.js';
import { competitionPath, correctStartPath } from '../../../shared/organizer-protocol.js';
import { TextField, useForm } from '../../../ui/forms.js';
import { errorText, usePage } from '../../../ui/page.js';
import { html, useEffect, useRef, useState } from '../../../vendor/htm-preact/standalone.module.js';
import { FormDialog } from '../../dialogs.js';
import { useRoom } from '../../panel.js';
import {
  exactTimeOfDay, instantAt, isSameDay, shiftedTime, signedSpan,
} from './start-times.js';

const NUDGES = [-60_000, -10_000, -1_000, -100, 100, 1_000, 10_000, 60_000];
/** What is wrong with the instant itself stands beside its field. */
const OF_THE_FIELD = ['times_before_start', 'start_out_of_range', 'invalid_field'];

/** `58 min`, `1 h 05 min`: far enough that seconds do not matter. */
function roughSpan(ms) {
  const minutes = Math.round(ms / 60_000);
  const hours = Math.floor(minutes / 60);
  if (hours === 0) return `${minutes} min`;
  return `${hours} h ${String(minutes % 60).padStart(2, '0')} min`;
}

const recordedTime = (ms) =>
  ms < 0 ? `−${recordedTimeParts(-ms).join('')}` : recordedTimeParts(ms).join('');

/** A step as it stands on its button: `−10 s`, `+1 min`. */
function nudgeText(stepMs) {
  const size = Math.abs(stepMs);
  const [unit, unitMs] = [['min', 60_000], ['s', 1000], ['ms', 1]].find(([, ms]) => size >= ms);
  const shown = `${size / unitMs} ${unit}`;
  return `${stepMs < 0 ? '−' : '+'}${shown}`;
}

/** A start that moves further than this is more likely a slip of the hand. */
const LARGE_MS = 10 * 60_000;

/** What is corrected: where it is read, where its start is set, and where the start is now. */
const OF_COMPETITION = {
  read: competitionPath, correct: correctStartPath, startOf: (race) => race.started_at,
};
const OF_WAVE = {
  read: wavePath, correct: correctWaveStartPath, startOf: (wave) => wave.official_start_at,
};

/**
 * `post(startedAt, reason)` corrects the start of the competition as it was when the dialog opened.
 *
 * Answers true, or false when somebody else has corrected it meanwhile: `onTheirs` is told to
 * what, and the next `post` starts from there. After `look()` it starts from how it is now.
 */
function useCorrection(competition, onTheirs) {
  const { session } = usePage();
  const subject = competition.isWave ? OF_WAVE : OF_COMPETITION;
  const seen = useRef(null);
  const look = () => {
    seen.current = session.request(subject.read(competition.id));
    // Whoever sends it waits for it, and hears of its failure.
    seen.current.catch(() => {});
    return seen.current;
  };
  useEffect(() => {
    look();
  }, []);
  const post = async (startedAt, reason) => {
    const race = await seen.current.catch(look);
    try {
      await session.request(subject.correct(competition.id), {
        method: 'POST',
        headers: { 'If-Match': race.etag },
        body: { started_at: startedAt, ...(reason && { reason }) },
      });
      return true;
    } catch (error) {
      const now = error.status === 412 ? error.body.current : null;
      if (!now) throw error;
      seen.current = Promise.resolve(now);
      // A race that was renamed or stopped has the same start.
      if (subject.startOf(now) === subject.startOf(race)) return post(startedAt, reason);
      // A wave whose false start was given up has none any more: the form stays as it is.
      const theirs = subject.startOf(now);
      if (theirs !== null) onTheirs(Date.parse(theirs));
      return false;
    }
  };
  return { post, look };
}

/**
 * Another organizer corrects the start while the form is open: what is said of it, as
 * `{startMs, moveMs, isFollowed}`. A field that nobody has touched follows, and `onFollow` is
 * called; one that somebody has stays, and what is sent is first refused.
 */
function useTheirs(officialMs, isProposed, form, onFollow) {
  const [theirs, setTheirs] = useState(null);
  const knownMs = useRef(officialMs);
  const tell = (startMs, isFollowed = false) => {
    setTheirs({ startMs, moveMs: startMs - knownMs.current, isFollowed });
    knownMs.current = startMs;
  };
  useEffect(() => {
    // While it is sent, the change that is heard of is most likely the own one.
    if (officialMs === null || officialMs === knownMs.current || form.isSending) return;
    const isUntouched = !isProposed && form.values.startedAt === exactTimeOfDay(knownMs.current);
    tell(officialMs, isUntouched);
    if (!isUntouched) return;
    const startedAt = exactTimeOfDay(officialMs);
    form.set('startedAt', startedAt);
    form.rebase(() => ({ startedAt, reason: '' }));
    onFollow();
  }, [officialMs, form.isSending]);
  return { theirs, tell };
}

/** What is wrong with the instant, as far as this page can tell; null for nothing. */
function instantProblem(wantedMs, clock, text) {
  if (wantedMs === null) return text('correction.notATime');
  const nowMs = clock.timeMs(performance.now());
  return nowMs !== null && wantedMs > nowMs ? text('error.start_out_of_range') : null;
}

/** The form: `{form, theirs, correctedMs, isAsking}`; it asks once more before a large move. */
function useCorrectionForm({ competition, proposedMs, done, close }) {
  const { text, translator } = usePage();
  const { clock } = useRoom();
  const { post, look } = useCorrection(competition, (startMs) => tell(startMs));
  const [sureMs, setSureMs] = useState(null);
  const officialMs = competition.startedAtMs;
  const pressedMs = officialMs - competition.startCorrectionMs;
  const instantOf = (values) => instantAt(values.startedAt, pressedMs);
  const send = async (values) => {
    const wantedMs = instantOf(values);
    if (Math.abs(wantedMs - officialMs) > LARGE_MS && sureMs !== wantedMs) {
      setSureMs(wantedMs);
      return false;
    }
    // Whatever stands against it, the question was about another state of things.
    setSureMs(null);
    try {
      if (!(await post(new Date(wantedMs).toISOString(), values.reason.trim()))) return false;
    } catch (error) {
      if (error.name !== 'ApiError' || !OF_THE_FIELD.includes(error.code)) throw error;
      form.setErrors({ startedAt: errorText(translator, error) });
      return false;
    }
    done();
    return true;
  };
  const check = (values) => {
    const problem = instantProblem(instantOf(values), clock, text);
    if (problem) setSureMs(null);
    return { startedAt: problem };
  };
  const initial = { startedAt: exactTimeOfDay(proposedMs ?? officialMs), reason: '' };
  const form = useForm(initial, send, { check, onClose: close });
  const { theirs, tell } = useTheirs(officialMs, proposedMs !== null, form, look);
  const correctedMs = instantOf(form.values);
  return { form, theirs, correctedMs, isAsking: sureMs !== null && sureMs === correctedMs };
}

/**
 * `competition` may be a wave: `{id, isWave: true, name, startedAtMs, startCorrectionMs, isUnset}`,
 * where `isUnset` says that nobody has started it, and `startedAtMs` is only where to begin.
 * `newest` is `{team, raceMs}` of the time that came in last, or null; `proposedMs` an instant to
 * begin with, or null. With `hasWaves` the start of the competition is not everybody's. `done` is
 * called when it has been corrected.
 */
export function CorrectionDialog({
  competition, newest, hasWaves = false, proposedMs, done, close,
}) {
  const { text } = usePage();
  const officialMs = competition.startedAtMs;
  const change = competition.isWave ? 'correction.effect.ofWave'
    : hasWaves ? 'correction.effect.withoutWave' : 'correction.effect';
  const { form, theirs, correctedMs, isAsking } = useCorrectionForm({
    competition, proposedMs, done, close,
  });
  return html`
    <${FormDialog} form=${form} label=${text('correction.title')} title=${competition.isWave
      ? text('correction.titleOf', { name: competition.name })
      : text('correction.title')} isDangerous=${isAsking}
      send=${text(isAsking ? 'correction.sure.do'
        : competition.isUnset ? 'waves.setStart' : 'correction.do')}>
      <${Instant} form=${form} competition=${competition} correctedMs=${correctedMs} />
      ${!competition.isUnset && html`<${Effect} officialMs=${officialMs}
        correctedMs=${correctedMs} newest=${newest} change=${change} />`}
      <${TextField} form=${form} name="reason" label=${text('correction.reason')}
        hint=${text('correction.reason.hint')} autocomplete="off" maxlength="200" />
      <${Questions} theirs=${theirs} moveMs=${isAsking ? correctedMs - officialMs : null} />
    <//>
  `;
}

/** The official start as it is, and as it is to be: typed, moved, or put back. */
function Instant({ form, competition, correctedMs }) {
  const { text, translator } = usePage();
  const officialMs = competition.startedAtMs;
  const pressedMs = officialMs - competition.startCorrectionMs;
  const isCorrected = competition.startCorrectionMs !== 0;
  const put = (instantMs) => form.set('startedAt', exactTimeOfDay(instantMs));
  return html`
    <p>
      ${competition.isUnset
        ? text('correction.unset')
        : text('correction.now', { time: exactTimeOfDay(officialMs) })}
      ${isCorrected && html`<br />
        ${text('correction.pressed', { time: exactTimeOfDay(pressedMs) })}`}
    </p>
    <${TextField} form=${form} name="startedAt" label=${text('correction.field')}
      hint=${text('correction.field.hint')} autocomplete="off" inputmode="decimal"
      class="exact" />
    ${correctedMs !== null && !isSameDay(correctedMs, Date.now()) && html`<p class="hint">
      ${text('correction.day', { day: translator.day(correctedMs) })}</p>`}
    <fieldset class="nudges">
      <legend class="visually-hidden">${text('correction.nudges')}</legend>
      ${NUDGES.map((stepMs) => html`<button type="button" class="secondary outline"
        key=${stepMs} onClick=${() => put((correctedMs ?? officialMs) + stepMs)}>
        ${nudgeText(stepMs)}</button>`)}
    </fieldset>
    ${isCorrected && html`<p>
      <button type="button" class="secondary outline" onClick=${() => put(pressedMs)}>
        ${text('correction.undo')}
      </button>
    </p>`}
  `;
}

/** Before it is sent: somebody else was there first, or it goes very far. */
function Questions({ theirs, moveMs }) {
  const { text } = usePage();
  return html`<div role="alert">
    ${theirs !== null && html`<p class="banner banner-warn">
      ${text(theirs.isFollowed ? 'correction.followed' : 'correction.theirs', {
        time: exactTimeOfDay(theirs.startMs), change: signedSpan(theirs.moveMs),
      })}</p>`}
    ${moveMs !== null && html`<p class="banner banner-alarm"><strong>
      ${text(moveMs < 0 ? 'correction.sure.earlier' : 'correction.sure.later', {
        span: roughSpan(Math.abs(moveMs)),
      })}</strong></p>`}
  </div>`;
}

/** How times change, by the example of the newest; `change` is the key of whose do. */
function Effect({ officialMs, correctedMs, newest, change }) {
  const { text } = usePage();
  if (correctedMs === null || correctedMs === officialMs) {
    return html`<p class="effect" role="status">${text('correction.same')}</p>`;
  }
  const [before, after] = newest
    ? shiftedTime(newest.raceMs, officialMs, correctedMs)
    : [null, null];
  return html`
    <div class="effect" role="status">
      <p>${text(change, { change: signedSpan(officialMs - correctedMs) })}</p>
      ${newest && html`<p>
        ${text('correction.example', { name: newest.team.name })}${' '}
        <span class="exact">${recordedTime(before)}</span> →${' '}
        <strong class="exact">${recordedTime(after)}</strong>
      </p>`}
    </div>
  `;
}
