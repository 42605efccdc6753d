/** Refused times that were dismissed: each can be taken back, and then waits again. */

import {
  decodeRefused, DISMISSED_PATH, recoverRefusedPath,
} from '../../../shared/organizer-protocol.js';
import { errorText, usePage } from '../../../ui/page.js';
import { html, useEffect, useState } from '../../../vendor/htm-preact/standalone.module.js';
import { useFold } from './fold.js';
import { reasonText, teamText, timeOf } from './refused-texts.js';

const FEW = 10;

/** Loaded when it is opened, and again while it is open whenever `version` is another. */
export function Dismissed({ competitions, names, version }) {
  const { session, text, translator } = usePage();
  const [isOpen, setOpen] = useState(false);
  const [items, setItems] = useState(null);
  const [problem, setProblem] = useState(null);
  const tried = async (work) => {
    setProblem(null);
    try {
      await work();
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      setProblem(errorText(translator, error));
    }
  };
  const load = () =>
    tried(async () => setItems((await session.request(DISMISSED_PATH)).map(decodeRefused)));
  const recover = (item) =>
    tried(async () => {
      await session.request(recoverRefusedPath(item.id), { method: 'POST' });
      setItems((before) => before.filter((other) => other.id !== item.id));
    });
  useEffect(() => {
    if (isOpen) load();
  }, [isOpen, version]);
  return html`
    <details class="dismissed" onToggle=${(event) => setOpen(event.currentTarget.open)}>
      <summary>${items === null
        ? text('refused.dismissedList')
        : text('refused.dismissedList.count', { count: translator.number(items.length) })}</summary>
      <div role="alert">${problem && html`<p class="field-error">${problem}</p>`}</div>
      ${items !== null && html`<${DismissedList} items=${items} competitions=${competitions}
        names=${names} recover=${recover} />`}
    </details>
  `;
}

function DismissedList({ items, competitions, names, recover }) {
  const { text } = usePage();
  const [shown, more] = useFold(items, FEW);
  if (items.length === 0) return html`<p class="hint">${text('refused.noneDismissed')}</p>`;
  return html`
    <ul class="refused" aria-label=${text('refused.dismissedList')}>
      ${shown.map((item) => html`<${DismissedTime} key=${item.id} item=${item} names=${names}
        competition=${competitions.get(item.competitionId)} recover=${() => recover(item)} />`)}
    </ul>
    ${more}
  `;
}

function DismissedTime({ item, names, competition, recover }) {
  const panel = usePage();
  const { text, translator } = panel;
  const { time } = timeOf(translator, item, competition);
  const team = teamText(text, item);
  return html`<li>
    <div class="what"><strong>${team}</strong> <span class="exact">${time}</span></div>
    <small>${[
      names.competitionName(item.competitionId),
      reasonText(panel, item),
      names.judgeName(item.username),
    ].filter(Boolean).join(' · ')}</small>
    <div class="decide">
      <button class="small secondary" onClick=${recover}
        aria-label=${text('bin.restoreNamed', { name: `${team}, ${time}` })}>
        ${text('bin.restore')}</button>
    </div>
  </li>`;
}
