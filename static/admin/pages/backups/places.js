/** Where backups are kept, and sticks that could be used. */

import { STICKS_PATH } from '../../../shared/backups-protocol.js';
import { errorText, usePage } from '../../../ui/page.js';
import { html, useState } from '../../../vendor/htm-preact/standalone.module.js';
import { isBad, placeName, stateText } from './words.js';

export function Places({ places, everySeconds, reload }) {
  const { text } = usePage();
  const offered = places.filter((place) => place.state === 'offered');
  const used = places.filter((place) => place.state !== 'offered');
  return html`
    <div role="status">
      ${offered.map((place) => html`<${Offer} key=${place.path} place=${place} reload=${reload} />`)}
    </div>
    <section class="card" aria-labelledby="backup-places">
      <h2 id="backup-places">${text('backups.places')}</h2>
      <ul class="backup-places">
        ${used.map((place) => html`<${Place} key=${place.path} place=${place} reload=${reload} />`)}
      </ul>
      <p class="below">${paceText(text, everySeconds)}</p>
      ${used.length === 1 && html`<p class="below">${text('backups.oneDisk')}</p>`}
    </section>
  `;
}

function paceText(text, seconds) {
  if (seconds === null) return text('backups.off');
  const isMinutes = seconds % 60 === 0;
  const key = isMinutes ? 'backups.pace.minutes' : 'backups.pace.seconds';
  return text(key, { count: isMinutes ? seconds / 60 : seconds });
}

function Place({ place, reload }) {
  const page = usePage();
  const { text } = page;
  const mark = isBad(place) ? 'mark-warn' : 'mark-good';
  return html`
    <li>
      <div>
        <strong>${placeName(text, place)}</strong>${' '}
        <span class=${`mark ${place.state === 'waiting' ? '' : mark}`}>
          ${text(`backups.mark.${place.state}`)}</span>
        <p class="below backup-path">${place.path}</p>
        <p class=${isBad(place) ? 'field-error' : 'below'}>${stateText(page, place)}</p>
        ${place.is_same_disk && html`<p class="below">${text('backups.sameDisk')}</p>`}
      </div>
      ${place.kind === 'stick' && html`<${StickButton} place=${place} use=${false} reload=${reload} />`}
    </li>
  `;
}

function Offer({ place, reload }) {
  const { text } = usePage();
  return html`
    <div class="banner backup-offer">
      <div>
        <strong>${text('backups.offer', { name: placeName(text, place) })}</strong>
        <p>${text('backups.offer.hint')}</p>
      </div>
      <${StickButton} place=${place} use=${true} reload=${reload} />
    </div>
  `;
}

function StickButton({ place, use, reload }) {
  const { session, text, translator } = usePage();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState(null);
  const change = async () => {
    if (isBusy) return;
    setBusy(true);
    setProblem(null);
    try {
      await session.request(STICKS_PATH, { method: 'POST', body: { path: place.path, use } });
      await reload();
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      setProblem(errorText(translator, error));
    } finally {
      setBusy(false);
    }
  };
  return html`
    <div class="backup-buttons">
      <button class=${use ? null : 'small secondary outline'} onClick=${change}
        aria-busy=${isBusy ? 'true' : null}>${text(use ? 'backups.use' : 'backups.drop')}</button>
      <div role="alert">${problem && html`<p class="field-error">${problem}</p>`}</div>
    </div>
  `;
}
