/**
 * The one-time code that a card's link brings, taken out of the address before anything else: it
 * must not be in a picture of the screen, in the history, or in a link that is passed on.
 */

import { codeOfFragment } from '../shared/judge-protocol.js';

/** Null where the page was opened without a card. */
export const cardCode = codeOfFragment(location.hash);

if (location.hash) history.replaceState(null, '', location.pathname + location.search);

// A card that is opened in this window while the page is shown begins anew.
window.addEventListener('hashchange', () => location.reload());
