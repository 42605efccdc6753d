/** The public live page: at `/` and at `/competencia/{id}`. */

import { languageOf } from '../shared/i18n.js';
import { competitionIdOfPage } from '../shared/protocol.js';
import { translatorForUser } from '../ui/user-texts.js';
import { html, render } from '../vendor/htm-preact/standalone.module.js';
import { CompetitionBoard } from './competition-board.js';
import { Entrance } from './entrance.js';

const translator = await translatorForUser(navigator.languages);
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
