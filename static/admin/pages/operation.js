/** How the laptop does while it times: how fast it confirms, which phones are slow. */

import { LOG_DOWNLOAD_PATH, OPERATION_PATH } from '../../shared/organizer-protocol.js';
import { errorText, useLoaded, usePage } from '../../ui/page.js';
import { html, useEffect, useState } from '../../vendor/htm-preact/standalone.module.js';
import { download } from '../downloads.js';
import { Loaded, PageHead } from '../loading.js';
import { hrefOf } from '../routes.js';
import { lastingText } from '../spans.js';
import { sizeText, spanOf, spanText, troublesOf } from './operation/health.js';
import { Phones } from './operation/phones.js';
import { SecondBars } from './operation/second-bars.js';

const PERIOD_MS = 2000;

export function OperationPage() {
  const { session, text } = usePage();
  const operation = useLoaded(() => session.request(OPERATION_PATH), [session]);
  const { reload } = operation;
  useEffect(() => {
    const timer = setInterval(() => document.hidden || reload(), PERIOD_MS);
    return () => clearInterval(timer);
  }, [reload]);
  const below = html`<a href=${hrefOf('laptop')}>${text('menu.laptop')}</a> ·${' '}
    ${text('operation.hint')}`;
  return html`
    <${PageHead} title=${text('laptop.place.operation')} below=${below} />
    <${Loaded} from=${operation}>${(value) => html`<${Operation} operation=${value} />`}<//>
  `;
}

function Operation({ operation }) {
  const { text } = usePage();
  return html`
    <${Verdict} operation=${operation} />
    <div class="operation">
      <${Confirmed} operation=${operation} />
      <${Waiting} operation=${operation} />
      <${Stored} records=${operation.records} />
      <${Written} operation=${operation} />
      <${Connected} sockets=${operation.sockets} />
      <${Machine} operation=${operation} />
    </div>
    <section class="operation-part">
      <h2>${text('operation.phones')}</h2>
      <${Phones} phones=${operation.phones} nowMs=${Date.parse(operation.now)} />
    </section>
    <${Log} log=${operation.log} />
  `;
}

/** Whether all is well, in a sentence; else what is not, and what to do about it. */
function Verdict({ operation }) {
  const { text, translator } = usePage();
  const number = (value) => translator.number(value);
  const troubles = troublesOf(operation);
  const values = {
    p99: spanText(number, operation.acknowledgements.last_minute.p99_ms),
    waiting: number(operation.waiting),
    failures: number(operation.commit_failures),
    free: sizeText(number, operation.disk_free_bytes ?? 0),
    problem: operation.log.problem ?? '',
  };
  return html`<div role="status" class="verdict">
    ${troubles.length === 0 && html`<p class="verdict-good">${text('operation.fine')}</p>`}
    ${troubles.map((name) => html`<p key=${name} class="banner banner-alarm">
      ${text(`operation.trouble.${name}`, values)}</p>`)}
  </div>`;
}

/** A figure for all to see, and below it what it says. */
function Figure({ title, figure, children }) {
  return html`<section class="card operation-figure">
    <h2>${title}</h2>
    <p class="figure">${figure}</p>
    ${children}
  </section>`;
}

function Confirmed({ operation }) {
  const { text, translator } = usePage();
  const { span, isRecent } = spanOf(operation.acknowledgements);
  const shown = (spanMs) => spanText((value) => translator.number(value), spanMs);
  const window = text(isRecent ? 'operation.lastMinute' : 'operation.sinceStart');
  return html`<${Figure} title=${text('operation.confirmed')} figure=${shown(span.p50_ms)}>
    <p>${span.count === 0
      ? text('operation.confirmed.none')
      : text('operation.confirmed.what', { p99: shown(span.p99_ms), window })}</p>
  <//>`;
}

function Waiting({ operation }) {
  const { text, translator } = usePage();
  const figure = translator.number(operation.waiting);
  return html`<${Figure} title=${text('operation.waiting')} figure=${figure}>
    <p>${text('operation.waiting.what')}</p>
  <//>`;
}

function Stored({ records }) {
  const { text, translator } = usePage();
  const number = (value) => translator.number(value);
  return html`<${Figure} title=${text('operation.stored')} figure=${number(records.stored)}>
    <p>${text('operation.stored.what', {
      duplicate: number(records.duplicate), refused: number(records.refused),
    })}</p>
  <//>`;
}

function Written({ operation }) {
  const { text, translator } = usePage();
  const { span } = spanOf(operation.commits);
  const shown = (spanMs) => spanText((value) => translator.number(value), spanMs);
  const perSecond = operation.commits_per_second;
  const most = translator.number(Math.max(0, ...perSecond));
  return html`<${Figure} title=${text('operation.written')}
    figure=${text('operation.perSecond', { count: translator.number(perSecond.at(-1) ?? 0) })}>
    <${SecondBars} counts=${perSecond} label=${text('operation.written.chart', { most })} />
    <p>${text('operation.written.what', { most, p99: shown(span.p99_ms) })}</p>
  <//>`;
}

function Connected({ sockets }) {
  const { text, translator } = usePage();
  const number = (value) => translator.number(value);
  return html`<${Figure} title=${text('operation.connected')} figure=${number(sockets.judges)}>
    <p>${text('operation.connected.what', {
      spectators: number(sockets.spectators),
      organizers: number(sockets.organizers),
      behind: number(sockets.behind),
    })}</p>
  <//>`;
}

function Machine({ operation }) {
  const { text, translator } = usePage();
  const size = (bytes) => sizeText((value) => translator.number(value), bytes);
  const upMs = Date.parse(operation.now) - Date.parse(operation.started_at);
  const free = operation.disk_free_bytes;
  return html`<${Figure} title=${text('operation.running')} figure=${lastingText(text, upMs)}>
    <p>${text('operation.running.what', {
      memory: size(operation.memory_bytes), free: free === null ? '–' : size(free),
      version: operation.version,
    })}</p>
  <//>`;
}

/** For whoever helps: what the program has warned of, and all that it has written down. */
function Log({ log }) {
  const { session, text, translator } = usePage();
  const [problem, setProblem] = useState(null);
  const get = async () => {
    setProblem(null);
    try {
      await download(session, LOG_DOWNLOAD_PATH, `${text('operation.log.filename')}.log`);
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      setProblem(errorText(translator, error));
    }
  };
  return html`<section class="operation-part">
    <div class="page-head">
      <div>
        <h2>${text('operation.log')}</h2>
        <p class="hint">${text('operation.log.hint')}</p>
      </div>
      <button class="secondary" onClick=${get}>${text('operation.log.download')}</button>
    </div>
    <div role="alert">${problem && html`<p class="field-error">${problem}</p>`}</div>
    ${log.warnings.length === 0
      ? html`<p class="empty">${text('operation.log.none')}</p>`
      : html`<ol class="operation-log" lang="en" aria-label=${text('operation.log')} tabindex="0">
          ${log.warnings.map((warning, index) => html`<li key=${index}>
            <time dateTime=${warning.at}>
              ${translator.timeOfDay(Date.parse(warning.at), { withSeconds: true })}</time>
            ${' '}<span>${warning.text}</span>
          </li>`)}
        </ol>`}
  </section>`;
}
