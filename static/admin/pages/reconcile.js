/** Times and bibs of a line put together after the race, or while it runs. */

import { inOrder, isPlainProposal, placesOf, shownFault } from '../../shared/reconciliation.js';
import { usePage } from '../../ui/page.js';
import {
  html, useEffect, useMemo, useRef, useState,
} from '../../vendor/htm-preact/standalone.module.js';
import { PageHead } from '../loading.js';
import { useRoom } from '../panel.js';
import { hrefOf } from '../routes.js';
import { byBib } from './marks/mark-list.js';
import { DoneHere, Trouble } from './reconcile/done-here.js';
import { DoubtWords } from './reconcile/doubt-words.js';
import { Doubts } from './reconcile/doubts.js';
import { PairRows } from './reconcile/pair-rows.js';
import { RowDialog } from './reconcile/row-dialog.js';
import { Summary, WhoMarked } from './reconcile/summary.js';
import { useReconciliation, useRepairing } from './reconcile/use-reconciliation.js';

export function ReconcilePage({ argument }) {
  const { text } = usePage();
  const { hasCome, isLive, room } = useRoom();
  const id = Number(argument);
  const race = room.markedRaces.find(({ lines }) => lines.some((line) => line.id === id));
  const competition = room.competitions.find((item) => item.id === race?.competitionId);
  if (!hasCome) return html`<p class="empty" role="status">${text('control.waiting')}</p>`;
  if (race === undefined || competition === undefined) {
    return html`<div class="empty">
      <h1 tabindex="-1">${text('reconcile.gone')}</h1>
      <p><a href=${hrefOf('races')}>${text('menu.races')}</a></p>
    </div>`;
  }
  return html`<${Reconcile} key=${id} line=${race.lines.find((line) => line.id === id)} race=${race}
    competition=${competition} isLive=${isLive} lastChangeId=${room.lastChangeId} />`;
}

function Reconcile({ line, race, competition, isLive, lastChangeId }) {
  const { text } = usePage();
  const [now, feed] = useReconciliation(line.id, race, { isLive, lastChangeId });
  const { value, steps, people, error } = now;
  const others = race.lines.filter((other) => other.id !== line.id);
  return html`
    <${PageHead} title=${text('reconcile.titleOf', { line: line.name })}
      below=${html`<a href=${hrefOf('race', competition.id)}>${competition.name}</a>
        ${others.map((other) => html` · <a key=${other.id} href=${hrefOf('reconcile', other.id)}>
          ${text('reconcile.titleOf', { line: other.name })}</a>`)}`}>
      <a role="button" class="secondary" href=${hrefOf('marks', competition.id)}>
        ${text('marks.title')}</a>
    <//>
    ${value === null
      ? html`<${Trouble} trouble=${null} error=${error} />
          <p class="first-words" aria-busy="true">${text('loading.wait')}</p>`
      : html`<${Reconciliation} value=${value} steps=${steps} people=${people} error=${error}
          feed=${feed} line=${line} startMs=${competition.startedAtMs}
          isOver=${competition.finishedAtMs !== null} />`}
  `;
}

/** Which doubt is shown: `[fault, place, faults, show(place)]`; the next one once it is settled. */
function useShownFault(value, places) {
  const faults = useMemo(() => inOrder(value.faults, places), [value, places]);
  const [picked, setPicked] = useState({ id: null, place: 0 });
  const place = shownFault(faults, picked.id, Math.max(0, picked.place));
  const fault = faults[place] ?? null;
  useEffect(() => {
    if (fault !== null && (fault.id !== picked.id || place !== picked.place)) {
      setPicked({ id: fault.id, place });
    }
  }, [fault?.id, place]);
  return { fault, place, faults, show: (next) => setPicked({ id: faults[next].id, place: next }) };
}

function Reconciliation({ value, steps, people, error, feed, line, startMs, isOver }) {
  const { text, translator } = usePage();
  const { rows } = value;
  const places = useMemo(() => placesOf(rows), [rows]);
  const words = useMemo(() => new DoubtWords({
    text, number: (count) => translator.number(count), rows, places,
    runnersByBib: byBib(people), startMs,
  }), [rows, places, people, startMs, translator]);
  const latest = useRef(words);
  latest.current = words;
  const repairing = useRepairing({ line, value, feed, words: latest });
  const { fault, place, faults, show } = useShownFault(value, places);
  const [opened, setOpened] = useState(null);
  const faultsById = useMemo(() => new Map(faults.map((one) => [one.id, one])), [faults]);
  const judges = useMemo(() => judgesOf(line, value), [line, value]);
  // As they are now: what somebody else changes while the dialog is open is told, not overruled.
  const open = (id) => setOpened({ rows, place: places.get(id), words });
  return html`
    <${Summary} value=${value} line=${line} isOver=${isOver} repairing=${repairing} />
    <${Trouble} trouble=${repairing.trouble} error=${error} />
    <div class="reconcile">
      <div class="reconcile-side">
        <${DoneHere} repairing=${repairing} steps=${steps} />
        <${Doubts} faults=${faults} place=${place} show=${show} words=${words}
          apply=${(repair, said) => repairing.repair(fault, repair, said)}
          accept=${rows.some(isPlainProposal) ? () => repairing.accept(rows) : null} repairing=${repairing} />
      </div>
      <${PairRows} rows=${rows} current=${fault?.row_ids ?? []} faultsById=${faultsById}
        words=${words} judges=${judges} openRow=${open}
        showFault=${(one) => show(faults.indexOf(one))} />
    </div>
    <${WhoMarked} value=${value} line=${line} words=${words} />
    ${opened !== null && html`<${RowDialog} ...${opened} onClose=${() => setOpened(null)}
      apply=${(repair, said) => repairing.repair(null, repair, said)} />`}
  `;
}

/** Names of who took times here, by the judge's id. */
function judgesOf(line, { timers }) {
  const names = new Map(timers.map((timer) => [timer.judge_id, timer.username]));
  for (const judge of line.judges) names.set(judge.id, judge.name);
  return names;
}
