/** Scheduled, in progress or finished, in a word. */

import { html } from '../vendor/htm-preact/standalone.module.js';

export function PhaseMark({ translator, phase }) {
  return html`<span class="phase phase-${phase}">${translator.text(`phase.${phase}`)}</span>`;
}
