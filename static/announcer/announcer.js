/** The announcer's page: at `/locutor/{id}/`, with the key of the announcer's link behind the #. */

import { languageOf } from '../shared/i18n.js';
import { competitionIdOfPage } from '../shared/protocol.js';
import { translatorForUser } from '../ui/user-texts.js';
import { stayAwake } from '../ui/wake-lock.js';
import { html, render } from '../vendor/htm-preact/standalone.module.js';
import { AnnouncerPage } from './announcer-page.js';

const translator = await translatorForUser(navigator.languages);
document.documentElement.lang = languageOf(translator.locale);
document.title = translator.text('announcer.title');

const place = document.getElementById('announcer');
// Another link in the same window is another key.
const draw = () => {
  const key = location.hash.slice(1);
  const competitionId = competitionIdOfPage(location.pathname);
  place.replaceChildren();
  render(null, place);
  render(
    html`<${AnnouncerPage} translator=${translator} competitionId=${competitionId} secret=${key} />`,
    place,
  );
};
addEventListener('hashchange', draw);
draw();
stayAwake();
