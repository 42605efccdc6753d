/** The judge's page, at `/juez/`: for now, signing in and being heard. */

import { cardCode } from './card-code.js';
import { showSignedPage } from '../ui/signed-page.js';
import { App } from './app.js';
import { registerServiceWorker } from './installing.js';
import { OneTouch } from './one-touch.js';

const touches = new OneTouch();
touches.watch(window);

await showSignedPage({
  place: document.getElementById('judge'),
  App,
  account: 'judge',
  own: ['ui', 'judge'],
  title: 'judge.title',
  others: { cardCode, touches },
});

registerServiceWorker();
