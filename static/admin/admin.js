/** The organizer's panel, at `/admin/`. */

import { showSignedPage } from '../ui/signed-page.js';
import { App } from './app.js';

await showSignedPage({
  place: document.getElementById('panel'),
  App,
  account: 'organizer',
  own: ['ui', 'admin'],
  title: 'panel.title',
});
