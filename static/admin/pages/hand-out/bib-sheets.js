/** QR codes for bibs, on A4 sheets: each leads to the page of who wears the bib. */

import { runnerPagePath } from '../../../shared/individual-protocol.js';
import { competitionPath, runnersOfPath } from '../../../shared/organizer-protocol.js';
import { usePage } from '../../../ui/page.js';
import { QrCode } from '../../../ui/qr-code.js';
import { drawQr } from '../../../ui/qr-drawing.js';
import { html, useMemo, useState } from '../../../vendor/htm-preact/standalone.module.js';
import { Loaded, PageHead } from '../../loading.js';
import { useLive } from '../../panel.js';
import { hrefOf } from '../../routes.js';
import { AddressChoice, useAddresses } from '../card-address.js';
import { bibsBetween, sheetsOf } from './bib-ranges.js';

/** How many codes a sheet has: as many as three, four and five columns have room for. */
const SIZES = [12, 24, 40];
/** More at once would keep the browser busy, and the printer as well. */
const MOST_BIBS = 600;

export function BibSheetsPage({ argument }) {
  const { session, text } = usePage();
  const load = async () => Promise.all(
    [competitionPath, runnersOfPath].map((pathOf) => session.request(pathOf(argument))),
  );
  const loaded = useLive(load, [session, argument]);
  return html`<${Loaded} from=${loaded}>
    ${([race, runners]) => html`
      <div class="no-print">
        <${PageHead} title=${text('bibSheets.title')}
          below=${html`<a href=${hrefOf('handOut', race.id)}>${race.name}</a>`} />
      </div>
      <${BibSheets} race=${race} bibs=${runners.map(({ bib }) => bib)} />
    `}
  <//>`;
}

function BibSheets({ race, bibs }) {
  const { text, translator } = usePage();
  const { urls } = useAddresses();
  const [address, setAddress] = useState(null);
  const [chosen, setChosen] = useState({ first: '', last: '', size: SIZES[1] });
  const base = address ?? urls[0] ?? location.origin;
  const inRange = bibsBetween(bibs, chosen.first, chosen.last);
  const isTooMany = inRange.length > MOST_BIBS;
  const sheets = isTooMany ? [] : sheetsOf(inRange, chosen.size);
  const count = translator.number(inRange.length);
  const field = (name) => html`<div class="field">
    <label for=${`bib-${name}`}>${text(`bibSheets.${name}`)}</label>
    <input id=${`bib-${name}`} autocomplete="off" maxlength="12" value=${chosen[name]}
      onInput=${({ target }) => setChosen({ ...chosen, [name]: target.value })} />
  </div>`;
  return html`
    <form class="card no-print" aria-label=${text('bibSheets.title')}
      onSubmit=${(event) => event.preventDefault()}>
      <p>${text('bibSheets.hint')}</p>
      <${AddressChoice} urls=${urls} chosen=${address} onChoose=${setAddress}
        note="publicLinks.address" />
      <div class="bib-range">
        ${field('first')}${field('last')}
        <div class="field">
          <label for="bib-size">${text('bibSheets.size')}</label>
          <select id="bib-size" value=${String(chosen.size)}
            onChange=${({ target }) => setChosen({ ...chosen, size: Number(target.value) })}>
            ${SIZES.map((size) => html`<option key=${size} value=${String(size)}
              selected=${size === chosen.size}>${size}</option>`)}
          </select>
        </div>
      </div>
      <p role="status">
        ${isTooMany
          ? text('bibSheets.tooMany', { count, most: translator.number(MOST_BIBS) })
          : text('bibSheets.ready', { count, sheets: translator.number(sheets.length) })}
      </p>
      <button type="button" disabled=${sheets.length === 0} onClick=${() => print()}>
        ${text('cards.print')}</button>
    </form>
    ${sheets.map((sheet, index) => html`<section
      key=${index}
      class=${`sheet bib-sheet bib-sheet-${chosen.size}`}
      aria-label=${text('cards.sheet', { number: index + 1 })}
    >
      ${sheet.map((bib) => html`<${BibCode} key=${bib} bib=${bib}
        url=${base + runnerPagePath(race.id, bib)} />`)}
    </section>`)}
  `;
}

function BibCode({ bib, url }) {
  const { text } = usePage();
  const qr = useMemo(() => drawQr(url), [url]);
  return html`
    <figure class="bib-code">
      <${QrCode} qr=${qr} label=${text('bibSheets.code', { bib })} />
      <figcaption>${bib}</figcaption>
    </figure>
  `;
}
