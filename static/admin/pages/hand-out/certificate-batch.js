/** All certificates in one file, or those of a category or of some bibs. */

import { certificatesPath } from '../../../shared/hand-out-protocol.js';
import { ageBandsPath, runnersOfPath } from '../../../shared/organizer-protocol.js';
import { usePage } from '../../../ui/page.js';
import { html, useState } from '../../../vendor/htm-preact/standalone.module.js';
import { categoriesOf } from '../../entry-list.js';
import { Loaded } from '../../loading.js';
import { useLive } from '../../panel.js';
import { MakingProblem, useMaking } from './making.js';

const EVERYBODY = { category: '', fromBib: '', toBib: '' };
const digitsOf = (event) => event.currentTarget.value.replace(/\D/g, '').slice(0, 9);

export function CertificateBatch({ race, paper, isDirty }) {
  const { text } = usePage();
  const { make, making, problem, language } = useMaking();
  const [isPart, setPart] = useState(false);
  const [part, setPartOf] = useState(EVERYBODY);
  const get = () => {
    const asked = isPart ? part : EVERYBODY;
    const path = certificatesPath(race.id, { ...asked, paper, language });
    return make('all', path, `${race.name} - ${text('certificates.title')}.pdf`);
  };
  return html`
    <div class="certificate-batch">
      <label><input type="checkbox" checked=${isPart}
        onChange=${(event) => setPart(event.currentTarget.checked)} />
        ${text('certificates.part')}</label>
      ${isPart && html`<${Part} race=${race} part=${part} onChange=${setPartOf} />`}
      <button type="button" disabled=${isDirty} aria-busy=${making ? 'true' : null}
        aria-describedby="certificate-batch-hint" onClick=${get}>
        ${text('certificates.get')}</button>
      <small id="certificate-batch-hint">
        ${text(isDirty ? 'certificates.saveFirst' : 'certificates.get.hint')}</small>
      <${MakingProblem} problem=${problem} />
    </div>
  `;
}

/** For whom, where it is not for everybody. */
function Part({ race, part, onChange }) {
  const { session, text, translator } = usePage();
  const load = async () => {
    const [runners, bands] = await Promise.all([
      session.request(runnersOfPath(race.id)), session.request(ageBandsPath(race.id)),
    ]);
    return categoriesOf(runners, bands, translator.locale);
  };
  const categories = useLive(load, [session, race.id]);
  const bib = (name, label) => html`<label>${label}
    <input type="text" inputmode="numeric" autocomplete="off" value=${part[name]}
      onInput=${(event) => onChange({ ...part, [name]: digitsOf(event) })} /></label>`;
  return html`
    <div><${Loaded} from=${categories}>
      ${(names) => html`<label>${text('certificates.category')}
        <select value=${part.category}
          onChange=${(event) => onChange({ ...part, category: event.currentTarget.value })}>
          <option value="">${text('certificates.anyCategory')}</option>
          ${names.map((name) => html`<option key=${name} value=${name}
            selected=${name === part.category}>${name}</option>`)}
        </select></label>`}
    <//></div>
    <div class="field-pair">
      ${bib('fromBib', text('certificates.fromBib'))}
      ${bib('toBib', text('certificates.toBib'))}
    </div>
  `;
}
