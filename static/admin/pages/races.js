/** All competitions, what matters now first. */

import { COMPETITIONS_PATH } from '../../shared/organizer-protocol.js';
import { usePage } from '../../ui/page.js';
import { html } from '../../vendor/htm-preact/standalone.module.js';
import { inOrderOfInterest, phaseOfResource } from '../competition-order.js';
import { Loaded, PageHead } from '../loading.js';
import { useLive, useRoom } from '../panel.js';
import { hrefOf } from '../routes.js';

export function RacesPage() {
  const { session, text } = usePage();
  const races = useLive(() => session.request(COMPETITIONS_PATH), [session]);
  return html`
    <${PageHead} title=${text('menu.races')}>
      <a role="button" href=${hrefOf('newRace')}>${text('races.new')}</a>
    <//>
    <${Loaded} from=${races}>
      ${(resources) =>
        resources.length === 0
          ? html`<${Invitation} />`
          : html`<ul class="race-cards">
              ${inOrderOfInterest(resources).map(
                (race) => html`<${RaceCard} key=${race.id} race=${race} />`,
              )}
            </ul>`}
    <//>
  `;
}

function Invitation() {
  const { text } = usePage();
  return html`
    <div class="card invitation">
      <h2>${text('races.empty')}</h2>
      <p>${text('races.empty.hint')}</p>
      <p><a role="button" href=${hrefOf('newRace')}>${text('races.first')}</a></p>
    </div>
  `;
}

function RaceCard({ race }) {
  const { text, translator } = usePage();
  const phase = phaseOfResource(race);
  return html`
    <li class="card race-card">
      <p class="race-marks">
        <${PhaseMark} phase=${phase} />
        ${!race.is_active && html`<span class="mark">${text('race.hidden')}</span>`}
      </p>
      <h2><a href=${hrefOf('race', race.id)}>${race.name}</a></h2>
      <p class="below">${translator.dayAndTime(Date.parse(race.datetime))}</p>
      <${Counts} race=${race} />
      <div class="buttons">
        <a role="button" href=${hrefOf('control', race.id)}>${text('races.control')}</a>
        <a role="button" class="secondary outline" href=${hrefOf('race', race.id)}
          aria-label=${text('races.openNamed', { name: race.name })}>${text('races.open')}</a>
      </div>
    </li>
  `;
}

/** How many teams and times a competition has; the times as they come in. */
function Counts({ race }) {
  const { text, translator } = usePage();
  const { room, isLive } = useRoom();
  const live = isLive ? room.competitions.find(({ id }) => id === race.id) : undefined;
  const figure = (value, key) => html`<div><dt>${text(key)}</dt>
    <dd>${translator.number(value)}</dd></div>`;
  return html`<dl class="figures">
    ${figure(live?.teamCount ?? race.team_count, 'counter.teams')}
    ${figure(live?.recordCount ?? race.record_count, 'races.times')}
  </dl>`;
}

/** `scheduled`, `running` or `finished`, in words and colour. */
export function PhaseMark({ phase }) {
  const { text } = usePage();
  return html`<span class=${`mark mark-${phase}`}>${text(`phase.${phase}`)}</span>`;
}
