/** How many teams and times there are, or how many runners have finished. */

import { html } from '../vendor/htm-preact/standalone.module.js';

/** Props: `live` (see live-results.js), `translator`. To stand in a `dl`. */
export function Counters({ translator, live }) {
  const number = (count) => translator.number(count);
  const counters =
    live.kind === 'individual'
      ? { finished: `${number(live.finishedCount)}/${number(live.runnerCount)}` }
      : { teams: number(live.rows.length), records: number(live.recordCount) };
  return Object.entries(counters).map(
    ([name, figures]) => html`<div key=${name}>
      <dt>${translator.text(`counter.${name}`)}</dt>
      <dd data-counter=${name}>${figures}</dd>
    </div>`,
  );
}
