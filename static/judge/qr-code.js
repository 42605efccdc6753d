/** A QR code that is made on the phone: it is for when the phone is on its own. */

import { drawQr } from '../ui/qr-drawing.js';
import { html, useMemo } from '../vendor/htm-preact/standalone.module.js';

/** `label` says what it is, for those who do not see it. */
export function QrCode({ content, label }) {
  const { size, path } = useMemo(() => drawQr(content), [content]);
  return html`<svg class="qr" viewBox=${`0 0 ${size} ${size}`} shape-rendering="crispEdges" role="img"
    aria-label=${label}><path d=${path} /></svg>`;
}
