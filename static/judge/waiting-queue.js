/** Times that wait for their bibs, in their order: which one the next bib is for is highlighted. */

import { usePage } from '../ui/page.js';
import { html } from '../vendor/htm-preact/standalone.module.js';
import { Icon } from './icons.js';
import { shortTime } from './mark-words.js';
import { StripButton } from './strip-button.js';

/**
 * `marks` that wait, the oldest first. `chosenId` is the one whose bib is given out of order, and
 * what can be done with it stands in the place of the others: nothing moves under the thumb.
 */
export function WaitingQueue({ marks, chosenId, actions }) {
  const { text } = usePage();
  if (marks.length === 0) return null;
  const chosen = marks.find(({ id }) => id === chosenId);
  return html`
    <section class="queue" aria-label=${text(
      marks.length === 1 ? 'queue.title.one' : 'queue.title', { count: marks.length },
    )}>
      ${chosen
        ? html`<${Chosen} key=${chosen.id} mark=${chosen} actions=${actions} />`
        : html`<ol class="queue-times">
            ${marks.map((mark, place) => html`<${Waiting} key=${mark.id} mark=${mark}
              isNext=${place === 0} onChoose=${actions.chooseMark} />`)}
          </ol>`}
    </section>
  `;
}

function Waiting({ mark, isNext, onChoose }) {
  const { text, translator } = usePage();
  const time = shortTime(mark, translator);
  return html`<li>
    <${StripButton} class=${`queue-time ${isNext ? 'is-next' : ''}`} isCurrent=${isNext}
      aria-label=${text(isNext ? 'queue.choose.next' : 'queue.choose', { time })}
      onChoose=${() => onChoose(mark.id)}>${time}<//>
  </li>`;
}

function Chosen({ mark, actions }) {
  const { text, translator } = usePage();
  const time = shortTime(mark, translator);
  return html`
    <p class="queue-chosen">${time}</p>
    <button type="button" onClick=${() => actions.withdraw(mark.id)}>${text('tap.withdraw')}</button>
    <button type="button" onClick=${() => actions.stopWaiting(mark.id)}>${text('queue.noBib')}</button>
    <button type="button" class="queue-close" aria-label=${text('queue.back')}
      onClick=${actions.chooseNone}><${Icon} name="close" /></button>
  `;
}
