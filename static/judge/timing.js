/** What a judge has at the line: the connection, the race, the taps, the teams and the button. */

import { phaseOf } from '../shared/live-results.js';
import { usePage } from '../ui/page.js';
import { stayAwake } from '../ui/wake-lock.js';
import { html, useEffect, useMemo, useRef, useState } from '../vendor/htm-preact/standalone.module.js';
import { JudgeRoom } from './judge-room.js';
import { Menu } from './menu.js';
import { Notices } from './notices.js';
import { RaceHead } from './race-head.js';
import { SignInForms } from './sign-in.js';
import { SignalBar } from './signal-bar.js';
import { TapButton } from './tap-button.js';
import { TapFeedback } from './tap-feedback.js';
import { TapList } from './tap-list.js';
import { timeOfTap } from './tap-words.js';
import { TeamChips } from './team-chips.js';

/**
 * `remark` is something to be told once more, such as that a card was used already, or null;
 * `onLeft()` is called when the judge has signed out.
 */
export function Timing({ profile, remark, onLeft }) {
  const { text, translator } = usePage();
  const room = useRoom(profile);
  const feedback = useFeedback();
  const wakeLock = useWakeLock();
  const [said, setSaid] = useState('');
  // `menu`, `rescue` (the menu at its unsent taps), `signIn` or null.
  const [opened, setOpened] = useState(null);
  const actions = useMemo(() => ({
    withdraw: (id) => room.withdraw(id),
    giveBack: (id) => room.giveBack(id),
    move: (id, teamId) => room.move(id, teamId),
  }), [room]);
  const { view } = room;
  const team = view.teams.find(({ id }) => id === view.selectedTeamId) ?? null;
  const onTap = (momentMs) => {
    // First of all: the moment is kept whatever happens to sounds and words.
    const taken = room.take(team.id, room.reading(momentMs));
    feedback.signal();
    const tap = room.view.taps.find(({ id }) => id === taken);
    const { count } = room.view.teams.find(({ id }) => id === team.id) ?? team;
    setSaid(text('tap.said', { bib: team.number, time: timeOfTap(tap, translator), count }));
  };
  const isMenu = opened === 'menu' || opened === 'rescue';
  const isSigningIn = opened === 'signIn' && view.connection === 'ended';
  return html`
    <main class="timing" onClick=${letGo}>
      <div class="timing-head">
        <${SignalBar} view=${view} isSigningIn=${isSigningIn} onMenu=${() => setOpened('menu')}
          onSignIn=${() => setOpened('signIn')} />
        <${RaceHead} view=${view} room=${room} />
        <${Notices} view=${view} remark=${remark} onRescue=${() => setOpened('rescue')} />
      </div>
      <div class="timing-middle">
        ${isSigningIn
          ? html`<${SignInAgain} judge=${view.judge} onClose=${() => setOpened(null)} />`
          : html`<${TapList} taps=${view.taps} teams=${view.teams} actions=${actions} />`}
      </div>
      <div class="timing-foot">
        <${TeamChips} teams=${view.teams} selectedTeamId=${view.selectedTeamId}
          onSelect=${(teamId) => room.selectTeam(teamId)} />
        ${team
          ? html`<${TapButton} team=${team} phase=${view.competition && phaseOf(view.competition)}
              onTap=${onTap} onLift=${() => feedback.lifted()} isCovered=${isMenu} />`
          : html`<div class="no-teams"><p><strong>${text('judge.noTeams')}</strong></p>
              <p>${text('judge.noTeams.hint')}</p></div>`}
      </div>
      <p class="visually-hidden" aria-live="polite">${said}</p>
      ${isMenu && html`<${Menu} view=${view} room=${room} feedback=${feedback} wakeLock=${wakeLock}
        showsRescue=${opened === 'rescue'} onLeft=${onLeft} onClose=${() => setOpened(null)} />`}
    </main>
  `;
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
  useEffect(() => room.current.sessionChanged(), [session.isSignedIn, session.username]);
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
