/**
 * Texts off judges' phones that are still to be read in, and how a link brings one.
 *
 * It is taken out of the address before anything else: it must not be read in again by the way
 * back, and what it says waits for a sign-in, also over a reload.
 */

import { PATH_OF_LINKS } from './routes.js';

const KEY = 'tornado-timing.rescue';

/** All of it in one text, links and what was pasted, each on its line; kept by this tab. */
export const unreadTexts = {
  read: () => sessionStorage.getItem(KEY) ?? '',
  write: (text) => sessionStorage.setItem(KEY, text),
};

function takeOut() {
  if (!location.hash.startsWith(PATH_OF_LINKS)) return;
  const brought = location.hash.slice(PATH_OF_LINKS.length);
  unreadTexts.write([unreadTexts.read(), brought].filter(Boolean).join('\n'));
  history.replaceState(null, '', PATH_OF_LINKS.slice(0, -1));
}

takeOut();
// The first to hear of it: nothing else of the panel sees the text in the address.
window.addEventListener('hashchange', takeOut);
