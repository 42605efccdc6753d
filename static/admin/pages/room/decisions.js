/** Deciding over refused times: one, or many at once. */

import {
  ACCEPT_REFUSED_PATH, acceptRefusedPath, dismissRefusedPath,
} from '../../../shared/organizer-protocol.js';
import { errorText, usePage } from '../../../ui/page.js';
import { useState } from '../../../vendor/htm-preact/standalone.module.js';
import { acceptedText } from './refused-texts.js';

/** Somebody else has decided: it leaves the list by itself. */
const DECIDED = ['already_resolved', 'not_found'];
/** Some thousand at once take their time. */
const MANY_TIMEOUT_MS = 60_000;

/** Accepts those with these ids as far as the rules let; the server's answer. */
export const acceptAll = (session, ids) =>
  session.request(ACCEPT_REFUSED_PATH, {
    method: 'POST', body: { ids }, timeoutMs: MANY_TIMEOUT_MS,
  });

/**
 * `accept(item)`, `dismiss(item)`, which say in `problems[id]` what went wrong, and
 * `acceptMany(items)`, `dismissMany(items)`, which raise it. `said` is what the last one has done,
 * `dismissedCount` how many were dismissed here so far.
 */
export function useDecisions() {
  const panel = usePage();
  const { session, text, translator } = panel;
  const [said, setSaid] = useState(null);
  const [dismissedCount, setDismissedCount] = useState(0);
  const decide = (path, item) => session.request(path(item.id), { method: 'POST' });
  const { act, problems, busy } = useOneByOne(decide);
  const sayDismissed = (count) => {
    setSaid(text('refused.dismissed', { count: translator.number(count) }));
    setDismissedCount((before) => before + count);
  };
  return {
    problems, busy, said, dismissedCount,
    accept: (item) => act(acceptRefusedPath, item),
    acceptOrRaise: (item) => decide(acceptRefusedPath, item),
    dismiss: async (item) => {
      if (await act(dismissRefusedPath, item)) sayDismissed(1);
    },
    acceptMany: async (items) => {
      setSaid(acceptedText(panel, await acceptAll(session, items.map((item) => item.id))));
    },
    dismissMany: async (items) => sayDismissed(await dismissEach(decide, items)),
  };
}

/** `act(path, item)` decides over one, not twice at a time; it tells whether it was done. */
function useOneByOne(decide) {
  const { translator } = usePage();
  const [problems, setProblems] = useState({});
  const [busy, setBusy] = useState(new Set());
  const act = async (path, item) => {
    if (busy.has(item.id)) return false;
    setBusy((before) => new Set(before).add(item.id));
    setProblems(({ [item.id]: _, ...others }) => others);
    try {
      await decide(path, item);
      return true;
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      if (!DECIDED.includes(error.code)) {
        setProblems((before) => ({ ...before, [item.id]: errorText(translator, error) }));
      }
      return false;
    } finally {
      setBusy((before) => new Set([...before].filter((id) => id !== item.id)));
    }
  };
  return { act, problems, busy };
}

/** One after the other; how many. What somebody else has decided meanwhile is not counted. */
async function dismissEach(decide, items) {
  let count = 0;
  for (const item of items) {
    try {
      await decide(dismissRefusedPath, item);
      count += 1;
    } catch (error) {
      if (!DECIDED.includes(error.code)) throw error;
    }
  }
  return count;
}
