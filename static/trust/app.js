/** All that the page says: what it is for, whether it is done, how, and what it allows. */

import { getJson } from '../shared/api.js';
import {
  AUTHORITY_PATH, decodeTrust, secureUrlFor, TRUST_PATH,
} from '../shared/trust-protocol.js';
import { LanguageButton } from '../ui/language-button.js';
import { errorText, PageContext, useLoaded, usePage } from '../ui/page.js';
import { html } from '../vendor/htm-preact/standalone.module.js';
import { PhoneCode } from './phone-code.js';
import { Steps } from './steps.js';
import { Trial } from './trial.js';

const GAINS = ['opens', 'awake', 'installs'];
const LIMITS = ['only', 'not', 'optional'];
const SYSTEMS = { android: ['android', 'ios'], ios: ['ios', 'android'], other: ['android', 'ios'] };

/** `system` is that of this device: `android`, `ios` or `other`. */
export function App({ translator, system, speak }) {
  const text = (key, values) => translator.text(key, values);
  return html`
    <${PageContext.Provider} value=${{ translator, text, speak, system }}>
      <main>
        <header class="trust-head">
          <h1>${text('trust.title')}</h1>
          <${LanguageButton} />
        </header>
        <p class="lead">${text('trust.lead')}</p>
        <${Loaded} />
      </main>
    <//>
  `;
}

function Loaded() {
  const { text, translator } = usePage();
  const { value, error, reload } = useLoaded(async () => decodeTrust(await getJson(TRUST_PATH)), []);
  if (value?.isEnabled) return html`<${Explained} trust=${value} />`;
  if (value !== null) return html`<${SwitchedOff} reload=${reload} />`;
  if (error === null) return null;
  return html`<div class="banner banner-alarm" role="alert">
    <p>${errorText(translator, error)}</p>
    <button type="button" onClick=${reload}>${text('trust.again')}</button>
  </div>`;
}

function SwitchedOff({ reload }) {
  const { text } = usePage();
  return html`
    <section class="card switched-off">
      <h2>${text('trust.off')}</h2>
      <p>${text('trust.off.hint')}</p>
      <p>${text('trust.off.organizer')}</p>
      <p class="command"><code>tornado-timing serve --https</code></p>
      <button type="button" class="quiet" onClick=${reload}>${text('trust.again')}</button>
    </section>
    <${Gains} />
  `;
}

function Explained({ trust }) {
  const { system, text } = usePage();
  return html`
    <div class="beginning">
      <${Trial} secureUrl=${secureUrlFor(trust, location.hostname)} />
      ${system === 'other' && html`<${PhoneCode} />`}
      <${Gains} />
    </div>
    <div class="banner banner-warn">
      <p><strong>${text('trust.before')}</strong> ${text('trust.before.hint')}</p>
    </div>
    <h2>${text('trust.steps')}</h2>
    ${SYSTEMS[system].map((name) => html`<${Steps}
      key=${name} system=${name} isOpen=${system === 'other' || system === name} />`)}
    <p class="others">${text('trust.others')} <a href=${AUTHORITY_PATH} download>autoridad.crt</a></p>
    <div class="ending">
      <${Fingerprint} groups=${trust.fingerprint} />
      <section>
        <h2>${text('trust.limits')}</h2>
        <ul>${LIMITS.map((name) => html`<li>${text(`trust.limits.${name}`)}</li>`)}</ul>
      </section>
      <section>
        <h2>${text('trust.removing')}</h2>
        <p><strong>Android:</strong> ${text('trust.removing.android')}</p>
        <p><strong>iPhone, iPad:</strong> ${text('trust.removing.ios')}</p>
      </section>
    </div>
  `;
}

function Gains() {
  const { text } = usePage();
  return html`
    <section class="gains">
      <h2>${text('trust.gains')}</h2>
      <ul>${GAINS.map((name) => html`<li>${text(`trust.gains.${name}`)}</li>`)}</ul>
    </section>
  `;
}

/** Nothing else tells whether what was downloaded is this laptop's. */
function Fingerprint({ groups }) {
  const { text } = usePage();
  return html`
    <section>
      <h2>${text('trust.fingerprint')}</h2>
      <p>${text('trust.fingerprint.hint')}</p>
      <p class="fingerprint">${groups.map((group) => html`<code>${group}</code> `)}</p>
    </section>
  `;
}
