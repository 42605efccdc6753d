/** Times of teams: the list of them, and what stands on the button that takes them. */

import { usePage } from '../ui/page.js';
import { html, useState } from '../vendor/htm-preact/standalone.module.js';
import { TapList } from './tap-list.js';
import { RowActions } from './tap-row.js';
import { isComplete, progressText, tapEntry, timeOfTap } from './tap-words.js';

/** `actions` are `{withdraw(id), giveBack(id), move(id, teamId)}`, always the same functions. */
export function TeamTaps({ taps, teams, actions }) {
  const { text, translator } = usePage();
  const entryOf = (tap) => tapEntry(tap, teams.find(({ id }) => id === tap.teamId), translator);
  const actionsOf = (tap, close) => html`<${TapActions} tap=${tap} teams=${teams} actions=${actions}
    onDone=${close} />`;
  // The last one that still counts.
  const last = taps.find((tap) => !tap.isWithdrawn);
  const undo = last === undefined ? null : {
    label: text('taps.undo.which', { time: timeOfTap(last, translator), bib: entryOf(last).bib }),
    which: '',
    act: () => actions.withdraw(last.id),
  };
  return html`<${TapList} items=${taps} title=${text('taps.title', { count: taps.length })}
    none=${text('taps.none')} entryOf=${entryOf} actionsOf=${actionsOf}
    undo=${undo} giveBack=${actions.giveBack} />`;
}

function TapActions({ tap, teams, actions, onDone }) {
  const { text } = usePage();
  const [isMoving, setMoving] = useState(false);
  const others = teams.filter((team) => team.id !== tap.teamId && !team.isGone);
  const act = (work) => () => {
    work();
    onDone();
  };
  if (tap.movedTo !== null) return null;
  if (isMoving) {
    return html`<${RowActions} turn=${isMoving}>
      <p>${text('tap.move.to')}</p>
      ${others.map((team) => html`<button key=${team.id} class="row-team"
        onClick=${act(() => actions.move(tap.id, team.id))}>
        <b>${team.number}</b> ${team.name}</button>`)}
      <button class="quiet" onClick=${() => setMoving(false)}>${text('tap.move.not')}</button>
    <//>`;
  }
  return html`<${RowActions} turn=${isMoving}>
    ${tap.isWithdrawn
      ? html`<button onClick=${act(() => actions.giveBack(tap.id))}>${text('tap.giveBack')}</button>`
      : html`<button onClick=${act(() => actions.withdraw(tap.id))}>${text('tap.withdraw')}</button>`}
    ${others.length > 0 && !tap.isWithdrawn && html`<button onClick=${() => setMoving(true)}>
      ${text('tap.move')}</button>`}
    ${tap.uncertaintyMs !== null && html`<p>${text('tap.uncertainty', {
      ms: Math.ceil(tap.uncertaintyMs),
    })}</p>`}
  <//>`;
}

/** On the button: for whom the next tap is. */
export function TeamOnButton({ team, phase }) {
  const { text } = usePage();
  const remark = remarkOf(team, phase);
  return html`
    <span class="tap-do">${text('tap.do')}</span>
    <span class="tap-bib">${team.number}</span>
    <span class="tap-team">${team.name}</span>
    <span class="tap-progress">${progressText(team, text)}</span>
    ${remark !== null && html`<span class="tap-remark">${text(remark)}</span>`}
  `;
}

/** What becomes of a tap that will not simply count. */
function remarkOf(team, phase) {
  if (team.isGone) return 'tap.remark.gone';
  if (isComplete(team)) return 'tap.remark.complete';
  if (phase === 'scheduled') return 'tap.remark.scheduled';
  if (phase === 'finished') return 'tap.remark.finished';
  return null;
}
