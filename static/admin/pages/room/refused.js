/** Times that the rules refused and that were kept: they count after all, or they do not. */

import { recordedTimeParts } from '../../../shared/durations.js';
import { languageOf } from '../../../shared/i18n.js';
import { acceptRefusedPath, dismissRefusedPath } from '../../../shared/organizer-protocol.js';
import { errorText, usePage } from '../../../ui/page.js';
import { html, useState } from '../../../vendor/htm-preact/standalone.module.js';
import { ConfirmDialog } from '../../dialogs.js';
import { sentTime } from './levels.js';

/** Accepted, it goes over the number of times that a team may have. */
const OVER_THE_LIMIT = 'team_complete';

/** Somebody else has decided: it leaves the list by itself. */
const DECIDED = ['already_resolved', 'not_found'];

function reasonOf(text, translator, refused) {
  const key = `refused.${refused.reason}`;
  const known = text(key);
  if (known !== key) return known;
  return languageOf(translator.locale) === 'es' ? refused.reasonText : refused.reason;
}

export function RefusedList({ refused, refusedCount, competitions }) {
  const { text, translator, session } = usePage();
  const [asked, setAsked] = useState(null);
  const [problems, setProblems] = useState({});
  const [busy, setBusy] = useState(new Set());
  const byId = new Map(competitions.map((competition) => [competition.id, competition]));
  const decide = (path, item) => session.request(path(item.id), { method: 'POST' });
  const act = async (path, item) => {
    if (busy.has(item.id)) return;
    setBusy((before) => new Set(before).add(item.id));
    setProblems(({ [item.id]: _, ...others }) => others);
    try {
      await decide(path, item);
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      if (!DECIDED.includes(error.code)) {
        setProblems((before) => ({ ...before, [item.id]: errorText(translator, error) }));
      }
    } finally {
      setBusy((before) => new Set([...before].filter((id) => id !== item.id)));
    }
  };
  const accept = (item) =>
    item.reason === OVER_THE_LIMIT ? setAsked(item) : act(acceptRefusedPath, item);
  if (refused.length === 0) return html`<p class="empty">${text('room.noRefused')}</p>`;
  return html`
    <p class="hint">${text('room.refused.hint')}</p>
    <ul class="refused" aria-label=${text('room.refused')}>
      ${refused.map((item) => html`<${Refused} key=${item.id} item=${item}
        competition=${byId.get(item.competitionId)} problem=${problems[item.id]}
        isBusy=${busy.has(item.id)} accept=${() => accept(item)}
        dismiss=${() => act(dismissRefusedPath, item)} />`)}
    </ul>
    ${refusedCount > refused.length &&
    html`<p class="hint">${text('room.refused.more', {
      count: translator.number(refusedCount - refused.length),
    })}</p>`}
    ${asked && html`
      <${ConfirmDialog} title=${text('refused.accept.title')} isDangerous=${false}
        confirmLabel=${text('refused.accept')} onClose=${() => setAsked(null)}
        onConfirm=${() => decide(acceptRefusedPath, asked)}>
        <p>${text('refused.accept.over', {
          name: asked.teamName,
          limit: byId.get(asked.competitionId)?.recordsPerTeam ?? '?',
        })}</p>
      <//>`}
  `;
}

function Refused({ item, competition, problem, isBusy, accept, dismiss }) {
  const { text, translator } = usePage();
  const sent = sentTime(item.sent, competition);
  const shown =
    sent.clockMs === undefined
      ? recordedTimeParts(Math.max(0, sent.raceMs)).join('')
      : translator.timeOfDay(sent.clockMs, { withSeconds: true });
  const team = item.teamName === null
    ? text('refused.unknownTeam', { id: item.teamId })
    : `${item.bib} · ${item.teamName}`;
  return html`<li>
    <div class="what">
      <strong>${team}</strong>
      <span class="exact">${shown}</span>
      ${sent.clockMs !== undefined && html`<small>${text('refused.phoneClock')}</small>`}
    </div>
    <p class="reason">${reasonOf(text, translator, item)}</p>
    <small>
      ${[item.username, competition?.name].filter(Boolean).join(' · ')} ·${' '}
      ${text('refused.received', {
        time: translator.timeOfDay(item.receivedMs, { withSeconds: true }),
      })}
    </small>
    <div class="buttons">
      ${item.teamName !== null && html`<button class="small" onClick=${accept}
        aria-busy=${isBusy ? 'true' : null}
        aria-label=${text('refused.accept.one', { team, time: shown })}>
        ${text('refused.accept')}</button>`}
      <button class="small secondary outline" onClick=${dismiss}
        aria-label=${text('refused.dismiss.one', { team, time: shown })}>
        ${text('refused.dismiss')}</button>
    </div>
    <div role="alert">${problem && html`<p class="field-error">${problem}</p>`}</div>
  </li>`;
}
