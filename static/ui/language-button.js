/** To the other language and back. */

import { languageOf } from '../shared/i18n.js';
import { html } from '../vendor/htm-preact/standalone.module.js';
import { usePage } from './page.js';

export function LanguageButton() {
  const { text, translator, speak } = usePage();
  const other = languageOf(translator.locale) === 'es' ? 'en' : 'es';
  return html`<button type="button" class="quiet" lang=${other} onClick=${() => speak(other)}>
    ${text('language.other')}
  </button>`;
}
