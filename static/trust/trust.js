/** How a phone comes to trust this laptop, at `/confianza/`: for anybody, without signing in. */

import { languageOf } from '../shared/i18n.js';
import { acceptedLanguages, keepLanguage, translatorForUser } from '../ui/user-texts.js';
import { html, render } from '../vendor/htm-preact/standalone.module.js';
import { App } from './app.js';
import { systemOf } from './phone-system.js';

const place = document.getElementById('trust');
const system = systemOf(navigator.userAgent, navigator.maxTouchPoints);

async function draw() {
  const translator = await translatorForUser(acceptedLanguages(), ['ui', 'trust']);
  document.documentElement.lang = languageOf(translator.locale);
  document.title = translator.text('trust.title');
  place.querySelector('.first-words')?.remove();
  render(html`<${App} translator=${translator} system=${system} speak=${speak} />`, place);
}

async function speak(language) {
  keepLanguage(language);
  await draw();
}

await draw();
