/** The rehearsal, in the place of everything else: a button like the real one that stores nothing. */

import { usePage } from '../ui/page.js';
import { html, useEffect } from '../vendor/htm-preact/standalone.module.js';
import { TapButton } from './tap-button.js';

/** The answer can be read for so long before the real button comes back. */
const READ_MS = 1900;

export function TrialPrompt({ state, room, feedback }) {
  const { text } = usePage();
  useEffect(() => {
    if (state !== 'answered') return undefined;
    const timer = room.ticker.setTimer(() => room.trials.end(), READ_MS);
    return () => room.ticker.clearTimer(timer);
  }, [state, room]);
  const onTap = (momentMs) => {
    room.tryTap(room.reading(momentMs));
    feedback.signal();
  };
  return html`
    <main class="timing timing-trial">
      <div class="timing-head trial-head">
        <p class="trial-word">${text('trial.word')}</p>
        <h1>${text('trial.title')}</h1>
        <p>${text('trial.what')}</p>
      </div>
      <p class="timing-middle trial-answer" role="status">
        ${state !== 'asked' && text(`trial.${state}`)}</p>
      <div class="timing-foot">
        <button class="quiet trial-later" onClick=${() => room.trials.end()}>
          ${text(state === 'answered' ? 'sheet.close' : 'trial.later')}</button>
        <${TapButton} onTap=${onTap} onLift=${() => feedback.lifted()} isCovered=${false}>
          <span class="tap-bib">${text('trial.word')}</span>
          <span class="tap-do">${text('trial.do')}</span>
        <//>
      </div>
    </main>
  `;
}
