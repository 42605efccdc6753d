/** What became of the taps that were read off a phone. */

import { usePage } from '../../../ui/page.js';
import { html, useEffect, useRef } from '../../../vendor/htm-preact/standalone.module.js';
import { hrefOf } from '../../routes.js';
import { reasonText } from '../room/refused-texts.js';

/** `{saved, duplicates, kept, failed}` as answered; the failed ones with `team` and `time`. */
export function Outcome({ outcome: { saved, duplicates, kept, failed } }) {
  const { text, translator } = usePage();
  const title = useRef(null);
  // The button that was pressed is gone.
  useEffect(() => title.current.focus(), [saved, duplicates, kept, failed]);
  const isGood = kept === 0 && failed.length === 0;
  const told = (name, count) => text(`rescue.done.${name}`, { count: translator.number(count) });
  return html`
    <section class=${`banner banner-${isGood ? 'good' : 'warn'} rescue-done`}
      aria-labelledby="rescue-done">
      <h2 id="rescue-done" tabindex="-1" ref=${title}>${text('rescue.done')}</h2>
      <ul>
        ${saved > 0 && html`<li>${told('saved', saved)}</li>`}
        ${duplicates > 0 && html`<li>${told('duplicates', duplicates)}</li>`}
        ${kept > 0 && html`<li>${told('kept', kept)}${' '}
          <a href=${hrefOf('room')}>${text('rescue.done.toRoom')}</a></li>`}
        ${failed.length > 0 && html`<li>${told('failed', failed.length)}
          <${Failed} failed=${failed} /></li>`}
      </ul>
    </section>
  `;
}

function Failed({ failed }) {
  const panel = usePage();
  const why = ({ code, sentence }) => {
    // Of what is not kept, the words for what cannot be done fit better than those for why it waits.
    const key = `error.${code}`;
    const known = panel.text(key);
    return known === key ? reasonText(panel, { reason: code, reasonText: sentence }) : known;
  };
  return html`<ul>
    ${failed.map((one) => html`<li key=${one.recordId}>
      <strong>${one.team}</strong> <span class="exact">${one.time}</span>: ${why(one)}
    </li>`)}
  </ul>`;
}
