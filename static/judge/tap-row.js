/** One tap in the list: its time, its team, where it is, and what can be done with it. */

import { usePage } from '../ui/page.js';
import {
  Component, html, useEffect, useRef, useState,
} from '../vendor/htm-preact/standalone.module.js';
import { Icon } from './icons.js';
import { timeOfTap } from './tap-words.js';

/**
 * `actions` are `{withdraw(id), giveBack(id), move(id, teamId)}`, `onOpen(id)` opens or closes the
 * row. Drawn again only when something of it has changed: there may be hundreds.
 */
export class TapRow extends Component {
  shouldComponentUpdate(next) {
    const { tap, ...others } = this.props;
    return (
      Object.keys(others).some((key) => next[key] !== others[key])
      || Object.keys(next.tap).some((key) => next.tap[key] !== tap[key])
    );
  }

  render({ tap, isOpen, translator, onOpen, actions, teams }) {
    const text = (key, values) => translator.text(key, values);
    const time = timeOfTap(tap, translator);
    const team = teams.find(({ id }) => id === tap.teamId);
    const bib = tap.teamNumber ?? team?.number ?? '';
    return html`
      <li class=${`tap-row tap-${shownState(tap)} ${tap.isWithdrawn ? 'is-withdrawn' : ''}`}>
        <div class="tap-line">
          <button class="tap-open" aria-expanded=${isOpen ? 'true' : 'false'}
            onClick=${() => onOpen(tap.id)}>
            <span class="tap-time">${time}</span>
            <span class="tap-whose"><b>${bib}</b> ${team?.name ?? ''}</span>
            <span class="tap-state"><${Icon} name=${shownState(tap)} /> ${stateText(tap, text)}</span>
          </button>
          ${tap.isWithdrawn && tap.movedTo === null && html`<button class="tap-back"
            aria-label=${text('tap.giveBack.which', { time, bib })}
            onClick=${() => actions.giveBack(tap.id)}>${text('tap.giveBack')}</button>`}
        </div>
        ${isOpen && html`<${RowActions} tap=${tap} teams=${teams} actions=${actions} onOpen=${onOpen} />`}
      </li>
    `;
  }
}

function RowActions({ tap, teams, actions, onOpen }) {
  const { text } = usePage();
  const [isMoving, setMoving] = useState(false);
  const element = useRef(null);
  useEffect(() => element.current.scrollIntoView({ block: 'nearest' }), [isMoving]);
  const others = teams.filter((team) => team.id !== tap.teamId && !team.isGone);
  const act = (work) => () => {
    work();
    onOpen(tap.id);
  };
  // The same moment must not count twice: the tap of the other team is the one to change.
  if (tap.movedTo !== null) return null;
  if (isMoving) {
    return html`<div class="row-actions" ref=${element}>
      <p>${text('tap.move.to')}</p>
      ${others.map((team) => html`<button key=${team.id} class="row-team"
        onClick=${act(() => actions.move(tap.id, team.id))}>
        <b>${team.number}</b> ${team.name}</button>`)}
      <button class="quiet" onClick=${() => setMoving(false)}>${text('tap.move.not')}</button>
    </div>`;
  }
  return html`<div class="row-actions" ref=${element}>
    ${tap.isWithdrawn
      ? html`<button onClick=${act(() => actions.giveBack(tap.id))}>${text('tap.giveBack')}</button>`
      : html`<button onClick=${act(() => actions.withdraw(tap.id))}>${text('tap.withdraw')}</button>`}
    ${others.length > 0 && !tap.isWithdrawn && html`<button onClick=${() => setMoving(true)}>
      ${text('tap.move')}</button>`}
    ${tap.uncertaintyMs !== null && html`<p>${text('tap.uncertainty', {
      ms: Math.ceil(tap.uncertaintyMs),
    })}</p>`}
  </div>`;
}

const shownState = (tap) => (tap.isWithdrawn ? 'withdrawn' : tap.state);

function stateText(tap, text) {
  if (tap.movedTo !== null) return text('tap.state.moved', { bib: tap.movedTo });
  if (tap.isWithdrawn) {
    return text(tap.isWithdrawalUnsent ? 'tap.state.withdrawnUnsent' : 'tap.state.withdrawn');
  }
  const state = text(`tap.state.${tap.state}`);
  return tap.reason === null ? state : text('tap.stateWhy', { state, reason: reasonText(tap, text) });
}

function reasonText({ reason }, text) {
  const key = `reason.${reason}`;
  const known = text(key);
  return known === key ? text('reason.unknown', { code: reason }) : known;
}
