/** What a judge has at the line: the connection, the race, the taps, the teams and the button. */

import { usePage } from '../ui/page.js';
import { stayAwake } from '../ui/wake-lock.js';
import { html, useEffect, useMemo, useRef, useState } from '../vendor/htm-preact/standalone.module.js';
import { useBibDesk } from './bib-desk.js';
import { Foot } from './foot.js';
import { JudgeRoom } from './judge-room.js';
import { LineMarks } from './mark-list.js';
import { lineProgressText } from './mark-words.js';
import { Menu } from './menu.js';
import { Notices } from './notices.js';
import { RaceHead } from './race-head.js';
import { SignInForms } from './sign-in.js';
import { SignalBar } from './signal-bar.js';
import { TapFeedback } from './tap-feedback.js';
import { timeOfTap } from './tap-words.js';
import { TeamTaps } from './team-taps.js';
import { TrialPrompt } from './trial-prompt.js';
import { WaitingQueue } from './waiting-queue.js';

/**
 * `remark` is something to be told once more, such as that a card was used already, or null;
 * `onLeft()` is called when the judge has signed out.
 */
export function Timing({ profile, remark, onLeft }) {
  const { text, translator } = usePage();
  const room = useRoom(profile);
  const desk = useBibDesk(room);
  const feedback = useFeedback();
  const wakeLock = useWakeLock();
  const [said, say] = useState('');
  // `menu`, `rescue` (the menu at its unsent taps), `signIn` or null.
  const [opened, setOpened] = useState(null);
  const actions = useActions(room, desk);
  const { view } = room;
  const isMenu = opened === 'menu' || opened === 'rescue';
  const isSigningIn = opened === 'signIn' && view.connection === 'ended';
  const { team, line } = selectedOf(view);
  const layout = layoutOf(line, desk, isSigningIn);
  const onTap = (momentMs) => {
    // First of all: the moment is kept whatever happens to sounds and words.
    const reading = room.reading(momentMs);
    const taken = line === null ? room.take(team.id, reading) : room.tap(reading);
    feedback.signal();
    say(line === null
      ? saidOfTap(room.view, taken, { text, translator })
      : saidOfMark(room.view, taken, { text, translator }));
  };
  const trial = room.trials.state;
  if (trial !== null) {
    return html`<${TrialPrompt} state=${trial} room=${room} feedback=${feedback} />`;
  }
  return html`
    <main class=${`timing timing-${layout}`} onClick=${letGo}>
      <div class="timing-head">
        <${SignalBar} view=${view} isSigningIn=${isSigningIn} onMenu=${() => setOpened('menu')}
          onSignIn=${() => setOpened('signIn')} />
        <${RaceHead} view=${view} room=${room} />
        <${Notices} view=${view} remark=${remark} onRescue=${() => setOpened('rescue')} />
      </div>
      <div class="timing-middle">
        ${isSigningIn && html`<${SignInAgain} judge=${view.judge} onClose=${() => setOpened(null)} />`}
        ${!isSigningIn && line === null && html`<${TeamTaps} taps=${view.taps} teams=${view.teams}
          actions=${actions} />`}
        ${!isSigningIn && line !== null && html`<${LineMarks} key=${line.id} marks=${view.marks}
          lastAct=${view.lastAct}
          waitingCount=${view.waiting.length} lines=${view.lines} line=${line} actions=${actions} />`}
        <${WaitingQueue} marks=${waitingOf(view)} chosenId=${desk.chosen?.id} actions=${actions} />
      </div>
      ${team === null && line === null
        ? html`<div class="timing-foot no-teams"><p><strong>${text('judge.noTeams')}</strong></p>
            <p>${text('judge.noTeams.hint')}</p></div>`
        : html`<${Foot} view=${view} room=${room} team=${team} line=${line} layout=${layout}
            desk=${desk} onTap=${onTap} feedback=${feedback} say=${say} isCovered=${isMenu} />`}
      <p class="visually-hidden" aria-live="polite">${said}</p>
      ${isMenu && html`<${Menu} view=${view} room=${room} feedback=${feedback} wakeLock=${wakeLock}
        showsRescue=${opened === 'rescue'} onLeft=${onLeft} onClose=${() => setOpened(null)} />`}
    </main>
  `;
}

/** Of taps and marks, by their ids; lists rely on their being always the same functions. */
function useActions(room, desk) {
  return useMemo(() => ({
    undo: room.undo,
    withdraw: (id) => room.withdraw(id),
    giveBack: (id) => room.giveBack(id),
    move: (id, teamId) => room.move(id, teamId),
    setBib: (id, bib) => room.setBib(id, bib),
    stopWaiting: (id) => {
      room.stopWaiting(id);
      desk.chooseNone();
    },
    chooseMark: desk.choose,
    chooseNone: desk.chooseNone,
  }), [room, desk]);
}

/** What the next tap is for: `{team, line}`, one of them or both null. */
function selectedOf({ selected, teams, lines }) {
  const found = (list, kind) =>
    (selected?.kind === kind ? list.find(({ id }) => id === selected.id) : null) ?? null;
  return { team: found(teams, 'team'), line: found(lines, 'line') };
}

/**
 * `taps` (the button alone), `bibs` (the keypad alone) or `both`. A bib is written on the keypad, also
 * where there is none as a rule; the form of the sign-in takes its room, but not that of times.
 */
function layoutOf(line, desk, isSigningIn) {
  if (line?.mode === 'bibs') return 'bibs';
  return (line?.mode === 'both' || desk.chosen !== null) && !isSigningIn ? 'both' : 'taps';
}

const waitingOf = (view) =>
  view.waiting.map((id) => view.marks.find((mark) => mark.id === id)).filter(Boolean);

function saidOfTap({ taps, teams }, id, { text, translator }) {
  const tap = taps.find((one) => one.id === id);
  const { number, count } = teams.find((team) => team.id === tap.teamId);
  return text('tap.said', { bib: number, time: timeOfTap(tap, translator), count });
}

function saidOfMark({ marks, lines }, id, { text, translator }) {
  const mark = marks.find((one) => one.id === id);
  const line = lines.find((one) => one.id === mark.lineId);
  const time = timeOfTap(mark, translator);
  return text('line.said', { line: line.name, time, count: lineProgressText(line, text) });
}

/**
 * A button that was touched keeps the focus, and the next press of a shutter's key would press it
 * again instead of taking a time.
 */
function letGo({ detail, target }) {
  const wasTouched = detail > 0;
  if (wasTouched) target.closest('.timing button')?.blur();
}

/** In the place of the list, so that the button stays: times do not wait for a sign-in. */
function SignInAgain({ judge, onClose }) {
  const { text } = usePage();
  return html`<section class="sign-in-again" aria-labelledby="sign-in-again-title">
    <div class="taps-head">
      <h2 id="sign-in-again-title">${text('judge.signInAgain', { name: judge.name })}</h2>
      <button class="quiet" onClick=${onClose}>${text('judge.later')}</button>
    </div>
    <${SignInForms} done=${onClose} username=${judge.username} />
  </section>`;
}

function useRoom(profile) {
  const { session } = usePage();
  const [, setTurn] = useState(0);
  const room = useRef(null);
  room.current ??= new JudgeRoom({
    session, profile, onChange: () => setTurn((turn) => turn + 1),
  });
  useEffect(() => {
    room.current.open();
    return () => room.current.close();
  }, []);
  useEffect(
    () => room.current.sessionChanged(), [session.isSignedIn, session.username, session.judge?.id],
  );
  return room.current;
}

function useFeedback() {
  const feedback = useMemo(() => new TapFeedback(), []);
  useEffect(() => () => feedback.close(), []);
  return feedback;
}

function useWakeLock() {
  const [state, setState] = useState('off');
  useEffect(() => stayAwake(setState), []);
  return state;
}
