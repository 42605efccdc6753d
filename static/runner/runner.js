/** One runner's public page: at `/c/{id}/dorsal/{bib}`. */

import { languageOf } from '../shared/i18n.js';
import { runnerOfPage } from '../shared/individual-protocol.js';
import { translatorForUser } from '../ui/user-texts.js';
import { html, render } from '../vendor/htm-preact/standalone.module.js';
import { RunnerPage } from './runner-page.js';

const translator = await translatorForUser(navigator.languages);
document.documentElement.lang = languageOf(translator.locale);

const place = document.getElementById('runner');
place.replaceChildren();
const { competitionId, bib } = runnerOfPage(location.pathname);
render(
  html`<${RunnerPage} translator=${translator} competitionId=${competitionId} bib=${bib} />`,
  place,
);
