/** A QR code as the server or `drawQr` draws it: `{size, path}`, its quiet zone included. */

import { html } from '../vendor/htm-preact/standalone.module.js';

/** Black on white in the dark, too: cameras read no other. */
export function QrCode({ qr, label }) {
  return html`<svg class="qr" viewBox=${`0 0 ${qr.size} ${qr.size}`} role="img" aria-label=${label}
    shape-rendering="crispEdges"><path d=${qr.path} /></svg>`;
}
