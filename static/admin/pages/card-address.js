/** Under which address judges' cards lead to this laptop, and what the choice means. */

import { ADDRESSES_PATH } from '../../shared/organizer-protocol.js';
import { decodeTrust, TRUST_PAGE_PATH, TRUST_PATH } from '../../shared/trust-protocol.js';
import { useLoaded, usePage } from '../../ui/page.js';
import { drawQr } from '../../ui/qr-drawing.js';
import { html, useMemo } from '../../vendor/htm-preact/standalone.module.js';
import { isByName, isEncrypted, shortAddress, trustPageOf } from '../laptop-addresses.js';
import { QrCode } from '../../ui/qr-code.js';

/**
 * `{urls, trust}`: the laptop's addresses, and what `decodeTrust` tells of its HTTPS, null without
 * or until known.
 */
export function useAddresses() {
  const { session } = usePage();
  const addresses = useLoaded(() => session.request(ADDRESSES_PATH), [session]);
  const trust = useLoaded(async () => decodeTrust(await session.request(TRUST_PATH)), [session]);
  return {
    urls: addresses.value?.urls ?? [],
    trust: trust.value?.isEnabled ? trust.value : null,
  };
}

/**
 * Where a laptop has several addresses the organizer knows best on which Wi-Fi the phones are. Below
 * it stands the text `note`, with the `{address}`, or what is to be known for judges' cards.
 */
export function AddressChoice({ urls, chosen, onChoose, note = null }) {
  const { text } = usePage();
  if (urls.length === 0) return null;
  const url = chosen ?? urls[0];
  return html`
    ${urls.length > 1 && html`<div class="field">
      <label for="card-address">${text('cards.address')}</label>
      <select id="card-address" aria-describedby="card-address-hint" value=${url}
        onChange=${(event) => onChoose(event.currentTarget.value)}>
        ${urls.map((one) => html`<option key=${one} value=${one}>${shortAddress(one)}</option>`)}
      </select>
      <small id="card-address-hint">${text('cards.address.hint')}</small>
    </div>`}
    <div role="status">
      ${note === null
        ? html`<${AddressNote} url=${url} />`
        : html`<p class="banner banner-warn">${text(note, { address: shortAddress(url) })}</p>`}
    </div>
  `;
}

/** What one has to know of an address, in a sentence for each of its sides. */
export function AddressNote({ url }) {
  const { text } = usePage();
  const address = shortAddress(url);
  const byNumber = isEncrypted(url) ? 'cards.address.changes' : 'cards.address.byNumber';
  return html`
    <div class="banner banner-warn">
      <p>${text(isByName(url) ? 'cards.address.byName' : byNumber, { address })}</p>
      ${isEncrypted(url) && html`<p>${text('cards.address.encrypted')}${' '}
        <a href=${TRUST_PAGE_PATH} target="_blank">${text('trust.title')}</a></p>`}
    </div>
  `;
}

/**
 * For the wall or beside the cards: how a phone that is to use `url` learns to trust the laptop.
 * Nothing without HTTPS.
 */
export function TrustSheet({ url, addresses: { urls, trust } }) {
  if (trust === null || urls.length === 0) return null;
  return html`<${Sheet} page=${trustPageOf(url ?? urls[0], urls)} trust=${trust} />`;
}

function Sheet({ page, trust }) {
  const { text } = usePage();
  const qr = useMemo(() => drawQr(page), [page]);
  return html`
    <section class="trust-sheet" aria-labelledby="trust-sheet-title">
      <${QrCode} qr=${qr} label=${text('trust.code', { url: shortAddress(page) })} />
      <div>
        <h2 id="trust-sheet-title">${text('trust.title')}</h2>
        <p>${text('trust.why')}</p>
        <ol>
          <li>${text('trust.first')} <strong>${shortAddress(page)}</strong></li>
          <li>${text('trust.second')}</li>
        </ol>
        <p class="fingerprint">${trust.fingerprint.map((group) => html`<code>${group}</code> `)}</p>
      </div>
    </section>
  `;
}
