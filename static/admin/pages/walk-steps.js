/** The steps from nothing to a race that can start, and where one stands. */

import { usePage } from '../../ui/page.js';
import { html } from '../../vendor/htm-preact/standalone.module.js';
import { stepsOf } from '../race-kind.js';
import { hrefOf } from '../routes.js';

/** All steps of `race`; any of them can be gone to as soon as it is there and has an id. */
export function WalkSteps({ here, race }) {
  const { text } = usePage();
  return html`
    <nav class="steps no-print" aria-label=${text('walk.steps')}>
      <ol>
        ${stepsOf(race).map((step) => {
          const label = html`<i>${text(`walk.step.${step}`)}</i>`;
          const isHere = step === here;
          const mark = isHere ? 'step' : null;
          return html`<li key=${step} class=${isHere ? 'here' : null}>
            ${race.id === undefined
              ? html`<span aria-current=${mark}>${label}</span>`
              : html`<a href=${hrefOf('walkStep', race.id, step)} aria-current=${mark}>${label}</a>`}
          </li>`;
        })}
      </ol>
    </nav>
  `;
}

/** Back and on; going on is never refused. `isDone` makes it the thing to do. */
export function WalkButtons({ race, step, isDone }) {
  const { text } = usePage();
  const steps = stepsOf(race);
  const at = steps.indexOf(step);
  return html`
    <div class="buttons walk-buttons no-print">
      <a role="button" class="secondary outline" href=${hrefOf('walkStep', race.id, steps[at - 1])}>
        ${text('walk.back')}</a>
      <a role="button" class=${isDone ? null : 'secondary'}
        href=${hrefOf('walkStep', race.id, steps[at + 1])}>
        ${text(isDone ? 'walk.next' : 'walk.skip')}</a>
    </div>
  `;
}
