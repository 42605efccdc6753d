/** Under the thumb: what the next tap is for, the button, and the keypad for bibs. */

import { phaseOf } from '../shared/live-results.js';
import { usePage } from '../ui/page.js';
import { html, useRef, useState } from '../vendor/htm-preact/standalone.module.js';
import { BibLine, ReadyLeft } from './bib-line.js';
import { ChoiceChips } from './choice-chips.js';
import { ENTER, ERASE, Keypad, useKeyboard } from './keypad.js';
import { LineOnButton } from './mark-list.js';
import { bibText } from './mark-words.js';
import { TapButton } from './tap-button.js';
import { TeamOnButton } from './team-taps.js';

/**
 * `team` or `line` is what is selected, the other null. `layout` is `taps` (the button alone), `bibs`
 * (the keypad alone) or `both`. `say(words)` is for screen readers; while `isCovered` keys are for what
 * lies over the page.
 */
export function Foot({ view, room, team, line, layout, desk, onTap, feedback, say, isCovered }) {
  const typing = useTyping({ room, desk, feedback, say });
  const hasKeypad = layout !== 'taps';
  const hasButton = layout !== 'bibs';
  const phase = view.competition && phaseOf(view.competition);
  useKeyboard({
    onKey: typing.onKeyboard,
    takesEnter: () => !hasButton || typing.isOfKeyboard(),
    isOff: isCovered || !hasKeypad,
  });
  const select = ({ kind, id }) => (kind === 'line' ? room.selectLine(id) : room.selectTeam(id));
  return html`
    <div class="timing-foot">
      <${ChoiceChips} view=${view} onSelect=${select} />
      ${line !== null && line.mode !== 'both' && html`<${ReadyLeft} view=${view} room=${room} />`}
      ${hasButton && html`<${TapButton} onTap=${onTap} onLift=${() => feedback.lifted()}
        isCovered=${isCovered} isForKeypad=${(key) => key === 'Enter' && typing.isOfKeyboard()}>
        ${line === null
          ? html`<${TeamOnButton} team=${team} phase=${phase} />`
          : html`<${LineOnButton} line=${line} view=${view} phase=${phase} isLow=${hasKeypad} />`}
      <//>`}
      ${hasKeypad && html`
        <${BibLine} view=${view} line=${line} desk=${desk} room=${room}
          hasLetters=${typing.hasLetters} onLetters=${typing.turnLetters} />
        <${Keypad} hasLetters=${typing.hasLetters} onKey=${typing.onTouch}
          onLift=${() => feedback.lifted()} />`}
    </div>
  `;
}

/** What becomes of keys, those on the screen and those of a keyboard. */
function useTyping({ room, desk, feedback, say }) {
  const { text } = usePage();
  const [hasLetters, setLetters] = useState(false);
  const wasKeyboard = useRef(false);
  const onKey = (key, momentMs) => {
    const entered = desk.press(key, room.reading(momentMs));
    if (entered === null) return feedback.key();
    const { bib, runner, isUnknown, isRefused } = entered;
    feedback.entered({ isOdd: isUnknown || isRefused });
    if (isRefused) return say(text('bib.full'));
    return say(text(isUnknown ? 'bib.said.unknown' : 'bib.said', { bib: bibText(bib, runner) }));
  };
  const onTouch = (key, momentMs) => {
    wasKeyboard.current = false;
    onKey(key, momentMs);
    // A bib has one letter, as a rule.
    if (key !== ERASE && key !== ENTER) setLetters(false);
  };
  const onKeyboard = (key, momentMs) => {
    wasKeyboard.current = key !== ENTER;
    onKey(key, momentMs);
  };
  // Enter is also what a shutter in the other hand sends: then it is a tap, whatever is half typed.
  const isOfKeyboard = () => wasKeyboard.current && desk.typed !== '';
  const turnLetters = () => setLetters((now) => !now);
  return { hasLetters, turnLetters, onTouch, onKeyboard, isOfKeyboard };
}
