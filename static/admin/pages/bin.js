/** What was deleted and can be had back, until the bin is emptied. */

import {
  BIN_PATH, restoreCompetitionPath, restoreTeamPath,
} from '../../shared/organizer-protocol.js';
import { errorText, usePage } from '../../ui/page.js';
import { html, useState } from '../../vendor/htm-preact/standalone.module.js';
import { ConfirmDialog } from '../dialogs.js';
import { Loaded, PageHead } from '../loading.js';
import { useLive } from '../panel.js';

export function BinPage() {
  const { session, text } = usePage();
  const bin = useLive(() => session.request(BIN_PATH), [session]);
  const [isEmptying, setEmptying] = useState(false);
  const isEmpty = !bin.value || bin.value.competitions.length + bin.value.teams.length === 0;
  return html`
    <${PageHead} title=${text('menu.bin')} below=${text('bin.hint')}>
      ${!isEmpty && html`<button class="danger outline" onClick=${() => setEmptying(true)}>
        ${text('bin.empty')}</button>`}
    <//>
    <${Loaded} from=${bin}>
      ${(held) => html`<${Held} bin=${held} reload=${bin.reload} />`}
    <//>
    ${isEmptying && html`<${EmptyBin} bin=${bin.value} reload=${bin.reload}
      onClose=${() => setEmptying(false)} />`}
  `;
}

/** Of an individual race they are marks. */
const timesOf = (item) => item.record_count + (item.mark_count ?? 0);

function Held({ bin, reload }) {
  const { text } = usePage();
  if (bin.competitions.length + bin.teams.length === 0) {
    return html`<p class="empty">${text('bin.isEmpty')}</p>`;
  }
  return html`
    <${HeldList} title=${text('menu.races')} items=${bin.competitions} reload=${reload}
      pathOf=${restoreCompetitionPath} nameOf=${(race) => race.name} />
    <${HeldList} title=${text('counter.teams')} items=${bin.teams} reload=${reload}
      pathOf=${restoreTeamPath}
      nameOf=${(team) => `${team.number} · ${team.name} (${team.competition_name})`} />
  `;
}

function HeldList({ title, items, pathOf, nameOf, reload }) {
  if (items.length === 0) return null;
  return html`
    <section class="bin-part" aria-label=${title}>
      <h2>${title}</h2>
      <ul class="bin-list">
        ${items.map((item) => html`<${HeldItem} key=${item.id} item=${item} name=${nameOf(item)}
          path=${pathOf(item.id)} reload=${reload} />`)}
      </ul>
    </section>
  `;
}

function HeldItem({ item, name, path, reload }) {
  const { session, text, translator } = usePage();
  const [problem, setProblem] = useState(null);
  const [isBusy, setBusy] = useState(false);
  const restore = async () => {
    if (isBusy) return;
    setBusy(true);
    setProblem(null);
    try {
      await session.request(path, { method: 'POST', body: {} });
      await reload();
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      setProblem(errorText(translator, error));
      setBusy(false);
    }
  };
  const when = translator.dayAndTime(Date.parse(item.deleted_at));
  const times = translator.number(timesOf(item));
  return html`
    <li class="card">
      <div>
        <strong>${name}</strong>
        <p class="below">${text('bin.item', { times, when })}</p>
        <div role="alert">${problem && html`<p class="field-error">${problem}</p>`}</div>
      </div>
      <button class="secondary" aria-label=${text('bin.restoreNamed', { name })}
        aria-busy=${isBusy ? 'true' : null} onClick=${restore}>${text('bin.restore')}</button>
    </li>
  `;
}

function EmptyBin({ bin, reload, onClose }) {
  const { session, text, translator } = usePage();
  const times = [...bin.competitions, ...bin.teams]
    .reduce((sum, item) => sum + timesOf(item), 0);
  const empty = async () => {
    await session.request(BIN_PATH, { method: 'DELETE', timeoutMs: 60_000 });
    await reload();
  };
  return html`
    <${ConfirmDialog} title=${text('bin.empty')} confirmLabel=${text('bin.empty.do')}
      typed=${text('bin.word')} onConfirm=${empty} onClose=${onClose}>
      <p>${text('bin.empty.hint', {
        races: translator.number(bin.competitions.length),
        teams: translator.number(bin.teams.length),
        times: translator.number(times),
      })}</p>
    <//>
  `;
}
