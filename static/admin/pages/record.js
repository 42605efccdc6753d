/** The record: who did what, when, from which address. */

import {
  AUDIT_DOWNLOAD_PATH, auditPath, decodeJudge, JUDGES_PATH,
} from '../../shared/organizer-protocol.js';
import { errorText, useLoaded, usePage } from '../../ui/page.js';
import { html, useEffect, useRef, useState } from '../../vendor/htm-preact/standalone.module.js';
import { download } from '../downloads.js';
import { useRoom } from '../panel.js';
import { actionText, byDay, detailLines } from './record/entry-texts.js';

const PAGE = 100;

export function RecordPage() {
  const panel = usePage();
  const { text } = panel;
  const { room } = useRoom();
  const names = useNamesOfIds(room.competitions);
  const [competitionId, setCompetitionId] = useState(null);
  const record = useRecord(competitionId);
  return html`
    <div class="page-head">
      <div>
        <h1 tabindex="-1">${text('menu.record')}</h1>
        <p class="hint">${text('record.hint')}</p>
      </div>
      <${DownloadButton} />
    </div>
    <${Tools} competitions=${room.competitions} choose=${setCompetitionId} record=${record} />
    <div role="alert">
      ${record.problem && html`<p class="banner banner-alarm">${record.problem}</p>`}
    </div>
    ${record.entries?.length === 0 && html`<p class="empty">${text('record.empty')}</p>`}
    ${byDay(panel.translator, record.entries ?? []).map(([day, entries]) => html`
      <h2 class="record-day" key=${day}>${day}</h2>
      <ol class="record" aria-label=${day}>
        ${entries.map((entry) => html`<${Entry} key=${entry.id} entry=${entry} names=${names} />`)}
      </ol>`)}
    ${record.nextBefore !== null && html`<p class="older">
      <button class="secondary" onClick=${record.older} aria-busy=${record.isLoading ? 'true' : null}>
        ${text('record.older')}</button>
    </p>`}
  `;
}

function Tools({ competitions, choose, record }) {
  const { text } = usePage();
  return html`
    <div class="record-tools">
      <label>
        ${text('record.filter')}
        <select onChange=${(event) =>
          choose(event.currentTarget.value ? Number(event.currentTarget.value) : null)}>
          <option value="">${text('room.all')}</option>
          ${competitions.map((item) => html`<option key=${item.id} value=${String(item.id)}>
            ${item.name}</option>`)}
        </select>
      </label>
      <button class="secondary outline" onClick=${record.reload}
        aria-busy=${record.isLoading ? 'true' : null}>${text('record.reload')}</button>
    </div>
  `;
}

/** What the record tells by ids, as Maps: of judges by id and by username, of competitions by id. */
function useNamesOfIds(competitions) {
  const { session } = usePage();
  const load = async () => (await session.request(JUDGES_PATH)).map(decodeJudge);
  const judges = useLoaded(load, [session]).value ?? [];
  const nameOf = ({ full_name: name, username }) => (name ? `${name} (${username})` : username);
  return {
    judge_id: new Map(judges.map((judge) => [judge.id, nameOf(judge)])),
    username: new Map(judges.map((judge) => [judge.username, nameOf(judge)])),
    competition_id: new Map(competitions.map((item) => [item.id, item.name])),
  };
}

/** The entries so far, with `older` and `reload`; an answer to an earlier question is let go. */
function useRecord(competitionId) {
  const { session, translator } = usePage();
  const [shown, setShown] = useState({ entries: null, nextBefore: null, problem: null });
  const [isLoading, setLoading] = useState(false);
  const latest = useRef(0);
  const load = async (before) => {
    latest.current += 1;
    const mine = latest.current;
    setLoading(true);
    try {
      const path = auditPath({ before, competitionId, limit: PAGE });
      const answer = await session.request(path);
      if (mine !== latest.current) return;
      setShown((old) => ({
        entries: [...(before === null ? [] : old.entries), ...answer.entries],
        nextBefore: answer.next_before,
        problem: null,
      }));
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      if (mine !== latest.current) return;
      setShown((old) => ({ ...old, problem: errorText(translator, error) }));
    }
    setLoading(false);
  };
  useEffect(() => {
    load(null);
    return () => {
      latest.current += 1;
    };
  }, [competitionId]);
  return { ...shown, isLoading, reload: () => load(null), older: () => load(shown.nextBefore) };
}

function DownloadButton() {
  const { session, text, translator } = usePage();
  const [problem, setProblem] = useState(null);
  const get = async () => {
    setProblem(null);
    try {
      await download(session, AUDIT_DOWNLOAD_PATH, `${text('record.filename')}.csv`);
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      setProblem(errorText(translator, error));
    }
  };
  return html`<div>
    <button class="secondary" onClick=${get}>${text('record.download')}</button>
    <div role="alert">${problem && html`<p class="field-error">${problem}</p>`}</div>
  </div>`;
}

function Entry({ entry, names }) {
  const panel = { ...usePage(), names };
  const { text, translator } = panel;
  const lines = detailLines(panel, entry);
  const atMs = Date.parse(entry.at);
  return html`<li>
    <time dateTime=${entry.at} title=${translator.dayAndTime(atMs)}>
      ${translator.timeOfDay(atMs, { withSeconds: true })}
    </time>
    <div class="did">
      ${actionText(text, entry)}
      ${lines.length > 0 && html`<ul class="details">
        ${lines.map((line) => html`<li key=${line.name}>
          ${line.name}:${' '}
          ${line.before !== undefined && html`<del>${line.before}</del> → `}
          <ins>${line.after}</ins>
        </li>`)}
      </ul>`}
    </div>
    <span class="by">${entry.username}${entry.address && ` · ${entry.address}`}</span>
  </li>`;
}
