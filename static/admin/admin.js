/** The organizer's panel, at `/admin/`. */

// First of all: it takes what a judge's phone says out of the address.
import './rescue-link.js';
import { showSignedPage } from '../ui/signed-page.js';
import { App } from './app.js';

await showSignedPage({
  place: document.getElementById('panel'),
  App,
  account: 'organizer',
  own: ['ui', 'admin'],
  title: 'panel.title',
});
