/** One tap or mark in the list: what it says, where it is, and what can be done with it. */

import { Component, html, useEffect, useRef } from '../vendor/htm-preact/standalone.module.js';
import { Icon } from './icons.js';

/**
 * `entry` as `tapEntry` and `markEntry` make it; `onOpen(id)` opens or closes the row, and what is
 * to be seen of it then are its children. Drawn again only when something of it has changed: there
 * may be hundreds.
 */
export class TapRow extends Component {
  shouldComponentUpdate(next) {
    const { entry, isOpen, onOpen, onGiveBack, label } = this.props;
    return (
      isOpen || next.isOpen || next.label !== label
      || next.onOpen !== onOpen || next.onGiveBack !== onGiveBack
      || Object.keys(next.entry).some((key) => next.entry[key] !== entry[key])
    );
  }

  render({ entry, isOpen, label, onOpen, onGiveBack, children }) {
    const flags = entry.flags
      && html`<span class="tap-flags"><${Icon} name="warning" /> ${entry.flags}</span>`;
    return html`
      <li class=${`tap-row tap-${entry.state} ${entry.isWithdrawn ? 'is-withdrawn' : ''}`}>
        <div class="tap-line">
          <button class="tap-open" aria-expanded=${isOpen ? 'true' : 'false'}
            onClick=${() => onOpen(entry.id)}>
            <span class="tap-lead">${entry.lead}</span>
            <span class="tap-whose">${entry.number && html`<i>${entry.number}</i> `}
              ${entry.bib && html`<b>${entry.bib}</b> `}${entry.name || flags}</span>
            <span class="tap-state"><${Icon} name=${entry.state} /> ${entry.stateText}</span>
            ${entry.name && flags}
          </button>
          ${!isOpen && entry.giveBackLabel && html`<button class="tap-back" aria-label=${entry.giveBackLabel}
            onClick=${() => onGiveBack(entry.id)}>${label}</button>`}
        </div>
        ${isOpen && children}
      </li>
    `;
  }
}

/** What can be done with a row, in sight wherever the list was scrolled to; `turn` as it changes. */
export function RowActions({ turn, children }) {
  const element = useRef(null);
  useEffect(() => element.current.scrollIntoView({ block: 'nearest' }), [turn]);
  return html`<div class="row-actions" ref=${element}>${children}</div>`;
}
