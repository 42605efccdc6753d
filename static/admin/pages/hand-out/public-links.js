/** What runners, the public and the announcer open: addresses and QR codes. */

import { announcerPagePath } from '../../../shared/individual-protocol.js';
import { competitionPagePath } from '../../../shared/protocol.js';
import { usePage } from '../../../ui/page.js';
import { QrCode } from '../../../ui/qr-code.js';
import { drawQr } from '../../../ui/qr-drawing.js';
import { html, useMemo, useState } from '../../../vendor/htm-preact/standalone.module.js';
import { shortAddress } from '../../laptop-addresses.js';
import { hrefOf } from '../../routes.js';
import { AddressChoice, useAddresses } from '../card-address.js';
import { AnnouncerLink } from './announcer-link.js';
import { CourseRecords } from './course-records.js';

/** Props: the `race`, a competition as organizers have it. */
export function PublicLinks({ race }) {
  const { text } = usePage();
  const { urls } = useAddresses();
  const [address, setAddress] = useState(null);
  const base = address ?? urls[0] ?? location.origin;
  return html`
    <section class="card no-print" aria-labelledby="public-links">
      <h2 id="public-links">${text('publicLinks.title')}</h2>
      <${AddressChoice} urls=${urls} chosen=${address} onChoose=${setAddress}
        note="publicLinks.address" />
      <div class="link-codes">
        <${LinkCode} name="board" url=${base + competitionPagePath(race.id)} />
        <${LinkCode} name="announcer" url=${base + announcerPagePath(race.id)} />
        <div class="link-code">
          <div>
            <h3>${text('publicLinks.bibs')}</h3>
            <p>${text('publicLinks.bibs.hint')}</p>
            <a role="button" class="secondary" href=${hrefOf('bibSheets', race.id)}>
              ${text('bibSheets.title')}</a>
          </div>
        </div>
      </div>
    </section>
    <section class="card no-print" aria-labelledby="announcer-link">
      <h2 id="announcer-link">${text('announcerLink.title')}</h2>
      <${AnnouncerLink} race=${race} base=${base} />
      <${CourseRecords} race=${race} />
    </section>
  `;
}

/** A page, what it is for, and how a phone comes to it. */
export function LinkCode({ name, url }) {
  const { text } = usePage();
  const qr = useMemo(() => drawQr(url), [url]);
  return html`
    <div class="link-code">
      <${QrCode} qr=${qr} label=${text('publicLinks.code', { url: shortAddress(url) })} />
      <div>
        <h3>${text(`publicLinks.${name}`)}</h3>
        <p>${text(`publicLinks.${name}.hint`)}</p>
        <p><a href=${url} target="_blank" rel="noopener">${shortAddress(url)}</a></p>
      </div>
    </div>
  `;
}
