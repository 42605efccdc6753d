/** Teams, runners and judges from a file: picked, looked at, and written when it is confirmed. */

import { usePage } from '../../ui/page.js';
import { html, useEffect, useRef, useState } from '../../vendor/htm-preact/standalone.module.js';
import { useRoom } from '../panel.js';
import { hrefOf } from '../routes.js';
import { canImport, writtenCount } from './import/columns.js';
import { PickFile, Templates } from './import/pick-file.js';
import { Counts, Rows, Understood } from './import/preview.js';
import { useImport } from './import/use-import.js';

export function ImportTeamsPage({ argument }) {
  return html`<${ImportPage} kind="teams" competitionId=${Number(argument)} />`;
}

/** As a step of the walk, which one comes back to. */
export function WalkImportPage({ argument }) {
  return html`<${ImportPage} kind="teams" competitionId=${Number(argument)} isInWalk=${true} />`;
}

export function ImportRunnersPage({ argument }) {
  return html`<${ImportPage} kind="runners" competitionId=${Number(argument)} />`;
}

export function WalkImportRunnersPage({ argument }) {
  return html`<${ImportPage} kind="runners" competitionId=${Number(argument)} isInWalk=${true} />`;
}

export function ImportJudgesPage() {
  return html`<${ImportPage} kind="judges" competitionId=${null} />`;
}

function ImportPage({ kind, competitionId, isInWalk = false }) {
  const { text } = usePage();
  const { room } = useRoom();
  const state = useImport(kind, competitionId);
  const race = room.competitions.find((item) => item.id === competitionId);
  const listHref = kind === 'judges' ? hrefOf('judges') : hrefOf(kind, competitionId);
  const back = isInWalk ? hrefOf('walkStep', competitionId, kind) : listHref;
  return html`
    <div class="page-head">
      <div>
        <h1 tabindex="-1">${text(`import.title.${kind}`)}</h1>
        ${race && html`<p class="hint">${race.name}</p>`}
      </div>
      <a href=${back}>${text(isInWalk ? 'import.back.walk' : `import.back.${kind}`)}</a>
    </div>
    ${state.result
      ? html`<${Done} kind=${kind} competitionId=${competitionId} isInWalk=${isInWalk} state=${state} />`
      : html`<${Choose} kind=${kind} state=${state} />`}
  `;
}

function Choose({ kind, state }) {
  const { text } = usePage();
  const { file, preview, problem, busy } = state;
  return html`
    <${PickFile} kind=${kind} fileName=${file?.name ?? null} onPick=${state.pick} />
    ${!file && html`<${Templates} kind=${kind} />`}
    <div role="alert">
      ${problem && html`<div class="banner banner-alarm import-problem">
        <p>${file && html`<b>${file.name}</b>`} ${problem}</p>
        ${state.canRetry && file && html`<button class="secondary" onClick=${state.retry}>
          ${text('import.retry')}</button>`}
      </div>`}
    </div>
    <p role="status" aria-busy=${busy ? 'true' : null} class=${busy ? 'working' : 'visually-hidden'}>
      ${busy && text(`import.${busy}`, { name: file?.name ?? '' })}
    </p>
    ${preview && html`<${Check} kind=${kind} state=${state} />`}
  `;
}

function Check({ kind, state }) {
  const { preview, busy, file } = state;
  return html`
    <h2 class="file-name">${file.name}</h2>
    <${Understood} preview=${preview} choices=${state.choices} isBusy=${busy !== null}
      read=${state.read} />
    <${Counts} counts=${preview.counts} />
    <${Confirm} kind=${kind} state=${state} />
    ${preview.counts.total > 0 && html`<${Rows} preview=${preview} />`}
  `;
}

function Confirm({ kind, state }) {
  const { text, translator } = usePage();
  const { preview, busy } = state;
  const [skipBad, setSkipBad] = useState(false);
  const { bad } = preview.counts;
  const count = writtenCount(preview);
  const isReady = canImport(preview, skipBad) && busy === null;
  const label = count === 1 ? `import.do.${kind}.one` : `import.do.${kind}`;
  const why = count === 0 ? text('import.nothing') : text('import.mend');
  return html`
    <div class="import-confirm">
      ${bad > 0 && html`<label>
        <input type="checkbox" checked=${skipBad}
          onChange=${(event) => setSkipBad(event.currentTarget.checked)} />
        ${bad === 1
          ? text('import.skipBad.one')
          : text('import.skipBad', { count: translator.number(bad) })}
      </label>`}
      <button disabled=${!isReady} aria-busy=${busy === 'writing' ? 'true' : null}
        aria-describedby="import-why" onClick=${() => state.confirm(skipBad)}>
        ${text(label, { count: translator.number(count) })}
      </button>
      <small id="import-why" class="hint">
        ${canImport(preview, skipBad) ? text('import.notYet') : why}
      </small>
    </div>
  `;
}

function Done({ kind, competitionId, isInWalk, state }) {
  const { text, translator } = usePage();
  const { result } = state;
  const title = useRef(null);
  // The button that was pressed is gone: the keyboard goes on here, and readers say it.
  useEffect(() => title.current.focus(), []);
  const without = result.judges_without_password.length;
  const parts = ['created', 'updated', 'unchanged', 'skipped'].filter((part) => result[part] > 0);
  return html`
    <section class="card import-done">
      <h2 tabindex="-1" ref=${title}>${text('import.done')}</h2>
      <ul class="counts">
        ${parts.map((part) => html`<li key=${part} data-result=${part}>
          ${text(`import.done.${part}`)}: <b>${translator.number(result[part])}</b></li>`)}
      </ul>
      <h3>${text('import.next')}</h3>
      ${without > 0 && html`<p>${text('import.without', { count: translator.number(without) })}</p>`}
      <div class="buttons">
        <${Next} kind=${kind} competitionId=${competitionId} isInWalk=${isInWalk} />
        <button class="secondary outline" onClick=${state.again}>${text('import.next.more')}</button>
      </div>
    </section>
  `;
}

/** What one mostly does next. */
function Next({ kind, competitionId, isInWalk }) {
  const { text, go } = usePage();
  if (isInWalk) {
    return html`<button onClick=${() => go('walkStep', competitionId, kind)}>
      ${text('import.next.walk')}</button>`;
  }
  if (kind === 'teams') {
    return html`<button onClick=${() => go('teams', competitionId)}>
      ${text('import.next.share')}</button>`;
  }
  if (kind === 'runners') {
    return html`
      <button onClick=${() => go('runners', competitionId)}>${text('import.next.runners')}</button>
      <button class="secondary outline" onClick=${() => go('ageBands', competitionId)}>
        ${text('bands.title')}</button>
    `;
  }
  return html`
    <button onClick=${() => go('cards')}>${text('import.next.cards')}</button>
    <button class="secondary outline" onClick=${() => go('judges')}>
      ${text('import.next.judges')}</button>
  `;
}
