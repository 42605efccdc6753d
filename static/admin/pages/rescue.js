/** Taps that a judge's phone could not send: read off its screen, looked at, and stored. */

import { LINES_PATH } from '../../shared/lines-protocol.js';
import {
  decodeJudge, decodeRescued, JUDGES_PATH, RESCUE_PATH, TEAMS_PATH,
} from '../../shared/organizer-protocol.js';
import { errorText, usePage } from '../../ui/page.js';
import { html, useEffect, useRef, useState } from '../../vendor/htm-preact/standalone.module.js';
import { namesOf } from '../judge-names.js';
import { Loaded, PageHead } from '../loading.js';
import { useLive, useRoom } from '../panel.js';
import { unreadTexts } from '../rescue-link.js';
import { hrefOf } from '../routes.js';
import { Outcome } from './rescue/outcome.js';
import { Preview } from './rescue/preview.js';
import {
  bodiesOf, bothOutcomes, NO_OUTCOME, readTexts, tapsByJudge, withoutJudges,
} from './rescue/reading.js';
import { describeTap } from './rescue/tap-texts.js';

/** Hundreds at once, over a Wi-Fi that is what it is. */
const SEND_TIMEOUT_MS = 60_000;

export function RescuePage() {
  const { text } = usePage();
  const { input, setInput, isBrought } = useInput();
  const known = useKnown();
  const sending = useSending(setInput);
  const { whole, damaged } = readTexts(input);
  const below = html`<a href=${hrefOf('room')}>${text('menu.room')}</a>`;
  const field = html`<${TextsField} key="field" input=${input} damaged=${damaged}
    isEmpty=${whole.length === 0} isBusy=${sending.isBusy} onInput=${setInput} />`;
  return html`
    <${PageHead} title=${text('rescue.title')} below=${below} />
    <div role="status">${sending.outcome && html`<${Outcome} outcome=${sending.outcome} />`}</div>
    <div role="alert">
      ${sending.problem && html`<p class="banner banner-alarm">${sending.problem}</p>`}
    </div>
    ${!isBrought && field}
    ${whole.length > 0 && html`<${Loaded} key="preview" from=${known}>
      ${(names) => html`<${Preview} judges=${tapsByJudge(whole)} known=${names}
        sending=${sending} />`}
    <//>`}
    ${isBrought && field}
  `;
}

/** What was brought by links or pasted; `isBrought`: it was there when the page was opened. */
function useInput() {
  const [input, setInput] = useState(unreadTexts.read);
  const [isBrought, setBrought] = useState(() => readTexts(unreadTexts.read()).whole.length > 0);
  useEffect(() => {
    // Another link was opened in this tab.
    const follow = () => {
      setInput(unreadTexts.read());
      setBrought(true);
    };
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);
  const change = (next) => {
    unreadTexts.write(next);
    setInput(next);
  };
  return { input, setInput: change, isBrought };
}

/** `{judgeName(id), teams, lines, competitions}`: what the panel knows of what the texts tell by ids. */
function useKnown() {
  const { session } = usePage();
  const { room } = useRoom();
  const loaded = useLive(async () => {
    const [judges, teams, lines] = await Promise.all(
      [JUDGES_PATH, TEAMS_PATH, LINES_PATH].map((path) => session.request(path)),
    );
    return {
      judgeName: namesOf(judges.map(decodeJudge)),
      teams: new Map(teams.map((team) => [team.id, team])),
      lines: new Map(lines.map((line) => [line.id, line])),
    };
  }, [session]);
  const competitions = new Map(room.competitions.map((item) => [item.id, item]));
  return { ...loaded, value: loaded.value && { ...loaded.value, competitions } };
}

/** `send(judges, known)`, and what became of it; what was not answered stays in the input. */
function useSending(setInput) {
  const { session, text, translator } = usePage();
  const [outcome, setOutcome] = useState(null);
  const [problem, setProblem] = useState(null);
  const [isBusy, setBusy] = useState(false);
  const busy = useRef(false);
  const send = async (judges, known) => {
    if (busy.current) return;
    busy.current = true;
    setBusy(true);
    setProblem(null);
    const done = [];
    let all = NO_OUTCOME;
    try {
      for (const judge of judges) {
        for (const body of bodiesOf(judge)) {
          const options = { method: 'POST', body, timeoutMs: SEND_TIMEOUT_MS };
          const answer = decodeRescued(await session.request(RESCUE_PATH, options));
          all = bothOutcomes(all, answer);
        }
        done.push(judge.judgeId);
      }
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      setProblem(errorText(translator, error));
    } finally {
      setOutcome(all === NO_OUTCOME ? null : withNames(text, all, judges, known));
      if (done.length > 0) setInput(withoutJudges(unreadTexts.read(), done));
      busy.current = false;
      setBusy(false);
    }
  };
  return { send, outcome, problem, isBusy };
}

/** Those that failed with what they are called: the texts are gone by then. */
function withNames(text, outcome, judges, known) {
  const taps = new Map(judges.flatMap((judge) => judge.taps.map((tap) => [tap.id, tap])));
  const failed = outcome.failed.map((one) => {
    const tap = taps.get(one.recordId);
    return { ...one, ...(tap && describeTap(text, tap, known)) };
  });
  return { ...outcome, failed };
}

function TextsField({ input, damaged, isEmpty, isBusy, onInput }) {
  const { text } = usePage();
  const isForeign = isEmpty && damaged.length === 0 && input.trim() !== '';
  const problems = isForeign
    ? [text('rescue.noText')]
    : damaged.map((one) => text('rescue.damaged', { start: `${one.slice(0, 16)}…` }));
  return html`
    <div class="field card narrow rescue-input">
      <label for="rescue-input">${text('rescue.input')}</label>
      <textarea id="rescue-input" rows="4" spellcheck=${false} autocapitalize="off"
        autocomplete="off" value=${input} readonly=${isBusy}
        aria-invalid=${problems.length > 0 ? 'true' : null}
        aria-describedby="rescue-input-hint rescue-input-error"
        onInput=${(event) => onInput(event.currentTarget.value)}></textarea>
      <small id="rescue-input-hint">${text('rescue.input.hint')}</small>
      <div id="rescue-input-error" role="alert">
        ${problems.map((problem) => html`<p class="field-error" key=${problem}>${problem}</p>`)}
      </div>
    </div>
  `;
}
