/** The steps from nothing to a race that can start, and where one stands. */

import { usePage } from '../../ui/page.js';
import { html } from '../../vendor/htm-preact/standalone.module.js';
import { hrefOf } from '../routes.js';

export const STEPS = ['race', 'teams', 'judges', 'share', 'cards', 'ready'];

/** All steps; any of them can be gone to as soon as there is a race. */
export function WalkSteps({ here, raceId = null }) {
  const { text } = usePage();
  return html`
    <nav class="steps no-print" aria-label=${text('walk.steps')}>
      <ol>
        ${STEPS.map((step) => {
          const label = html`<i>${text(`walk.step.${step}`)}</i>`;
          const isHere = step === here;
          const mark = isHere ? 'step' : null;
          return html`<li key=${step} class=${isHere ? 'here' : null}>
            ${raceId === null
              ? html`<span aria-current=${mark}>${label}</span>`
              : html`<a href=${hrefOf('walkStep', raceId, step)} aria-current=${mark}>${label}</a>`}
          </li>`;
        })}
      </ol>
    </nav>
  `;
}

/** Back and on; going on is never refused. `isDone` makes it the thing to do. */
export function WalkButtons({ race, step, isDone }) {
  const { text } = usePage();
  const at = STEPS.indexOf(step);
  return html`
    <div class="buttons walk-buttons no-print">
      <a role="button" class="secondary outline" href=${hrefOf('walkStep', race.id, STEPS[at - 1])}>
        ${text('walk.back')}</a>
      <a role="button" class=${isDone ? null : 'secondary'}
        href=${hrefOf('walkStep', race.id, STEPS[at + 1])}>
        ${text(isDone ? 'walk.next' : 'walk.skip')}</a>
    </div>
  `;
}
