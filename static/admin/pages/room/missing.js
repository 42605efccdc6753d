/** Judges of a race in progress who are not there: the first thing to be seen. */

import { usePage, useTick } from '../../../ui/page.js';
import { html } from '../../../vendor/htm-preact/standalone.module.js';
import { hrefOf } from '../../routes.js';
import { agoText } from '../../spans.js';

/** The lines at which the judge is awaited, or how many teams are. */
function whereOf(text, { lineNames, teamCount }) {
  if (lineNames.length > 0) return lineNames.join(', ');
  return text(teamCount === 1 ? 'check.team' : 'check.teams', { count: teamCount });
}

export function MissingPanel({ missing, clock }) {
  const { text } = usePage();
  useTick(1000);
  if (missing.length === 0) return null;
  const nowMs = clock.timeMs(performance.now());
  return html`
    <section class="missing" aria-labelledby="missing-title">
      <h2 id="missing-title">
        ${missing.length === 1
          ? text('room.missing.one')
          : text('room.missing', { count: missing.length })}
      </h2>
      <ul>
        ${missing.map((judge) => html`<li key=${`${judge.competitionId}/${judge.judgeId}`}>
          <strong>${judge.name || judge.username}</strong>
          <span>${judge.competitionName} · ${whereOf(text, judge)}</span>
          <span>${judge.seenMs === null
            ? text('room.neverSeen')
            : text('room.lastSeen', { ago: agoText(text, nowMs - judge.seenMs) })}</span>
          <a href=${hrefOf('cardsOf', judge.judgeId)}>${text('room.newCard')}</a>
        </li>`)}
      </ul>
      <p class="missing-taps">${text('room.missing.taps')}${' '}
        <a href=${hrefOf('rescue')}>${text('rescue.title')}</a></p>
    </section>
  `;
}
