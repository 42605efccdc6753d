/** Times that their judges took back: they count nowhere, and each can be given back. */

import {
  decodeWithdrawn, GIVE_BACK_PATH, MOST_GIVEN_BACK, WITHDRAWN_PATH,
} from '../../../shared/organizer-protocol.js';
import { errorText, usePage } from '../../../ui/page.js';
import { html, useState } from '../../../vendor/htm-preact/standalone.module.js';
import { ConfirmDialog } from '../../dialogs.js';
import { Loaded } from '../../loading.js';
import { useLive } from '../../panel.js';
import { useFold } from './fold.js';
import { reasonText, signedTime, teamText } from './refused-texts.js';

const FEW = 10;
/** Some thousand at once take their time. */
const MANY_TIMEOUT_MS = 60_000;

/** Loaded while it is open, again after each change; `names` are those of `useNames`. */
export function Withdrawn({ names }) {
  const { session, text, translator } = usePage();
  const [isOpen, setOpen] = useState(false);
  const load = async () =>
    isOpen ? (await session.request(WITHDRAWN_PATH)).map(decodeWithdrawn) : null;
  const loaded = useLive(load, [session, isOpen]);
  const giving = useGivingBack(loaded.reload);
  return html`
    <details class="dismissed withdrawn" onToggle=${(event) => setOpen(event.currentTarget.open)}>
      <summary>${loaded.value === null
        ? text('withdrawn.list')
        : text('withdrawn.list.count', { count: translator.number(loaded.value.length) })}</summary>
      <div role="status">
        ${giving.said && html`<p class=${`banner banner-${giving.isGood ? 'good' : 'warn'}`}>
          ${giving.said}</p>`}
      </div>
      <div role="alert">${giving.problem && html`<p class="field-error">${giving.problem}</p>`}</div>
      ${isOpen && html`<${Loaded} from=${loaded}>
        ${(items) => html`<${WithdrawnList} items=${items} names=${names} giving=${giving} />`}
      <//>`}
    </details>
  `;
}

/**
 * `one(item)`; `many(items)`, which raises what goes wrong. `said` is what the last of them has
 * done, `problems[id]` why a time was not given back.
 */
function useGivingBack(reload) {
  const panel = usePage();
  const { session, text, translator } = panel;
  const [told, setTold] = useState({ said: null, isGood: true });
  const [problem, setProblem] = useState(null);
  const [problems, setProblems] = useState({});
  const [busy, setBusy] = useState(new Set());
  const many = async (items) => {
    const ids = items.map((item) => item.id);
    const { count, refused } = await giveBack(session, ids);
    const whys = refused.map((one) => [
      one.record_id, reasonText(panel, { reason: one.code, reasonText: one.error }),
    ]);
    setProblems((before) => ({ ...without(before, ids), ...Object.fromEntries(whys) }));
    const said = [text('withdrawn.done', { count: translator.number(count) })];
    if (refused.length > 0) {
      said.push(text('withdrawn.notDone', { count: translator.number(refused.length) }));
    }
    setTold({ said: said.join(' '), isGood: refused.length === 0 });
    await reload();
  };
  const one = async (item) => {
    if (busy.has(item.id)) return;
    setProblem(null);
    setBusy((before) => new Set(before).add(item.id));
    try {
      await many([item]);
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      setProblem(errorText(translator, error));
    } finally {
      setBusy((before) => new Set([...before].filter((id) => id !== item.id)));
    }
  };
  return { one, many, ...told, problem, problems, busy };
}

/** `{count, refused}` of all these together. */
async function giveBack(session, ids) {
  let count = 0;
  const refused = [];
  for (let start = 0; start < ids.length; start += MOST_GIVEN_BACK) {
    const body = { record_ids: ids.slice(start, start + MOST_GIVEN_BACK) };
    const options = { method: 'POST', body, timeoutMs: MANY_TIMEOUT_MS };
    const answer = await session.request(GIVE_BACK_PATH, options);
    count += answer.given_back;
    refused.push(...answer.refused);
  }
  return { count, refused };
}

const without = (object, keys) =>
  Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));

function WithdrawnList({ items, names, giving }) {
  const { text } = usePage();
  const [picked, setPicked] = useState(new Set());
  const [shown, more] = useFold(items, FEW);
  if (items.length === 0) return html`<p class="hint">${text('withdrawn.none')}</p>`;
  const pick = (id) => {
    const next = new Set(picked);
    if (!next.delete(id)) next.add(id);
    setPicked(next);
  };
  return html`
    <p class="hint">${text('withdrawn.hint')}</p>
    ${items.length > 1 && html`<${PickedOnes} items=${items} picked=${picked}
      setPicked=${setPicked} giving=${giving} />`}
    <ul class="refused" aria-label=${text('withdrawn.list')}>
      ${shown.map((item) => html`<${WithdrawnTime} key=${item.id} item=${item} names=${names}
        isPicked=${picked.has(item.id)} onPick=${items.length > 1 ? () => pick(item.id) : null}
        giving=${giving} />`)}
    </ul>
    ${more}
  `;
}

/** Picking all, and giving back what is picked, after a question. */
function PickedOnes({ items, picked, setPicked, giving }) {
  const { text, translator } = usePage();
  const [asked, setAsked] = useState(null);
  const chosen = items.filter((item) => picked.has(item.id));
  const areAll = chosen.length === items.length;
  const pickAll = () => setPicked(areAll ? new Set() : new Set(items.map((item) => item.id)));
  const count = translator.number((asked ?? chosen).length);
  const give = async () => {
    await giving.many(asked);
    setPicked(new Set());
  };
  return html`
    <div class="decide">
      <label class="only"><input type="checkbox" checked=${areAll} onChange=${pickAll} />
        ${text('table.pickAll')}</label>
      <button class="small" disabled=${chosen.length === 0} onClick=${() => setAsked(chosen)}>
        ${text('withdrawn.giveBack.picked', { count: translator.number(chosen.length) })}</button>
    </div>
    ${asked && html`<${ConfirmDialog} title=${text('withdrawn.giveBack.title', { count })}
      confirmLabel=${text('withdrawn.giveBack.picked', { count })} isDangerous=${false}
      onConfirm=${give} onClose=${() => setAsked(null)}>
      <p>${text('withdrawn.giveBack.what')}</p>
    <//>`}
  `;
}

function WithdrawnTime({ item, names, isPicked, onPick, giving }) {
  const { text, translator } = usePage();
  const team = teamText(text, item);
  const time = signedTime(item.raceMs);
  const at = translator.timeOfDay(item.withdrawnAtMs, { withSeconds: true });
  const who = item.byUsername === null
    ? text('withdrawn.at', { time: at })
    : text('withdrawn.by', { name: names.judgeName(item.byUsername), time: at });
  const problem = giving.problems[item.id];
  return html`<li>
    <div class="what">
      ${onPick && html`<input type="checkbox" checked=${isPicked} onChange=${onPick}
        aria-label=${text('table.pick', { name: `${team}, ${time}` })} />`}
      <strong>${team}</strong> <span class="exact">${time}</span>
    </div>
    <small>${[names.competitionName(item.competitionId), who].join(' · ')}</small>
    <div class="decide">
      <button class="small secondary" onClick=${() => giving.one(item)}
        aria-busy=${giving.busy.has(item.id) ? 'true' : null}
        aria-label=${text('withdrawn.giveBack.one', { team, time })}>
        ${text('withdrawn.giveBack')}</button>
    </div>
    <div role="alert">${problem && html`<p class="field-error">${problem}</p>`}</div>
  </li>`;
}
