/** What is not needed at the line: language, sound, the screen, unsent taps, leaving. */

import { LanguageButton } from '../ui/language-button.js';
import { usePage } from '../ui/page.js';
import { html, useState } from '../vendor/htm-preact/standalone.module.js';
import { useInstallOffer } from './installing.js';
import { RescueCodes } from './rescue-codes.js';
import { Sheet } from './sheet.js';
import { unsentText } from './signal-bar.js';
import { SignOut } from './sign-out.js';

/** `showsRescue` opens it with the unsent taps unfolded; `wakeLock` as stayAwake tells it. */
export function Menu({ view, room, feedback, wakeLock, showsRescue, onLeft, onClose }) {
  const { text } = usePage();
  return html`
    <${Sheet} title=${view.judge.name} onClose=${onClose}>
      <section class="menu-row">
        <p>${unsentText(view, text)}</p>
        <details class="menu-fold" open=${showsRescue}>
          <summary>${text('rescue.title')}</summary>
          <${RescueCodes} texts=${view.unsentCount > 0 ? room.rescueTexts() : []} />
        </details>
      </section>
      <section class="menu-row menu-settings">
        <${SoundSwitch} feedback=${feedback} />
        <div class="menu-setting"><span>${text('menu.language')}</span> <${LanguageButton} /></div>
      </section>
      <${Awake} wakeLock=${wakeLock} />
      <${Install} />
      ${!window.isSecureContext && html`<section class="menu-row">
        <p>${text('menu.trust')}</p>
        <p><a class="menu-link" href="/confianza/" target="_blank">${text('menu.trust.do')}</a></p>
      </section>`}
      <section class="menu-row"><${SignOut} view=${view} room=${room} onLeft=${onLeft} /></section>
    <//>
  `;
}

function Install() {
  const { text } = usePage();
  const install = useInstallOffer();
  if (install === null) return null;
  return html`<section class="menu-row">
    <button class="secondary large" onClick=${install}>${text('menu.install')}</button>
  </section>`;
}

function SoundSwitch({ feedback }) {
  const { text } = usePage();
  const [isOn, setOn] = useState(feedback.isSoundOn);
  const change = ({ currentTarget }) => {
    feedback.isSoundOn = currentTarget.checked;
    setOn(currentTarget.checked);
  };
  return html`<label class="menu-setting">
    <span>${text('menu.sound')}</span>
    <input type="checkbox" role="switch" checked=${isOn} onChange=${change} />
  </label>`;
}

/** Whether the screen stays on, and how to see to it where the page cannot. */
function Awake({ wakeLock }) {
  const { text } = usePage();
  return html`<section class="menu-row">
    <p><strong>${text(`awake.${wakeLock}`)}</strong></p>
    ${wakeLock !== 'held' && html`<details class="menu-fold">
      <summary>${text('awake.how')}</summary>
      <p>${text('awake.android')}</p>
      <p>${text('awake.iphone')}</p>
    </details>`}
  </section>`;
}
