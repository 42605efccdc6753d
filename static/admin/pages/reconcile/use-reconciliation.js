/** The reconciliation of a line as it is now, and what is done about it from this page. */

import {
  lineStepsPath, pairingPath, reconciliationPath, repairPath, UNDO_ALL_PATH, wornBibsPath,
} from '../../../shared/lines-protocol.js';
import { acceptance, changedMeanwhile } from '../../../shared/reconciliation.js';
import { errorText, usePage } from '../../../ui/page.js';
import {
  useEffect, useLayoutEffect, useRef, useState,
} from '../../../vendor/htm-preact/standalone.module.js';
import { ReconciliationFeed } from './reconciliation-feed.js';

const TIMEOUT_MS = 30_000;

/** `[now, feed]`: see ReconciliationFeed; `race` is the control room's entry of marked races. */
export function useReconciliation(lineId, race, { isLive, lastChangeId }) {
  const { session } = usePage();
  const [now, setNow] = useState({ value: null, steps: [], people: [], error: null });
  const feed = useRef(null);
  const { competitionId, changeCount, markCount } = race;
  useEffect(() => {
    const tagged = (path) => (tag) => session.request(path, {
      as: 'tagged', timeoutMs: TIMEOUT_MS, headers: tag === null ? {} : { 'If-None-Match': tag },
    });
    feed.current = new ReconciliationFeed({
      load: tagged(reconciliationPath(lineId)),
      loadSteps: tagged(lineStepsPath(lineId)),
      loadPeople: tagged(wornBibsPath(competitionId)),
      onChange: setNow,
    });
    return () => feed.current.close();
  }, [session, lineId, competitionId]);
  useEffect(() => {
    if (isLive) feed.current.see({ marks: `${changeCount}/${markCount}`, people: lastChangeId });
  }, [session, lineId, competitionId, changeCount, markCount, lastChangeId, isLive]);
  return [now, feed];
}

/**
 * `{done, trouble, isBusy, repair, accept, undo, undoLast}`.
 *
 * `done` is what was done here, the newest first: `{key, made, ids, said, isUndone}`; `made` are its
 * corrections, `ids` those that undo or redo it when they are undone. `trouble` is what went wrong
 * last: `{sentence, changes}`, the latter saying what somebody else had changed.
 */
export function useRepairing({ line, value, feed, words }) {
  const { session, text, translator } = usePage();
  const [done, setDone] = useState([]);
  const [trouble, setTrouble] = useState(null);
  const { turn, isBusy } = useTurns(value);
  const count = useRef(0);
  const post = (path, body) =>
    session.request(path, { method: 'POST', body, timeoutMs: TIMEOUT_MS });

  /**
   * Does `work`, and has the page know what has come of it; `changes` are what it was about, and
   * `fault`, where there is one, is settled by it.
   */
  const act = (work, { fault = null, changes = [] } = {}) => turn(async (isSettledBy) => {
    setTrouble(null);
    let failure = null;
    try {
      await work();
      isSettledBy(fault);
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      failure = error;
    }
    await feed.current.refresh();
    if (failure !== null) setTrouble(told(failure, changes));
  });
  const told = (error, changes) => {
    const rows = feed.current.now.value?.rows ?? [];
    const changed = error.status === 409 ? changedMeanwhile(changes, rows) : [];
    return {
      sentence: errorText(translator, error),
      changes: changed.map((change) => words.current.ofChange(change)),
    };
  };
  const note = (ids, said) => {
    count.current += 1;
    const entry = { key: count.current, made: ids, ids, said, isUndone: false };
    setDone((before) => [entry, ...before]);
  };
  const refusedSaid = (refused) => (refused.length === 0
    ? '' : ` ${text('reconcile.refused', { count: translator.number(refused.length) })}`);

  const repair = (fault, { kind, changes }, said) => act(async () => {
    const body = { fault: fault?.kind ?? null, repair: kind, changes };
    const { corrections } = await post(repairPath(line.id), body);
    note(corrections, said);
  }, { fault, changes });
  const accept = (rows) => act(async () => {
    const { pairs, rowCount } = acceptance(rows);
    const { corrections, refused } = await post(pairingPath(line.id), { pairs });
    const count = translator.number(rowCount - refused.length);
    note(corrections, text('reconcile.accepted', { count }) + refusedSaid(refused));
  });
  const undo = (entry) => act(async () => {
    const { corrections, refused } = await post(UNDO_ALL_PATH, { ids: entry.ids });
    const undone = { ...entry, ids: corrections, isUndone: !entry.isUndone };
    setDone((before) => (before.some((one) => one.key === entry.key)
      ? before.map((one) => (one.key === entry.key ? undone : one)) : [undone, ...before]));
    // Of a step, somebody may have undone a part, or all of it just now.
    const missed = refused.filter(({ code }) => code !== 'already_undone');
    if (missed.length > 0) setTrouble({ sentence: refusedSaid(missed).trim(), changes: [] });
  });
  const undoLast = () => {
    const last = done.find((entry) => !entry.isUndone);
    if (last !== undefined) undo(last);
  };
  return { done, trouble, isBusy, repair, accept, undo, undoLast };
}

/**
 * `turn(work)` does one thing at a time, and nothing while something is being done. `work` gets a
 * function to name the doubt that it has settled: the page is free as soon as that is seen to be
 * gone, and not only when all has been read again; fingers on the keyboard are faster.
 */
function useTurns(value) {
  const [isBusy, setBusy] = useState(false);
  const current = useRef(null);
  const end = (mine) => {
    if (current.current !== mine) return;
    current.current = null;
    setBusy(false);
  };
  useLayoutEffect(() => {
    const { fault } = current.current ?? {};
    if (fault && !value.faults.some(({ id }) => id === fault.id)) end(current.current);
  }, [value]);
  const turn = async (work) => {
    if (current.current !== null) return;
    const mine = { fault: null };
    current.current = mine;
    setBusy(true);
    try {
      await work((fault) => { mine.fault = fault; });
    } finally {
      end(mine);
    }
  };
  return { turn, isBusy };
}
