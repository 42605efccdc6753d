/** The judge's lines and teams, right above the button: what the next tap or bib is for. */

import { usePage } from '../ui/page.js';
import { html } from '../vendor/htm-preact/standalone.module.js';
import { Icon } from './icons.js';
import { lineProgressText } from './mark-words.js';
import { StripButton } from './strip-button.js';
import { isComplete, progressText } from './tap-words.js';

/** More than these stand in two rows, where there is room. */
const ONE_ROW = 3;

/**
 * Lines first. Nothing where there is one thing only, which the button names. `onSelect(chip)` with
 * the `kind` (`line` or `team`) and `id` of what was chosen.
 */
export function ChoiceChips({ view, onSelect }) {
  const { text } = usePage();
  const isMany = view.lines.length + view.teams.length > ONE_ROW;
  const chips = [
    ...view.lines.map((line) => lineChip(line, text)),
    ...view.teams.map((team) => teamChip(team, isMany, text)),
  ];
  if (chips.length < 2) return null;
  const { selected } = view;
  return html`
    <section class=${`chips ${isMany ? 'chips-many' : 'chips-few'}`} aria-label=${text('choice.title')}>
      ${chips.map((chip) => html`<${ChoiceChip} key=${`${chip.kind}-${chip.id}`} chip=${chip}
        onSelect=${onSelect}
        isSelected=${selected?.kind === chip.kind && selected.id === chip.id} />`)}
    </section>
  `;
}

const lineChip = (line, text) => ({
  kind: 'line',
  id: line.id,
  title: line.name,
  name: line.competitionName,
  state: line.isGone ? 'chip-gone' : '',
  progress: line.isGone ? text('line.gone') : lineProgressText(line, text),
});

const teamChip = (team, isShort, text) => ({
  kind: 'team',
  id: team.id,
  title: team.number,
  name: team.name,
  state: team.isGone ? 'chip-gone' : isComplete(team) ? 'chip-complete' : '',
  progress: teamStateText(team, isShort, text),
});

function ChoiceChip({ chip, isSelected, onSelect }) {
  return html`
    <${StripButton} class=${`chip chip-${chip.kind} ${chip.state}`} isCurrent=${isSelected}
      aria-pressed=${isSelected ? 'true' : 'false'} onChoose=${() => onSelect(chip)}>
      <span class="chip-bib">${isSelected && html`<${Icon} name="stored" />`}${chip.title}</span>
      <span class="chip-name">${chip.name}</span>
      <span class="chip-progress">${chip.progress}</span>
    <//>
  `;
}

function teamStateText(team, isShort, text) {
  if (team.isGone) return text('team.gone');
  if (isComplete(team)) return text(isShort ? 'team.complete.short' : 'team.complete');
  return isShort && team.limit !== null
    ? text('team.progress.short', { count: team.count, limit: team.limit })
    : progressText(team, text);
}
