/** A certificate as it would be printed, while it is being written. */

import { certificatePreviewPath } from '../../../shared/hand-out-protocol.js';
import { languageOf } from '../../../shared/i18n.js';
import { errorText, usePage } from '../../../ui/page.js';
import { html, useEffect, useRef, useState } from '../../../vendor/htm-preact/standalone.module.js';
import { readFile } from '../import/file.js';

/** So long after the last letter the laptop is asked. */
const SETTLE_MS = 400;
const PATIENCE_MS = 30_000;

/**
 * The picture of `design`, null while there is none. The laptop makes one at a time, and of what is
 * typed meanwhile only the last.
 */
export function CertificatePreview({ race, paper, design }) {
  const { text } = usePage();
  const { picture, problem, isBehind } = usePreview(race, paper, design);
  return html`
    <figure class="certificate-preview" aria-busy=${isBehind ? 'true' : null}>
      <figcaption>${text('certificates.preview')}</figcaption>
      ${picture && html`<img src=${picture} alt=${text('certificates.preview.of')} />`}
      <div aria-live="polite">${problem && html`<p class="field-error">${problem}</p>`}</div>
    </figure>
  `;
}

function usePreview(race, paper, design) {
  const { session, translator } = usePage();
  const [picture, setPicture] = useState(null);
  const [problem, setProblem] = useState(null);
  const [shown, setShown] = useState(null);
  const wanted = useRef(null);
  const isAsking = useRef(false);
  const language = languageOf(translator.locale);
  const key = design && JSON.stringify([design, paper, language]);

  const ask = async () => {
    if (isAsking.current) return;
    isAsking.current = true;
    try {
      for (let done = null; wanted.current !== null && wanted.current.key !== done;) {
        const { key: asked, path, body } = wanted.current;
        await show(path, body);
        setShown(asked);
        done = asked;
      }
    } finally {
      isAsking.current = false;
    }
  };
  const show = async (path, body) => {
    try {
      const options = { method: 'POST', body, as: 'blob', timeoutMs: PATIENCE_MS };
      const { content } = await readFile(await session.request(path, options));
      setPicture(`data:image/png;base64,${content}`);
      setProblem(null);
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      setProblem(errorText(translator, error));
    }
  };
  useEffect(() => {
    if (key === null) return undefined;
    const path = certificatePreviewPath(race.id, { paper, language });
    const timer = setTimeout(() => {
      wanted.current = { key, path, body: design };
      ask();
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [key, race.id]);
  useEffect(() => () => {
    wanted.current = null;
  }, []);
  return { picture, problem, isBehind: key !== shown };
}
