/** Warnings, one at a time and never in the way. */

import { usePage } from '../ui/page.js';
import { html, useState } from '../vendor/htm-preact/standalone.module.js';
import { Icon } from './icons.js';
import { othersText } from './tap-words.js';

/** `onRescue` shows the taps that are not at the laptop; `remark` is one more text, or null. */
export function Notices({ view, remark, onRescue }) {
  const { text } = usePage();
  const [turn, setTurn] = useState(0);
  const notices = noticesOf(view, text);
  if (remark !== null) notices.push({ key: 'remark', words: remark });
  if (notices.length === 0) return null;
  const index = turn % notices.length;
  const { key, words, isAlarm = false, isRescue = false } = notices[index];
  return html`
    <div class=${`notice ${isAlarm ? 'notice-alarm' : ''}`} key=${key}>
      <${Icon} name="warning" />
      <p role="status">${words}</p>
      ${isRescue && html`<button class="quiet" onClick=${onRescue}>${text('notice.show')}</button>`}
      ${notices.length > 1 && html`<button class="quiet" onClick=${() => setTurn(index + 1)}>
        ${text('notice.next', { place: index + 1, count: notices.length })}</button>`}
    </div>
  `;
}

/** The most urgent first. */
function noticesOf(view, text) {
  const notices = [];
  if (view.storage === 'memory') {
    notices.push({ key: 'memory', words: text('notice.memory'), isAlarm: true });
  }
  const mine = [...view.taps, ...view.marks];
  const held = mine.filter((tap) => tap.state === 'held' && !tap.isWithdrawn).length;
  if (held > 0) {
    const words = text(held === 1 ? 'notice.held.one' : 'notice.held.many', { count: held });
    notices.push({ key: 'held', words, isAlarm: true, isRescue: true });
  }
  for (const others of view.othersUnsent) {
    notices.push({ key: `others-${others.judgeName}`, words: othersText(others, text) });
  }
  return notices;
}
