/** The judge's teams, right above the button: which one the next tap is for. */

import { usePage } from '../ui/page.js';
import { html, useEffect, useRef } from '../vendor/htm-preact/standalone.module.js';
import { Icon } from './icons.js';
import { isComplete, progressText } from './tap-words.js';

/** A finger that moves further than this scrolls. */
const MOVED_PX = 12;
/** More teams than this stand in two rows. */
const ONE_ROW = 3;

/** Nothing for a single team, which the button names. */
export function TeamChips({ teams, selectedTeamId, onSelect }) {
  const { text } = usePage();
  if (teams.length < 2) return null;
  const isMany = teams.length > ONE_ROW;
  return html`
    <section class=${`chips ${isMany ? 'chips-many' : 'chips-few'}`} aria-label=${text('team.choose')}>
      ${teams.map((team) => html`<${TeamChip} key=${team.id} team=${team} onSelect=${onSelect}
        isSelected=${team.id === selectedTeamId} isShort=${isMany} />`)}
    </section>
  `;
}

/**
 * Chosen as soon as the finger is lifted: browsers send no click while another finger lies on the
 * button below.
 */
function TeamChip({ team, isSelected, isShort, onSelect }) {
  const { text } = usePage();
  const element = useRef(null);
  const from = useRef(null);
  useEffect(() => {
    if (isSelected) element.current.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [isSelected]);
  const select = () => onSelect(team.id);
  const onPointerDown = ({ clientX, clientY }) => {
    from.current = { clientX, clientY };
  };
  const onPointerUp = ({ clientX, clientY }) => {
    const start = from.current;
    from.current = null;
    if (start === null) return;
    const moved = Math.hypot(clientX - start.clientX, clientY - start.clientY);
    if (moved <= MOVED_PX) select();
  };
  const state = team.isGone ? 'chip-gone' : isComplete(team) ? 'chip-complete' : '';
  return html`
    <button type="button" ref=${element} class=${`chip ${state}`} aria-pressed=${isSelected ? 'true' : 'false'}
      onClick=${select} onPointerDown=${onPointerDown} onPointerUp=${onPointerUp}
      onPointerCancel=${() => {
        from.current = null;
      }}>
      <span class="chip-bib">${isSelected && html`<${Icon} name="stored" />`}${team.number}</span>
      <span class="chip-name">${team.name}</span>
      <span class="chip-progress">${stateText(team, isShort, text)}</span>
    </button>
  `;
}

function stateText(team, isShort, text) {
  if (team.isGone) return text('team.gone');
  if (isComplete(team)) return text(isShort ? 'team.complete.short' : 'team.complete');
  return isShort && team.limit !== null
    ? text('team.progress.short', { count: team.count, limit: team.limit })
    : progressText(team, text);
}
