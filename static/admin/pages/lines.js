/** Lines and waves of an individual race: where it is timed, by whom, and who starts when. */

import { linesOfPath, wavesOfPath } from '../../shared/lines-protocol.js';
import { competitionPath, decodeJudge, JUDGES_PATH } from '../../shared/organizer-protocol.js';
import { usePage } from '../../ui/page.js';
import { html } from '../../vendor/htm-preact/standalone.module.js';
import { Loaded, PageHead } from '../loading.js';
import { useLive } from '../panel.js';
import { isIndividual } from '../race-kind.js';
import { hrefOf } from '../routes.js';
import { Lines } from './lines/line-card.js';
import { Waves } from './lines/waves.js';

/** What both lists are about: the competition, its lines and waves, and all judges. */
function useLinesOf(competitionId) {
  const { session } = usePage();
  const load = async () => {
    const [race, lines, waves, judges] = await Promise.all([
      session.request(competitionPath(competitionId)),
      session.request(linesOfPath(competitionId)),
      session.request(wavesOfPath(competitionId)),
      session.request(JUDGES_PATH),
    ]);
    return { race, lines, waves, judges: judges.map(decodeJudge) };
  };
  return useLive(load, [session, competitionId]);
}

export function LinesPage({ argument }) {
  const { text } = usePage();
  const loaded = useLinesOf(argument);
  return html`<${Loaded} from=${loaded}>
    ${(known) => html`
      <${PageHead} title=${text('lines.page')}
        below=${html`<a href=${hrefOf('race', known.race.id)}>${known.race.name}</a> ·${' '}
          <a href=${hrefOf('walkStep', known.race.id, 'lines')}>${text('race.walk')}</a>`}>
        <a role="button" href=${hrefOf('control', known.race.id)}>${text('races.control')}</a>
        <a role="button" class="secondary" href=${hrefOf('marks', known.race.id)}>
          ${text('marks.title')}</a>
      <//>
      ${isIndividual(known.race)
        ? html`<${LinesAndWaves} ...${known} reload=${loaded.reload} />`
        : html`<p class="empty">${text('lines.ofTeams')}</p>`}
    `}
  <//>`;
}

function LinesAndWaves({ race, lines, waves, judges, reload }) {
  return html`
    <div class="two-columns">
      <${Lines} race=${race} lines=${lines} judges=${judges} reload=${reload} />
      <${Waves} race=${race} waves=${waves} reload=${reload} />
    </div>
  `;
}
