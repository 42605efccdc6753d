/** Whether all is ready for the race: the laptop, the judges' phones, a trial tap from each. */

import { languageOf } from '../../shared/i18n.js';
import { laptopCheckPath, REHEARSAL_PATH } from '../../shared/organizer-protocol.js';
import { errorText, useLoaded, usePage } from '../../ui/page.js';
import { html, useEffect, useState } from '../../vendor/htm-preact/standalone.module.js';
import { Loaded, PageHead } from '../loading.js';
import { useRoom } from '../panel.js';
import { hrefOf } from '../routes.js';
import { Check } from './control/checklist.js';
import { RehearsalJudges } from './rehearsal/judges.js';
import { lastTapAt, openCounts } from './rehearsal/readiness.js';

const JUDGES_EVERY_MS = 2000;
const LAPTOP_EVERY_MS = 30_000;
const LEVELS = { good: 'good', look: 'warn', bad: 'bad' };

export function RehearsalPage() {
  const { session, text, translator } = usePage();
  const language = languageOf(translator.locale);
  const rehearsal = usePolled(
    () => session.request(REHEARSAL_PATH), [session], JUDGES_EVERY_MS,
  );
  const laptop = usePolled(
    () => session.request(laptopCheckPath(language)), [session, language], LAPTOP_EVERY_MS,
  );
  const below = html`<a href=${hrefOf('laptop')}>${text('menu.laptop')}</a>`;
  return html`
    <${PageHead} title=${text('laptop.place.rehearsal')} below=${below} />
    <${Loaded} from=${rehearsal}>
      ${(found) => html`
        <${Summary} findings=${laptop.value?.findings} judges=${found.judges} />
        <${Judges} rehearsal=${found} reload=${rehearsal.reload} />`}
    <//>
    <section class="card checklist" aria-labelledby="laptop-title">
      <div class="rehearsal-head">
        <h2 id="laptop-title">${text('menu.laptop')}</h2>
        <button class="small secondary outline" aria-busy=${laptop.isLoading ? 'true' : null}
          onClick=${laptop.reload}>${text('rehearsal.again')}</button>
      </div>
      <${Loaded} from=${laptop}>
        ${({ findings }) => html`<${Findings} findings=${findings} />`}
      <//>
    </section>
  `;
}

/** As `useLoaded`, and loaded again while somebody looks. */
function usePolled(load, dependencies, everyMs) {
  const loaded = useLoaded(load, dependencies);
  const { reload } = loaded;
  useEffect(() => {
    const timer = setInterval(() => !document.hidden && reload(), everyMs);
    return () => clearInterval(timer);
  }, [reload, everyMs]);
  return loaded;
}

/** In one line, for who looks at nothing else. */
function Summary({ findings, judges }) {
  const { text, translator } = usePage();
  if (findings === undefined) {
    return html`<p class="banner" role="status">${text('loading.wait')}</p>`;
  }
  const { missing, looks } = openCounts(findings, judges);
  const kind = missing > 0 ? 'alarm' : looks > 0 ? 'warn' : 'good';
  const said = missing === 0
    ? text('rehearsal.ready')
    : text(missing === 1 ? 'rehearsal.missing.one' : 'rehearsal.missing', {
        count: translator.number(missing),
      });
  return html`<p class=${`banner banner-${kind} rehearsal-summary`} role="status">
    <strong>${said}</strong>${' '}
    ${looks > 0 && text(looks === 1 ? 'rehearsal.looks.one' : 'rehearsal.looks', {
      count: translator.number(looks),
    })}
  </p>`;
}

function Judges({ rehearsal, reload }) {
  const { text, translator } = usePage();
  const { clock } = useRoom();
  const { races, judges, asked_until: askedUntil } = rehearsal;
  const nowMs = clock.timeMs(performance.now());
  return html`
    <section class="card rehearsal-judges" aria-labelledby="judges-title">
      <div class="rehearsal-head">
        <h2 id="judges-title">${text('rehearsal.judges')}</h2>
        <${TrialButtons} isAsked=${askedUntil !== null} canAsk=${judges.some(canBeAsked)}
          reload=${reload} />
      </div>
      <p class="hint">${races.join(' · ')}</p>
      <p class="hint">${askedText({ text, translator }, judges, askedUntil)}</p>
      <${RehearsalJudges} judges=${judges} nowMs=${nowMs} />
      ${judges.length > 0 && html`<p class="hint">${text('rehearsal.clockHint')}</p>`}
    </section>
  `;
}

/** What the phones show, or when they showed it last. */
function askedText({ text, translator }, judges, askedUntil) {
  const time = (iso) => translator.timeOfDay(Date.parse(iso));
  if (askedUntil !== null) return text('rehearsal.asked', { time: time(askedUntil) });
  const tappedAt = lastTapAt(judges);
  return tappedAt === null ? text('rehearsal.hint') : text('rehearsal.done', { time: time(tappedAt) });
}

const canBeAsked = ({ is_racing: isRacing }) => !isRacing;

function TrialButtons({ isAsked, canAsk, reload }) {
  const { session, text, translator } = usePage();
  const [problem, setProblem] = useState(null);
  const send = (method) => async () => {
    setProblem(null);
    try {
      await session.request(REHEARSAL_PATH, { method });
      await reload();
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      setProblem(errorText(translator, error));
    }
  };
  return html`
    <div class="buttons">
      ${canAsk && html`<button class=${isAsked ? 'secondary' : null} onClick=${send('POST')}>
        ${text(isAsked ? 'rehearsal.askAgain' : 'rehearsal.ask')}</button>`}
      ${isAsked && html`<button class="secondary outline" onClick=${send('DELETE')}>
        ${text('rehearsal.end')}</button>`}
      <div role="alert">${problem && html`<p class="field-error">${problem}</p>`}</div>
    </div>
  `;
}

/** What is not well comes first; each with what to do about it. */
function Findings({ findings }) {
  const order = ['bad', 'look', 'good'];
  const sorted = [...findings].sort((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind));
  return html`<ul class="checks findings">
    ${sorted.map(({ name, kind, title, detail, advice }) => html`
      <${Check} key=${name} state=${LEVELS[kind]}>
        <strong class="finding-title">${title}</strong> ${detail}
        ${advice !== '' && html`<span class="finding-advice">${advice}</span>`}
      <//>`)}
  </ul>`;
}
