/** Drawings of what phones show on the way, with the words in the user's language. */

import { usePage } from '../ui/page.js';
import { html } from '../vendor/htm-preact/standalone.module.js';

/** What the laptop's authority is called in the phone's lists. */
const AUTHORITY = 'tornado-timing …';
const FILE = 'autoridad.crt';

const GLYPHS = {
  back: 'M15 5l-7 7 7 7',
  next: 'M9 5l7 7-7 7',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13zM15.5 15.5L21 21',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4',
  done: 'M5 12.5l4.5 4.5L19 7.5',
  warning: 'M12 4L2.5 20h19zM12 10v5M12 17.6v.1',
  gear: 'M12 8.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7zM12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.1 2.1M16.3 16.3l2.1 2.1M5.6 18.4l2.1-2.1M16.3 7.7l2.1-2.1',
};

function Glyph({ name }) {
  return html`<svg class="glyph" viewBox="0 0 24 24"><path d=${GLYPHS[name]} /></svg>`;
}

/** A ring as of a finger that touches. */
function Finger() {
  return html`<svg class="finger" viewBox="0 0 40 40">
    <circle cx="20" cy="20" r="17" /><circle class="finger-tip" cx="20" cy="20" r="9" />
  </svg>`;
}

/** The top of a screen; `action` stands at its end, to be touched. */
function Top({ title, action = null, isPlain = false }) {
  return html`<div class="drawn-top">
    ${!isPlain && html`<${Glyph} name="back" />`}
    <b>${title}</b>
    ${action && html`<span class="drawn-action is-touched">${action}<${Finger} /></span>`}
  </div>`;
}

function Row({ glyph = null, title, hint = null, isTouched = false, end = null }) {
  return html`<div class=${isTouched ? 'drawn-row is-touched' : 'drawn-row'}>
    ${glyph && html`<${Glyph} name=${glyph} />`}
    <span class="drawn-words"><span>${title}</span>${hint && html`<i>${hint}</i>`}</span>
    ${end}
    ${isTouched && html`<${Finger} />`}
  </div>`;
}

/** A row that is there, without being of interest. */
function Other({ width }) {
  return html`<div class="drawn-row drawn-other">
    <svg viewBox="0 0 100 8" preserveAspectRatio="none"><path d=${`M0 4h${width}`} /></svg>
  </div>`;
}

function Question({ glyph = null, title, hint, no, yes }) {
  return html`<div class="drawn-question">
    ${glyph && html`<${Glyph} name=${glyph} />`}
    <b>${title}</b>
    <span>${hint}</span>
    <div class="drawn-answers">
      <span>${no}</span>
      <span class="is-touched">${yes}<${Finger} /></span>
    </div>
  </div>`;
}

function Address() {
  return html`<div class="drawn-address">${location.host}/confianza</div>`;
}

function Download() {
  const { text } = usePage();
  return html`
    <${Address} />
    <div class="drawn-button is-touched">${text('trust.download')}<${Finger} /></div>
    <div class="drawn-note"><${Glyph} name="done" />
      <span class="drawn-words"><span>${FILE}</span><i>${text('trust.drawn.downloaded')}</i></span></div>
  `;
}

function Search() {
  const { text } = usePage();
  return html`
    <${Top} title=${text('trust.drawn.settings')} isPlain />
    <div class="drawn-search"><${Glyph} name="search" /> ${text('trust.drawn.query')}</div>
    <${Row} glyph="lock" title=${text('trust.drawn.authority')} isTouched
      hint=${text('trust.drawn.authority.where')} />
    <${Other} width=${70} />
  `;
}

function Choose() {
  const { text } = usePage();
  return html`
    <${Top} title=${text('trust.drawn.install')} />
    <${Row} title=${text('trust.drawn.authority')} isTouched />
    <${Row} title=${text('trust.drawn.userCertificate')} />
    <${Row} title=${text('trust.drawn.wifiCertificate')} />
  `;
}

function Anyway() {
  const { text } = usePage();
  return html`<${Question} glyph="warning" title=${text('trust.drawn.private')}
    hint=${text('trust.drawn.private.hint')}
    no=${text('trust.drawn.dontInstall')} yes=${text('trust.drawn.anyway')} />`;
}

function PickFile() {
  const { text } = usePage();
  return html`
    <${Top} title=${text('trust.drawn.downloads')} />
    <${Row} glyph="file" title=${FILE} hint="1 KB" isTouched />
    <${Other} width=${55} />
    <div class="drawn-toast">${text('trust.drawn.installed')}</div>
  `;
}

function Allow() {
  const { text } = usePage();
  return html`
    <${Address} />
    <${Question} title=${text('trust.drawn.profile')} hint=${text('trust.drawn.profile.hint')}
      no=${text('trust.drawn.ignore')} yes=${text('trust.drawn.allow')} />
  `;
}

function DownloadedProfile() {
  const { text } = usePage();
  return html`
    <${Top} title=${text('trust.drawn.settings')} isPlain />
    <${Row} glyph="done" title=${text('trust.drawn.profileDownloaded')} isTouched />
    <${Other} width=${45} />
    <${Other} width=${62} />
  `;
}

function InstallProfile() {
  const { text } = usePage();
  return html`
    <${Top} title=${text('trust.drawn.installProfile')} action=${text('trust.drawn.doInstall')} isPlain />
    <${Row} glyph="gear" title=${AUTHORITY} hint=${text('trust.drawn.unverified')} />
    <${Other} width=${75} />
    <${Other} width=${50} />
  `;
}

function About() {
  const { text } = usePage();
  return html`
    <${Top} title=${text('trust.drawn.about')} />
    <${Other} width=${40} />
    <${Other} width=${66} />
    <${Row} title=${text('trust.drawn.trustSettings')} isTouched end=${html`<${Glyph} name="next" />`} />
  `;
}

function SwitchOn() {
  const { text } = usePage();
  const toggle = html`<svg class="toggle" viewBox="0 0 52 32">
    <rect width="52" height="32" rx="16" /><circle cx="36" cy="16" r="13" />
  </svg>`;
  return html`
    <${Top} title=${text('trust.drawn.trustSettings')} />
    <p class="drawn-heading">${text('trust.drawn.rootTrust')}</p>
    <${Row} title=${AUTHORITY} isTouched end=${toggle} />
  `;
}

/** Each step, and what the phone shows in it, in order. */
export const ANDROID_PICTURES = {
  download: Download, search: Search, choose: Choose, anyway: Anyway, file: PickFile,
};
export const IOS_PICTURES = {
  allow: Allow, profile: DownloadedProfile, install: InstallProfile, about: About, turnOn: SwitchOn,
};
