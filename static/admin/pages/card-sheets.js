/** The sheets of judges' cards, as they come out of the printer. */

import { usePage } from '../../ui/page.js';
import { html } from '../../vendor/htm-preact/standalone.module.js';
import { shortAddress } from '../laptop-addresses.js';
import { AddressNote, TrustSheet } from './card-address.js';
import { QrCode } from '../../ui/qr-code.js';
import { useShownOnce } from './shown-once.js';

const PER_SHEET = 8;

/** The laptop's address on a card, without the code: the host with its port, and the path. */
const addressOf = (card) => shortAddress(card.url.split('#')[0]).split(/(\/[^/]*)$/);

/** The cards in sheets of eight, with cut marks; with HTTPS, a sheet on how to trust it. */
export function CardSheets({ cards, addresses, onBack }) {
  const { text, translator } = usePage();
  const print = useShownOnce();
  const sheets = [];
  for (let from = 0; from < cards.length; from += PER_SHEET) {
    sheets.push(cards.slice(from, from + PER_SHEET));
  }
  return html`
    <div class="sheet-tools no-print">
      <p role="status">${text('cards.ready', {
        count: translator.number(cards.length), sheets: translator.number(sheets.length),
      })}</p>
      <${AddressNote} url=${new URL(cards[0].url).origin} />
      <div class="buttons">
        <button onClick=${print}>${text('cards.print')}</button>
        <button class="secondary" onClick=${onBack}>${text('cards.back')}</button>
      </div>
    </div>
    ${sheets.map((sheet, index) => html`<section key=${index} class="sheet"
      aria-label=${text('cards.sheet', { number: index + 1 })}>
      ${sheet.map((card) => html`<${JudgeCard} key=${card.judge_id} card=${card} />`)}
    </section>`)}
    <${TrustSheet} url=${cards[0].url} addresses=${addresses} />
  `;
}

function JudgeCard({ card }) {
  const { text, translator } = usePage();
  const [host, path] = addressOf(card);
  return html`
    <article class="judge-card">
      <${QrCode} qr=${card.qr} label=${text('cards.qr', { name: card.full_name || card.username })} />
      <div class="judge-card-words">
        <h2>${card.full_name || card.username}</h2>
        <p class="judge-card-username">${card.username}</p>
        <ol><li>${text('cards.first')}</li><li>${text('cards.second')}</li></ol>
        <p class="judge-card-byhand">${text('cards.byHand')}${' '}
          <strong>${host}<wbr />${path}</strong></p>
        <p class="judge-card-code"><span>${text('cards.code')}</span> <strong>${card.code}</strong></p>
        <p class="judge-card-until">
          ${text('cards.until', { day: translator.day(Date.parse(card.expires_at)) })}</p>
      </div>
    </article>
  `;
}
