/** The stage of a race of teams: their standings, and the newest times. */

import { recordedTimeParts } from '../shared/durations.js';
import { html } from '../vendor/htm-preact/standalone.module.js';
import { OF_TEAMS } from './row-kinds.js';
import { ScreenStandings } from './screen-standings.js';
import { Side } from './side.js';

/** Props: `live` (see live-results.js), `translator`. */
export function TeamStage({ translator, live }) {
  return html`
    <main class="stage">
      <${ScreenStandings}
        translator=${translator}
        rows=${live.rows}
        kind=${OF_TEAMS}
        context=${live.competition.recordsPerTeam}
        empty=${translator.text('standings.empty')}
      />
      <${Side}
        translator=${translator}
        arrivals=${live.arrivals.map((arrival) => newTime(translator, arrival))}
        perMinute=${live.perMinute}
        plotTitle="screen.perMinute"
      />
    </main>
  `;
}

/** A time as ArrivalsPanel shows it. */
function newTime(translator, { team, raceMs, ordinal }) {
  return {
    key: `${team.id}-${ordinal}`,
    bib: team.bib,
    name: team.name,
    note: translator.text('screen.ordinal', { count: translator.number(ordinal) }),
    time: recordedTimeParts(raceMs),
  };
}
