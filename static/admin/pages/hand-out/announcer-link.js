/** The link with which the announcer sees records and birthdays: making it, and ending it. */

import { announcerPath } from '../../../shared/individual-protocol.js';
import { errorText, usePage } from '../../../ui/page.js';
import { html, useState } from '../../../vendor/htm-preact/standalone.module.js';
import { ConfirmDialog } from '../../dialogs.js';
import { Loaded } from '../../loading.js';
import { useLive } from '../../panel.js';
import { LinkCode } from './public-links.js';

/** Props: the `race`, the address `base` under which the laptop is reached. */
export function AnnouncerLink({ race, base }) {
  const { session } = usePage();
  const announced = useLive(() => session.request(announcerPath(race.id)), [session, race.id]);
  return html`<${Loaded} from=${announced}>
    ${({ link_made_at: madeAt }) => html`<${Link} race=${race} base=${base} madeAt=${madeAt}
      reload=${announced.reload} />`}
  <//>`;
}

function Link({ race, base, madeAt, reload }) {
  const { session, text, translator } = usePage();
  // Its key is told once: it is shown as long as the page is there, and is the newest.
  const [made, setMade] = useState(null);
  const [asks, setAsks] = useState(null);
  const [problem, setProblem] = useState(null);
  const make = async () => {
    setMade(await session.request(announcerPath(race.id), { method: 'POST', body: {} }));
    reload();
  };
  const makeFirst = async () => {
    setProblem(null);
    try {
      await make();
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      setProblem(errorText(translator, error));
    }
  };
  const end = async () => {
    await session.request(announcerPath(race.id), { method: 'DELETE' });
    setMade(null);
    reload();
  };
  const isShown = made !== null && made.made_at === madeAt;
  return html`
    <p>${text('announcerLink.hint')}</p>
    <div role="status">
      ${isShown && html`
        <${LinkCode} name="withKey" url=${base + made.path} />
        <p class="banner banner-warn">${text('announcerLink.once')}</p>
      `}
      ${madeAt !== null && !isShown && html`<p>${text('announcerLink.madeAt', {
        time: translator.dayAndTime(Date.parse(madeAt)),
      })}</p>`}
    </div>
    <div role="alert">
      ${problem && html`<p class="banner banner-alarm">${problem}</p>`}
    </div>
    <p class="buttons">
      ${madeAt === null
        ? html`<button type="button" onClick=${makeFirst}>${text('announcerLink.make')}</button>`
        : html`
          <button type="button" class="secondary" onClick=${() => setAsks('again')}>
            ${text('announcerLink.again')}</button>
          <button type="button" class="danger outline" onClick=${() => setAsks('end')}>
            ${text('announcerLink.end')}</button>
        `}
    </p>
    ${asks !== null && html`<${ConfirmDialog} title=${text(`announcerLink.${asks}`)}
      confirmLabel=${text(`announcerLink.${asks}`)} isDangerous=${asks === 'end'}
      onConfirm=${asks === 'end' ? end : make} onClose=${() => setAsks(null)}>
      <p>${text('announcerLink.ends')}</p>
    <//>`}
  `;
}
