/** The public live page: at `/` and at `/competencia/{id}`. */

import { ApiError } from '../shared/api.js';
import { languageOf, loadTranslator } from '../shared/i18n.js';
import { competitionIdOfPage } from '../shared/protocol.js';
import { html, render } from '../vendor/htm-preact/standalone.module.js';
import { CompetitionBoard } from './competition-board.js';
import { Entrance } from './entrance.js';

const RETRY_MS = 3000;

/** The texts in the user's language, however long the server stays away. */
async function translatorForUser() {
  for (;;) {
    try {
      return await loadTranslator(navigator.languages);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

const translator = await translatorForUser();
document.documentElement.lang = languageOf(translator.locale);
document.title = translator.text('board.title');

const place = document.getElementById('board');
place.replaceChildren();
const competitionId = competitionIdOfPage(location.pathname);
render(
  competitionId === null
    ? html`<${Entrance} translator=${translator} />`
    : html`<${CompetitionBoard} translator=${translator} competitionId=${competitionId} />`,
  place,
);
