/** The state of an import: a file, how it is to be read, its preview, and what came of it. */

import { languageOf } from '../../../shared/i18n.js';
import { IMPORTS_PATH } from '../../../shared/organizer-protocol.js';
import { errorText, usePage } from '../../../ui/page.js';
import { useUnsaved } from '../../../ui/unsaved.js';
import { useRef, useState } from '../../../vendor/htm-preact/standalone.module.js';
import { writtenCount } from './columns.js';
import { MAX_FILE_BYTES, readFile } from './file.js';

const ANSWER_WITHIN_MS = 60_000;
/** What is null is for the server to guess. */
const GUESS = { sheet: null, has_header: null, columns: null };
const NOTHING = { preview: null, problem: null, canRetry: false, result: null };
const QUESTION = { title: 'leave.import.title', what: 'leave.import.what', leave: 'leave.import.do' };

/** Why a file is not read, in the user's language. */
function problemText(translator, error) {
  if (error.code === 'import_unreadable' && languageOf(translator.locale) !== 'es') {
    const key = `import.unreadable.${error.body.reason}`;
    const known = translator.text(key);
    return known === key ? translator.text('import.unreadable') : known;
  }
  return errorText(translator, error);
}

/**
 * `{file, choices, preview, problem, canRetry, busy, result}` and what can be done: `pick(file)`,
 * `read(changed choices)`, `retry()`, `confirm(skipBad)`, `again()`. `busy` is null, `reading` or
 * `writing`.
 *
 * Nothing is written before `confirm`. A file stays in memory over every error.
 */
export function useImport(kind, competitionId) {
  const { session, text, translator } = usePage();
  const [file, setFile] = useState(null);
  const [choices, setChoices] = useState(GUESS);
  const [shown, setShown] = useState(NOTHING);
  const [busy, setBusy] = useState(null);
  const latest = useRef(0);
  const { preview, result } = shown;
  useUnsaved(preview !== null && result === null && writtenCount(preview) > 0, null, QUESTION);

  const ask = async (what, whatFile, whatChoices, more = {}) => {
    latest.current += 1;
    const mine = latest.current;
    setBusy(what);
    setShown((before) => ({ ...before, problem: null, canRetry: false }));
    const body = {
      kind, filename: whatFile.name, content: whatFile.content, ...whatChoices, ...more,
    };
    if (competitionId !== null) body.competition_id = competitionId;
    let next;
    try {
      const options = { method: 'POST', body, timeoutMs: ANSWER_WITHIN_MS };
      const answer = await session.request(IMPORTS_PATH, options);
      next = more.confirm ? { result: answer } : { preview: answer };
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      next = { problem: problemText(translator, error), canRetry: error.status === 0 };
      // Somebody else changed the teams or judges meanwhile: the rows are looked at anew.
      if (error.body?.preview) next.preview = error.body.preview;
      else if (error.status === 412) {
        next = { preview: error.body.current, problem: text('import.changedMeanwhile') };
      }
      else if (error.status === 400) next.preview = null;
    }
    if (mine !== latest.current) return;
    setShown((before) => ({ ...before, ...next }));
    setBusy(null);
  };

  const pick = async (picked) => {
    setShown(NOTHING);
    setChoices(GUESS);
    if (picked.size > MAX_FILE_BYTES) {
      setFile(null);
      setShown({ ...NOTHING, problem: text('import.tooLarge') });
      return;
    }
    setBusy('reading');
    try {
      const kept = await readFile(picked);
      setFile(kept);
      await ask('reading', kept, GUESS);
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      setBusy(null);
      setShown({ ...NOTHING, problem: text('import.cannotRead', { name: picked.name }) });
    }
  };
  const read = (changed) => {
    const next = { ...choices, ...changed };
    setChoices(next);
    return ask('reading', file, next);
  };
  const again = () => {
    setFile(null);
    setChoices(GUESS);
    setShown(NOTHING);
  };
  return {
    ...shown,
    file,
    choices,
    busy,
    pick,
    read,
    again,
    retry: () => ask('reading', file, choices),
    confirm: (skipBad) => ask('writing', file, choices, {
      confirm: true, skip_bad: skipBad, expected_plan: shown.preview.plan,
    }),
  };
}
