/** The last resort: taps that cannot be sent, shown for the organizer to read in. */

import { usePage } from '../ui/page.js';
import { QrCode } from '../ui/qr-code.js';
import { drawQr } from '../ui/qr-drawing.js';
import { html, useMemo, useState } from '../vendor/htm-preact/standalone.module.js';

/** Where the organizer's panel reads them; a phone's camera opens it. */
const readInLink = (rescueText) => `${location.origin}/admin/#/rescate/${rescueText}`;

/** `texts` are `room.rescueTexts()`, each of them for one code. */
export function RescueCodes({ texts }) {
  const { text } = usePage();
  const [wanted, setWanted] = useState(0);
  if (texts.length === 0) return html`<p>${text('rescue.none')}</p>`;
  // One fewer by now: the connection came back.
  const index = Math.min(wanted, texts.length - 1);
  const place = { place: index + 1, count: texts.length };
  return html`
    <p>${text('rescue.how')}</p>
    <figure class="rescue-code">
      <${Code} content=${readInLink(texts[index])} label=${text('rescue.code', place)} />
      <figcaption role="status">${text('rescue.code', place)}</figcaption>
    </figure>
    ${texts.length > 1 && html`<div class="buttons rescue-turn">
      <button class="secondary" disabled=${index === 0} onClick=${() => setWanted(index - 1)}>
        ${text('rescue.previous')}</button>
      <button disabled=${index === texts.length - 1} onClick=${() => setWanted(index + 1)}>
        ${text('rescue.next')}</button>
    </div>`}
    <${AsText} texts=${texts} />
  `;
}

/** Drawn on the phone: it is for when the phone is on its own. */
function Code({ content, label }) {
  const qr = useMemo(() => drawQr(content), [content]);
  return html`<${QrCode} qr=${qr} label=${label} />`;
}

/** To be sent by any messenger, and pasted in the panel. */
function AsText({ texts }) {
  const { text } = usePage();
  const [said, setSaid] = useState('');
  const all = texts.join('\n');
  const copy = async (event) => {
    const shown = event.currentTarget.closest('.rescue-text').querySelector('textarea');
    try {
      await copyText(all, shown);
      setSaid(text('rescue.copied'));
    } catch {
      shown.select();
      setSaid(text('rescue.copyByHand'));
    }
  };
  const share = async () => {
    try {
      await navigator.share({ text: all });
    } catch {
      // Thought better of it.
    }
  };
  return html`
    <div class="rescue-text">
      <label for="rescue-text">${text('rescue.text')}</label>
      <textarea id="rescue-text" readonly rows="3" value=${all}></textarea>
      <div class="buttons">
        <button class="secondary" onClick=${copy}>${text('rescue.copy')}</button>
        ${navigator.share && html`<button class="secondary" onClick=${share}>
          ${text('rescue.share')}</button>`}
      </div>
      <p role="status">${said}</p>
      <p class="hint">${text('rescue.text.how')}</p>
    </div>
  `;
}

/** Pages without HTTPS have no clipboard: there the shown text is copied, as it was done before. */
async function copyText(all, shown) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(all);
    return;
  }
  shown.select();
  if (!document.execCommand('copy')) throw new Error('not copied');
}
