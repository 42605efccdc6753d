/** The steps of one system, each with a drawing of what the phone shows. */

import { AUTHORITY_PATH, PROFILE_PATH } from '../shared/trust-protocol.js';
import { usePage } from '../ui/page.js';
import { html } from '../vendor/htm-preact/standalone.module.js';
import { ANDROID_PICTURES, IOS_PICTURES } from './pictures.js';

const NAMES = { android: 'Android', ios: 'iPhone, iPad' };
const PICTURES = { android: ANDROID_PICTURES, ios: IOS_PICTURES };
const FILES = { android: AUTHORITY_PATH, ios: PROFILE_PATH };
/** The step that everybody forgets: without it the others are for nothing. */
const FORGOTTEN = 'about';

export function Steps({ system, isOpen }) {
  const { text } = usePage();
  return html`
    <details class="steps" open=${isOpen}>
      <summary><h3>${NAMES[system]}</h3></summary>
      <p>${text(`trust.${system}.hint`)}</p>
      <ol>
        ${Object.entries(PICTURES[system]).map(([step, Picture], index) => html`
          <li key=${step} class=${step === FORGOTTEN ? 'is-forgotten' : ''}>
            <div class="step-words">
              ${step === FORGOTTEN && html`<p class="forgotten">${text('trust.forgotten')}</p>`}
              <h4><span class="step-number">${index + 1}</span> ${text(`trust.${system}.${step}`)}</h4>
              <p>${text(`trust.${system}.${step}.hint`)}</p>
              ${index === 0 && html`<p><a class="big" role="button" href=${FILES[system]} download>
                ${text('trust.download')}</a></p>`}
            </div>
            <div class=${`picture picture-${system}`} role="img"
              aria-label=${text('trust.picture', { step: text(`trust.${system}.${step}`) })}>
              <${Picture} />
            </div>
          </li>
        `)}
      </ol>
    </details>
  `;
}
