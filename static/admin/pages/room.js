/** The control room: who is there, what comes in, and what waits for a decision. */

import { usePage } from '../../ui/page.js';
import { RaceFace } from '../../ui/race-face.js';
import { html } from '../../vendor/htm-preact/standalone.module.js';
import { PageHead } from '../loading.js';
import { useRoom } from '../panel.js';
import { isIndividual } from '../race-kind.js';
import { hrefOf } from '../routes.js';
import { LineTallies } from './marks/line-tallies.js';
import { Arrivals } from './room/arrivals.js';
import { Connections } from './room/connections.js';
import { MissingPanel } from './room/missing.js';
import { useNames } from './room/names.js';
import { RefusedList } from './room/refused.js';
import { Withdrawn } from './room/withdrawn.js';

export function RoomPage() {
  const { text, translator } = usePage();
  const { room, clock, hasCome } = useRoom();
  const names = useNames(room.competitions);
  return html`
    <${PageHead} title=${text('menu.room')}>
      <a role="button" class="small secondary outline" href=${hrefOf('rescue')}>
        ${text('rescue.title')}</a>
    <//>
    ${hasCome
      ? html`
          <${RunningRaces} competitions=${room.competitions} clock=${clock} />
          <${MissingPanel} missing=${room.missing} clock=${clock} />
          <${RunningLines} room=${room} clock=${clock} />
          <div class="room">
            <section aria-labelledby="refused-title">
              <h2 id="refused-title">
                ${text('room.refused')}${' '}
                <span class="count">${translator.number(room.refusedCount)}</span>
              </h2>
              <${RefusedList} refused=${room.refused} refusedCount=${room.refusedCount}
                competitions=${room.competitions} names=${names} />
              <${Withdrawn} names=${names} />
            </section>
            <section aria-labelledby="arrivals-title">
              <h2 id="arrivals-title">${text('room.arrivals')}</h2>
              <${Arrivals} arrivals=${room.arrivals} competitions=${room.competitions}
                names=${names} />
            </section>
            <section class="room-wide" aria-labelledby="connections-title">
              <h2 id="connections-title">
                ${text('room.connections')}${' '}
                <span class="count">${translator.number(room.connections.length)}</span>
              </h2>
              <${Connections} connections=${room.connections} clock=${clock} />
            </section>
          </div>`
      : html`<p class="empty" role="status">${text('control.waiting')}</p>`}
  `;
}

function RunningRaces({ competitions, clock }) {
  const { text, translator } = usePage();
  const running = competitions.filter((competition) => competition.isRunning);
  if (running.length === 0) return html`<p class="hint">${text('room.noneRunning')}</p>`;
  return html`
    <ul class="running">
      ${running.map((competition) => html`<li key=${competition.id}>
        <a class="card" href=${hrefOf('control', competition.id)}>
          <span class="running-name">${competition.name}</span>
          <${RaceFace} competition=${competition} clock=${clock} />
          <small>${isIndividual(competition)
            ? text('control.marks', { count: translator.number(competition.markCount) })
            : text('control.records', { count: translator.number(competition.recordCount) })}</small>
        </a>
      </li>`)}
    </ul>
  `;
}

/** What comes in at the lines of individual races in progress. */
function RunningLines({ room, clock }) {
  const { text } = usePage();
  const running = new Map(
    room.competitions.filter((item) => item.isRunning).map((item) => [item.id, item]),
  );
  return room.markedRaces.filter((race) => running.has(race.competitionId)).map((race) => html`
    <section key=${race.competitionId} class="room-lines" aria-label=${
      text('room.linesOf', { name: running.get(race.competitionId).name })}>
      <h2>${running.get(race.competitionId).name}${' '}
        <a href=${hrefOf('marks', race.competitionId)}>${text('marks.title')}</a></h2>
      <${LineTallies} race=${race} clock=${clock} />
    </section>`);
}
