/** To the other language and back. */

import { languageOf } from '../shared/i18n.js';
import { usePage } from '../ui/page.js';
import { html } from '../vendor/htm-preact/standalone.module.js';

export function LanguageButton() {
  const { text, translator, speak } = usePage();
  const other = languageOf(translator.locale) === 'es' ? 'en' : 'es';
  return html`<button class="quiet" lang=${other} onClick=${() => speak(other)}>
    ${text('judge.otherLanguage')}
  </button>`;
}
