/** What is handed out of an individual race: sheets, certificates, tables, and what runners open. */

import { competitionPath } from '../../shared/organizer-protocol.js';
import { usePage } from '../../ui/page.js';
import { html } from '../../vendor/htm-preact/standalone.module.js';
import { Loaded, PageHead } from '../loading.js';
import { useLive } from '../panel.js';
import { isIndividual } from '../race-kind.js';
import { hrefOf } from '../routes.js';
import { Certificates } from './hand-out/certificates.js';
import { usePaper } from './hand-out/making.js';
import { PublicLinks } from './hand-out/public-links.js';
import { Sheets } from './hand-out/sheets.js';
import { Tables } from './hand-out/tables.js';

export function HandOutPage({ argument }) {
  const { session, text } = usePage();
  const race = useLive(() => session.request(competitionPath(argument)), [session, argument]);
  return html`<${Loaded} from=${race}>
    ${(resource) => html`
      <${PageHead} title=${text('handOut.title')}
        below=${html`<a href=${hrefOf('race', resource.id)}>${resource.name}</a>`}>
        <a role="button" class="secondary" href=${hrefOf('publish', resource.id)}>
          ${text('publish.title')}</a>
      <//>
      ${isIndividual(resource)
        ? html`<${Files} race=${resource} />`
        : html`<p class="empty">${text('handOut.ofTeams')}</p>`}
    `}
  <//>`;
}

function Files({ race }) {
  const { text } = usePage();
  const [paper, setPaper] = usePaper();
  return html`
    <p class="hint">${text('handOut.hint')}</p>
    <div class="hand-out">
      <div class="hand-out-column">
        <${Sheets} race=${race} paper=${paper} onPaper=${setPaper} />
        <${Tables} race=${race} />
      </div>
      <div class="hand-out-column"><${PublicLinks} race=${race} /></div>
      <${Certificates} race=${race} paper=${paper} />
    </div>
  `;
}
