/** The judge's page, at `/juez/`: for now, signing in and being heard. */

import { cardCode } from './card-code.js';
import { getJson } from '../shared/api.js';
import { loadTranslator, languageOf } from '../shared/i18n.js';
import { Session } from '../shared/session.js';
import { html, render } from '../vendor/htm-preact/standalone.module.js';
import { acceptedLanguages, keepLanguage } from '../admin/language.js';
import { App } from './app.js';

const SESSION_KEY = 'tornado-timing.judge';

const store = {
  read: () => localStorage.getItem(SESSION_KEY),
  write(text) {
    if (text === null) localStorage.removeItem(SESSION_KEY);
    else localStorage.setItem(SESSION_KEY, text);
  },
};

async function readTexts(language) {
  const [shared, own] = await Promise.all([
    getJson(`/static/shared/locales/${language}.json`),
    getJson(`/static/judge/locales/${language}.json`),
  ]);
  return { ...shared, ...own };
}

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

async function speakUsersLanguage() {
  translator = await translatorForUser();
  document.documentElement.lang = languageOf(translator.locale);
  document.title = translator.text('judge.title');
}

/** To another language, without losing what is on the page. */
async function speak(language) {
  keepLanguage(language);
  await speakUsersLanguage();
  draw();
}

await speakUsersLanguage();

const place = document.getElementById('judge');
place.replaceChildren();
const session = new Session({ store, onChange: () => draw() });

function draw() {
  const page = { session, translator, cardCode, speak };
  render(html`<${App} ...${page} />`, place);
}

draw();
