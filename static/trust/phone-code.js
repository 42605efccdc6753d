/** On a computer or a projector: the QR code by which phones come to this page. */

import { getJson } from '../shared/api.js';
import { codePath } from '../shared/protocol.js';
import { TRUST_PAGE_PATH } from '../shared/trust-protocol.js';
import { useLoaded, usePage } from '../ui/page.js';
import { QrCode } from '../ui/qr-code.js';
import { html } from '../vendor/htm-preact/standalone.module.js';

/** Not there while it is unknown. */
export function PhoneCode() {
  const { text } = usePage();
  const code = useLoaded(() => getJson(codePath(TRUST_PAGE_PATH)), []).value;
  if (code === null) return null;
  return html`
    <section class="phone-code">
      <${QrCode} qr=${code} label=${text('trust.code', { url: code.url })} />
      <div>
        <h2>${text('trust.onPhone')}</h2>
        <p>${code.url.replace(/^https?:\/\//, '')}</p>
      </div>
    </section>
  `;
}
