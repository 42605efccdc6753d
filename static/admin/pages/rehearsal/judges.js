/** The judges of the next races: connected, how well their clocks are known, and their trial taps. */

import { usePage } from '../../../ui/page.js';
import { html } from '../../../vendor/htm-preact/standalone.module.js';
import { hrefOf } from '../../routes.js';
import { agoText } from '../../spans.js';
import { clockLevel, judgeState, uncertaintyOf } from './readiness.js';

const HEADINGS = ['judge', 'connection', 'clock', 'tap'];

/** `nowMs` is the laptop's clock. */
export function RehearsalJudges({ judges, nowMs }) {
  const { text } = usePage();
  if (judges.length === 0) {
    return html`<p class="empty">${text('rehearsal.noJudges')}${' '}
      <a href=${hrefOf('races')}>${text('menu.races')}</a></p>`;
  }
  return html`
    <div class="table-scroll room-table" tabindex="0" role="region"
      aria-label=${text('rehearsal.judges')}>
      <table class="stacked">
        <thead><tr>${HEADINGS.map((name) => html`<th scope="col" key=${name}>
          ${text(`rehearsal.column.${name}`)}</th>`)}</tr></thead>
        <tbody>${judges.map((judge) => html`<${JudgeRow} key=${judge.judge_id} judge=${judge}
          nowMs=${nowMs} />`)}</tbody>
      </table>
    </div>
  `;
}

function JudgeRow({ judge, nowMs }) {
  const { text } = usePage();
  const { phone } = judge;
  const cell = (name, level, shown) => html`<td data-label=${text(`rehearsal.column.${name}`)}>
    <span class=${`level level-${level}`}>${shown}</span></td>`;
  const { level } = judgeState(judge);
  return html`<tr>
    <th scope="row">${judge.name} <small class="below">${judge.races.join(', ')}</small></th>
    ${cell('connection', phone === null ? 'bad' : 'good', useConnectionText(judge, nowMs))}
    ${cell('clock', phone === null ? 'good' : clockLevel(judge), useClockText(judge))}
    ${cell('tap', phone === null ? 'good' : level, useTapText(judge))}
  </tr>`;
}

function useConnectionText({ phone, seen_at: seenAt }, nowMs) {
  const { text } = usePage();
  if (phone !== null) return [text('check.judgeHere'), phone.device].filter(Boolean).join(' · ');
  if (seenAt === null) return text('room.neverSeen');
  return text('room.lastSeen', { ago: agoText(text, nowMs - Date.parse(seenAt)) });
}

function useClockText(judge) {
  const { text, translator } = usePage();
  if (judge.phone === null) return '–';
  const offsetMs = judge.phone.clock_offset_ms;
  const uncertaintyMs = uncertaintyOf(judge);
  if (offsetMs === null || uncertaintyMs === null) return text('rehearsal.clockUnknown');
  const uncertainty = translator.number(uncertaintyMs);
  if (Math.abs(offsetMs) <= uncertaintyMs) return text('rehearsal.clockSame', { uncertainty });
  const key = offsetMs > 0 ? 'rehearsal.clockAhead' : 'rehearsal.clockBehind';
  return text(key, { offset: translator.number(Math.abs(offsetMs)), uncertainty });
}

function useTapText(judge) {
  const { text, translator } = usePage();
  const { key } = judgeState(judge);
  if (key !== 'rehearsal.tapped') return judge.phone === null ? '–' : text(key);
  const ms = (value) => (value === null ? '–' : translator.number(value));
  return text(key, { delay: ms(judge.tap.delay_ms), trip: ms(judge.phone.round_trip_ms) });
}
