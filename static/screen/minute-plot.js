/** How many times came in each minute of the race, as bars. */

import { BarPlot } from '../board/bar-plot.js';
import { barsOf, MINUTES_AXIS } from '../board/minute-bars.js';
import { html } from '../vendor/htm-preact/standalone.module.js';

const range = (_plot, _least, most) => [0.5, Math.max(most, 9.5) + 0.5];

/**
 * Props: `perMinute` (how many, by minute of the race, the first one first), the text `title`,
 * `translator`.
 */
export function MinutePlot({ translator, perMinute, title: titleKey }) {
  const most = translator.number(Math.max(0, ...perMinute));
  const last = translator.number(perMinute.at(-1) ?? 0);
  const title = translator.text(titleKey);
  return html`
    <section class="panel per-minute">
      <h2>${title}</h2>
      <${BarPlot}
        bars=${barsOf(perMinute)}
        range=${range}
        axis=${MINUTES_AXIS}
        label=${translator.text('screen.perMinuteSummary', { title, most, last })}
      />
    </section>
  `;
}
