/** Beside the standings: who came in last, and how many did in each minute. */

import { html } from '../vendor/htm-preact/standalone.module.js';
import { ArrivalsPanel } from './arrivals-panel.js';
import { MinutePlot } from './minute-plot.js';

/** Props: `arrivals` (see ArrivalsPanel), `perMinute`, the text `plotTitle`, `translator`. */
export function Side({ translator, arrivals, perMinute, plotTitle }) {
  return html`
    <aside class="side" aria-label=${translator.text('screen.arrivals')}>
      <${ArrivalsPanel} translator=${translator} arrivals=${arrivals} />
      ${perMinute.length > 0 &&
      html`<${MinutePlot} translator=${translator} perMinute=${perMinute} title=${plotTitle} />`}
    </aside>
  `;
}
