/** A doubt at a glance: a sign of its own kind, in a shape and a colour, never alone. */

import { html } from '../../../vendor/htm-preact/standalone.module.js';

const SIGNS = {
  missing_time: '?', missing_bib: '?', double_time: '2', double_bib: '2', unknown_bib: '✕',
  not_on_course: '!', bibs_differ: '≠', out_of_order: '⇅', shifted: '⇊', unsure: '≈',
};

export function DoubtSign({ kind }) {
  return html`<span class=${`doubt-sign doubt-${kind}`} aria-hidden="true">
    <span>${SIGNS[kind] ?? '!'}</span></span>`;
}
