/** A page behind a sign-in: who is signed in and which language is spoken outlive a reload. */

import { languageOf } from '../shared/i18n.js';
import { Session } from '../shared/session.js';
import { html, render } from '../vendor/htm-preact/standalone.module.js';
import { keepText, readText } from './kept.js';
import { acceptedLanguages, keepLanguage, translatorForUser } from './user-texts.js';

/**
 * Draws `App` into the element `place`, with `session`, `translator`, `speak(language)` and
 * `others`, and again whenever one of them changes.
 *
 * `account` names the session among those that this browser keeps, `own` the folders of the
 * page's texts, `title` the text of its title. To speak another language loads nothing anew: what
 * is being typed stays.
 */
export async function showSignedPage({ place, App, account, own, title, others = {} }) {
  const key = `tornado-timing.${account}`;
  const session = new Session({ store: storeOf(key), onChange: draw });
  // Told to the other pages of this browser only; the key is null when all was cleared.
  window.addEventListener('storage', (event) => {
    if (event.key === key || event.key === null) session.follow();
  });
  let translator = null;
  await speakUsersLanguage();

  async function speakUsersLanguage() {
    const isFirst = translator === null;
    translator = await translatorForUser(acceptedLanguages(), own);
    document.documentElement.lang = languageOf(translator.locale);
    document.title = translator.text(title);
    if (isFirst) place.replaceChildren();
    draw();
  }

  async function speak(language) {
    keepLanguage(language);
    await speakUsersLanguage();
  }

  function draw() {
    if (translator === null) return;
    const page = { session, translator, speak, ...others };
    render(html`<${App} ...${page} />`, place);
  }
}

/** One text that this browser keeps. */
function storeOf(key) {
  return {
    read: () => readText(key),
    write: (text) => keepText(key, text),
  };
}
