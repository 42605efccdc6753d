/** The big screen of a hall: at `/pantalla/{id}/`. */

import { languageOf } from '../shared/i18n.js';
import { competitionIdOfPage } from '../shared/protocol.js';
import { translatorForUser } from '../ui/user-texts.js';
import { stayAwake } from '../ui/wake-lock.js';
import { html, render } from '../vendor/htm-preact/standalone.module.js';
import { BigScreen } from './big-screen.js';

const translator = await translatorForUser(navigator.languages);
document.documentElement.lang = languageOf(translator.locale);
document.title = translator.text('screen.title');

const place = document.getElementById('screen');
place.replaceChildren();
const competitionId = competitionIdOfPage(location.pathname);
render(html`<${BigScreen} translator=${translator} competitionId=${competitionId} />`, place);
stayAwake();
