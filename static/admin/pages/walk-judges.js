/** The walk's third step: how many judges, and perhaps their names. */

import { encodeJudge, JUDGES_PATH } from '../../shared/organizer-protocol.js';
import { errorText, usePage } from '../../ui/page.js';
import { useUnsaved } from '../../ui/unsaved.js';
import { html, useState } from '../../vendor/htm-preact/standalone.module.js';
import { usernamesFor } from '../judge-names.js';
import { isIndividual } from '../race-kind.js';
import { WalkButtons } from './walk-steps.js';

const MOST_AT_ONCE = 60;
/** So many teams one pair of eyes keeps apart at a finish line. */
const TEAMS_PER_JUDGE = 5;
/** One takes times and one writes bibs. */
const JUDGES_AT_A_LINE = 2;

export function JudgesStep({ race, teams, judges, reload }) {
  const wanted = isIndividual(race) ? JUDGES_AT_A_LINE : Math.ceil(teams.length / TEAMS_PER_JUDGE);
  return html`
    <div class="two-columns">
      <${MakeJudges} wanted=${wanted} judges=${judges} reload=${reload} />
      <${ThoseThere} race=${race} judges=${judges} />
    </div>
    <${WalkButtons} race=${race} step="judges" isDone=${judges.length > 0} />
  `;
}

function ThoseThere({ race, judges }) {
  const { text, translator } = usePage();
  const advice = isIndividual(race) ? 'walk.judges.none.lines' : 'walk.judges.none';
  return html`
    <section class="card" aria-label=${text('menu.judges')}>
      <div role="status">
        <h2>${text('walk.judges.there', { count: translator.number(judges.length) })}</h2>
      </div>
      ${judges.length === 0
        ? html`<p class="below">${text(advice)}</p>`
        : html`<ul class="names">${judges.map((judge) => html`<li key=${judge.id}>
            ${judge.full_name || judge.username}
            ${judge.full_name && html`<span class="below"> ${judge.username}</span>`}
          </li>`)}</ul>`}
    </section>
  `;
}

const splitName = (name) => {
  const [first, ...others] = name.trim().split(/\s+/);
  return { first_name: first ?? '', last_name: others.join(' ') };
};

/** As many names as judges are wanted, most of them empty; each that was made leaves the list. */
function useNewJudges({ wanted, judges, reload }) {
  const { session, text, translator } = usePage();
  const first = Math.min(MOST_AT_ONCE, Math.max(1, wanted));
  const [size, setSize] = useState(judges.length === 0 ? first : 1);
  // Names beyond the size stay, for when it grows again.
  const [typed, setTyped] = useState([]);
  const names = Array.from({ length: size }, (_, index) => typed[index] ?? '');
  const [problem, setProblem] = useState(null);
  const [isBusy, setBusy] = useState(false);
  useUnsaved(!isBusy && names.some((name) => name.trim()));
  const resize = (count) => setSize(Math.min(MOST_AT_ONCE, Math.max(1, Math.round(count) || 1)));
  const rename = (at, name) => setTyped((now) => Object.assign([...now], { [at]: name }));
  const make = async (event) => {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    setProblem(null);
    const taken = judges.map((judge) => judge.username);
    let made = 0;
    try {
      for (const username of usernamesFor(names, taken, text('walk.judges.word'))) {
        const body = encodeJudge({ username, ...splitName(names[made]) });
        await session.request(JUDGES_PATH, { method: 'POST', body });
        made += 1;
      }
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      setProblem(errorText(translator, error));
    } finally {
      setTyped((now) => now.slice(made));
      setSize((now) => Math.max(1, now - made));
      setBusy(false);
      if (made > 0) await reload();
    }
  };
  return { names, problem, isBusy, resize, rename, make };
}

function MakeJudges(known) {
  const { text, translator } = usePage();
  const { names, problem, isBusy, resize, rename, make } = useNewJudges(known);
  const count = translator.number(names.length);
  return html`
    <form class="card" aria-label=${text('walk.judges.make', { count })} onSubmit=${make}>
      <${Stepper} count=${names.length} onChange=${resize} />
      <fieldset class="name-list">
        <legend>${text('walk.judges.names')}</legend>
        ${names.map((name, index) => html`<input key=${index} value=${name} maxlength="200"
          autocomplete="off" aria-label=${text('walk.judges.name', { number: index + 1 })}
          placeholder=${text('walk.judges.name', { number: index + 1 })}
          onInput=${(event) => rename(index, event.currentTarget.value)} />`)}
      </fieldset>
      <div role="alert">${problem && html`<p class="banner banner-alarm">${problem}</p>`}</div>
      <button type="submit" aria-busy=${isBusy ? 'true' : null}>
        ${text('walk.judges.make', { count })}</button>
    </form>
  `;
}

/** A number that is typed, or stepped; what is being typed is left alone, even where it is none. */
function Stepper({ count, onChange }) {
  const { text } = usePage();
  const [typed, setTyped] = useState(null);
  const [wasOutside, setWasOutside] = useState(false);
  const step = (by) => {
    setTyped(null);
    setWasOutside(false);
    onChange(count + by);
  };
  const type = (event) => {
    const { value, valueAsNumber } = event.currentTarget;
    setTyped(value);
    setWasOutside(false);
    if (!Number.isNaN(valueAsNumber)) onChange(valueAsNumber);
  };
  const isOutside = typed !== null && typed !== '' && Number(typed) !== count;
  // The figure goes back to what there is; why it did stays to be read.
  const leave = () => {
    setTyped(null);
    setWasOutside(isOutside);
  };
  return html`
    <div class="field">
      <label for="judge-count">${text('walk.judges.count')}</label>
      <div class="stepper">
        <button type="button" class="secondary" aria-label=${text('walk.judges.fewer')}
          onClick=${() => step(-1)}>−</button>
        <input id="judge-count" type="number" min="1" max=${MOST_AT_ONCE} value=${typed ?? count}
          onInput=${type} onBlur=${leave} aria-describedby="judge-count-range"
          aria-invalid=${isOutside ? 'true' : null} />
        <button type="button" class="secondary" aria-label=${text('walk.judges.more')}
          onClick=${() => step(1)}>+</button>
      </div>
      <div id="judge-count-range" role="status">
        ${(isOutside || wasOutside) && html`<p class="field-error">
          ${text('walk.judges.range', { most: MOST_AT_ONCE })}</p>`}
      </div>
    </div>
  `;
}
