/** Files that the laptop makes, one at a time, and what to print them on. */

import { languageOf } from '../../../shared/i18n.js';
import { keepText, readText } from '../../../ui/kept.js';
import { errorText, usePage } from '../../../ui/page.js';
import { html, useState } from '../../../vendor/htm-preact/standalone.module.js';
import { download } from '../../downloads.js';

/** The server gives up sooner. */
const PATIENCE_MS = 90_000;
const PAPERS = ['a4', 'letter'];
const PAPER_KEY = 'paper';

/**
 * `{make(key, path, filename), making, problem, language}`: fetches a file and hands it to the
 * browser; `making` is the key of the one that is being made, null without one, and `problem` says
 * why the last one was not made.
 */
export function useMaking() {
  const { session, translator } = usePage();
  const [making, setMaking] = useState(null);
  const [problem, setProblem] = useState(null);
  const make = async (key, path, filename) => {
    if (making !== null) return;
    setMaking(key);
    setProblem(null);
    try {
      await download(session, path, filename, PATIENCE_MS);
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      setProblem(errorText(translator, error));
    } finally {
      setMaking(null);
    }
  };
  return { make, making, problem, language: languageOf(translator.locale) };
}

/** Why a file was not made. */
export function MakingProblem({ problem }) {
  return html`<div role="alert">
    ${problem && html`<p class="banner banner-alarm">${problem}</p>`}
  </div>`;
}

/** `[paper, setPaper]`, as this browser last printed. */
export function usePaper() {
  const kept = readText(PAPER_KEY);
  const [paper, setPaper] = useState(PAPERS.includes(kept) ? kept : PAPERS[0]);
  const choose = (chosen) => {
    keepText(PAPER_KEY, chosen);
    setPaper(chosen);
  };
  return [paper, choose];
}

export function PaperSelect({ paper, onChange }) {
  const { text } = usePage();
  return html`
    <label class="paper-select">${text('handOut.paper')}
      <select value=${paper} onChange=${(event) => onChange(event.currentTarget.value)}>
        ${PAPERS.map((one) => html`<option key=${one} value=${one} selected=${one === paper}>
          ${text(`handOut.paper.${one}`)}</option>`)}
      </select>
    </label>
  `;
}
