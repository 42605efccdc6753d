/** From one race to the other: several may be in progress at once. */

import { phaseOf } from '../../../shared/live-results.js';
import { usePage } from '../../../ui/page.js';
import { RaceFace } from '../../../ui/race-face.js';
import { html } from '../../../vendor/htm-preact/standalone.module.js';
import { hrefOf } from '../../routes.js';

const MOST_SHOWN = 8;
const PHASE_ORDER = { running: 0, scheduled: 1, finished: 2 };

/** Those that run first, then the next ones, then the last ones. */
function inOrder(competitions) {
  const near = (one, other, sign) => sign * ((one.scheduledAtMs ?? 0) - (other.scheduledAtMs ?? 0));
  return [...competitions].sort((one, other) => {
    const phase = phaseOf(one);
    const difference = PHASE_ORDER[phase] - PHASE_ORDER[phaseOf(other)];
    return difference || near(one, other, phase === 'finished' ? -1 : 1) || one.id - other.id;
  });
}

export function RaceSwitcher({ competitions, here, clock }) {
  const { text, translator } = usePage();
  if (competitions.length < 2) return null;
  const ordered = inOrder(competitions);
  const running = ordered.filter((item) => item.isRunning).length;
  const most = Math.max(MOST_SHOWN, running);
  const shown = ordered.filter((item, index) => index < most || item.id === here);
  return html`
    <nav class="switcher no-print" aria-label=${text('control.switcher')}>
      <ul>
        ${shown.map((item) => html`<li key=${item.id}>
          <a href=${hrefOf('control', item.id)} aria-current=${item.id === here ? 'page' : null}
            class=${`phase-${phaseOf(item)}`}>
            <span class="switcher-name">${item.name}</span>
            <span class="switcher-state">
              ${item.isRunning
                ? html`<${RaceFace} competition=${item} clock=${clock} />`
                : phaseOf(item) === 'finished'
                  ? text('phase.finished')
                  : translator.timeOfDay(item.scheduledAtMs)}
            </span>
          </a>
        </li>`)}
      </ul>
    </nav>
  `;
}
