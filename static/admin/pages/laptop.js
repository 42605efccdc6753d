/** The laptop itself: whether it is ready, whether it is copied, how it does. */

import { usePage } from '../../ui/page.js';
import { html } from '../../vendor/htm-preact/standalone.module.js';
import { PageHead } from '../loading.js';
import { hrefOf } from '../routes.js';

/** Where one goes from here, in the order of a race day; each with a title and a hint in the texts. */
const PLACES = ['rehearsal', 'backups', 'operation'];

export function LaptopPage() {
  const { text } = usePage();
  return html`
    <${PageHead} title=${text('menu.laptop')} below=${text('laptop.hint')} />
    <ul class="race-cards laptop-places">
      ${PLACES.map((name) => html`<${Place} key=${name} name=${name} />`)}
    </ul>
  `;
}

function Place({ name }) {
  const { text } = usePage();
  return html`
    <li class="card race-card">
      <h2><a href=${hrefOf(name)}>${text(`laptop.place.${name}`)}</a></h2>
      <p>${text(`laptop.what.${name}`)}</p>
    </li>
  `;
}
