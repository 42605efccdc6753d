/** The organizer's panel, at `/admin/`. */

import { loadTranslator, languageOf } from '../shared/i18n.js';
import { Session } from '../shared/session.js';
import { html, render } from '../vendor/htm-preact/standalone.module.js';
import { App } from './app.js';
import { acceptedLanguages, keepLanguage, readTexts } from './language.js';

const SESSION_KEY = 'tornado-timing.organizer';

const store = {
  read: () => localStorage.getItem(SESSION_KEY),
  write(text) {
    if (text === null) localStorage.removeItem(SESSION_KEY);
    else localStorage.setItem(SESSION_KEY, text);
  },
};

/** The texts in the user's language, however long the server stays away. */
async function translatorForUser() {
  for (;;) {
    try {
      return await loadTranslator(acceptedLanguages(), readTexts);
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      await new Promise((resolve) => setTimeout(resolve, 3000));
    }
  }
}

let translator;
let draw = () => {};

async function speakUsersLanguage() {
  translator = await translatorForUser();
  document.documentElement.lang = languageOf(translator.locale);
  document.title = translator.text('panel.title');
  draw();
}

/** The page is not loaded anew: what is being typed stays. */
async function speak(language) {
  keepLanguage(language);
  await speakUsersLanguage();
}

await speakUsersLanguage();
const place = document.getElementById('panel');
place.replaceChildren();
const session = new Session({ store, onChange: () => draw() });
draw = () =>
  render(html`<${App} session=${session} translator=${translator} speak=${speak} />`, place);
draw();
