/** Backups: where copies of everything are, and how one is put in the place of what there is. */

import { BACKUPS_PATH, UPLOAD_PATH } from '../../shared/backups-protocol.js';
import { errorText, useLoaded, usePage } from '../../ui/page.js';
import { html, useEffect, useRef, useState } from '../../vendor/htm-preact/standalone.module.js';
import { Loaded, PageHead } from '../loading.js';
import { useRoom } from '../panel.js';
import { hrefOf } from '../routes.js';
import { BackupList } from './backups/backup-list.js';
import { Places } from './backups/places.js';
import { RestoreDialog } from './backups/restore-dialog.js';

const LOOK_AGAIN_MS = 3000;
/** A file is copied to the laptop's disk as it comes, over its own Wi-Fi. */
const UPLOAD_MS = 10 * 60_000;

export function BackupsPage() {
  const { session, text } = usePage();
  const backups = useLoaded(() => session.request(BACKUPS_PATH), [session]);
  const [chosen, setChosen] = useState(null);
  const [problem, setProblem] = useState(null);
  const restart = useRestart(backups.reload);
  // What is begun now says how it ends; what was said before would be taken for it.
  const begin = () => {
    setProblem(null);
    restart.forget();
  };
  useLookAgain(backups.reload);
  const below = html`<a href=${hrefOf('laptop')}>${text('menu.laptop')}</a>`;
  return html`
    <${PageHead} title=${text('laptop.place.backups')} below=${below}>
      <${MakeNow} reload=${backups.reload} onBegin=${begin} onProblem=${setProblem} />
      <${FromFile} onSent=${setChosen} reload=${backups.reload} onBegin=${begin}
        onProblem=${setProblem} />
    <//>
    <div role="alert">${problem && html`<p class="field-error">${problem}</p>`}</div>
    <p class="hint">${text('backups.hint')}</p>
    <${RestartNews} restart=${restart} />
    <${Loaded} from=${backups}>
      ${(value) => html`
        <${Places} places=${value.places} everySeconds=${value.is_enabled ? value.every_s : null}
          reload=${backups.reload} />
        <${BackupList} backups=${value.backups} places=${value.places}
          canRestore=${value.can_restore} onRestore=${setChosen} />
        ${chosen !== null && html`<${RestoreDialog} name=${chosen} onClose=${() => setChosen(null)}
          onRestarting=${restart.begin} />`}
      `}
    <//>
  `;
}

/** Sticks come and go, and copies are on their way, without anything on record. */
function useLookAgain(reload) {
  useEffect(() => {
    const timer = setInterval(() => document.hidden || reload(), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [reload]);
}

/** `phase`: null, `going` from the restore on until the laptop is gone, `away`, then `back`. */
function useRestart(reload) {
  const { isLive } = useRoom();
  const [phase, setPhase] = useState(null);
  useEffect(() => {
    if (phase === 'going' && !isLive) setPhase('away');
    if (phase === 'away' && isLive) {
      setPhase('back');
      reload();
    }
  }, [phase, isLive, reload]);
  const forget = () => setPhase((now) => (now === 'back' ? null : now));
  return { phase, begin: () => setPhase('going'), forget };
}

function RestartNews({ restart }) {
  const { text } = usePage();
  const isWaiting = restart.phase === 'going' || restart.phase === 'away';
  return html`<div role="status">
    ${isWaiting && html`<p class="banner banner-warn" aria-busy="true">
      ${text('backups.restarting')}</p>`}
    ${restart.phase === 'back' && html`<p class="banner banner-good">${text('backups.restored')}</p>`}
  </div>`;
}

function MakeNow({ reload, onBegin, onProblem }) {
  const { session, text, translator } = usePage();
  const [isBusy, setBusy] = useState(false);
  const [isMade, setMade] = useState(false);
  const make = async () => {
    if (isBusy) return;
    setBusy(true);
    setMade(false);
    onBegin();
    try {
      await session.request(BACKUPS_PATH, { method: 'POST', timeoutMs: 60_000 });
      await reload();
      setMade(true);
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      onProblem(errorText(translator, error));
    } finally {
      setBusy(false);
    }
  };
  return html`
    <button onClick=${make} aria-busy=${isBusy ? 'true' : null}>${text('backups.make')}</button>
    <div role="status" class="done">${isMade && html`<p class="saved">${text('backups.made')}</p>`}</div>
  `;
}

/** A backup from another laptop or a stick of this one's user. */
function FromFile({ onSent, reload, onBegin, onProblem }) {
  const { session, text, translator } = usePage();
  const input = useRef(null);
  const [isBusy, setBusy] = useState(false);
  const send = async (event) => {
    const [file] = event.currentTarget.files;
    // So that the same file can be picked again.
    const picker = event.currentTarget;
    if (!file) return;
    setBusy(true);
    onBegin();
    try {
      const options = { method: 'POST', body: file, timeoutMs: UPLOAD_MS };
      const { name } = await session.request(UPLOAD_PATH, options);
      await reload();
      onSent(name);
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      onProblem(errorText(translator, error));
    } finally {
      picker.value = '';
      setBusy(false);
    }
  };
  return html`
    <button class="secondary" onClick=${() => input.current.click()}
      aria-busy=${isBusy ? 'true' : null}>${text('backups.fromFile')}</button>
    <input type="file" accept=".db" hidden ref=${input} onChange=${send} />
  `;
}
