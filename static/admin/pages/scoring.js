/** Teams and prizes of an individual race: their rules, and beside them who wins by them now. */

import { competitionPath } from '../../shared/organizer-protocol.js';
import { prizeRulesPath, teamScoringPath } from '../../shared/teams-protocol.js';
import { usePage } from '../../ui/page.js';
import { html, useState } from '../../vendor/htm-preact/standalone.module.js';
import { Loaded, PageHead } from '../loading.js';
import { useLive } from '../panel.js';
import { useSetting } from '../race-settings.js';
import { hrefOf } from '../routes.js';
import { PrizeForm } from './scoring/prize-form.js';
import { Preview } from './scoring/preview.js';
import { TeamForm } from './scoring/team-form.js';

export function ScoringPage({ argument }) {
  const { session } = usePage();
  const race = useLive(() => session.request(competitionPath(argument)), [session, argument]);
  return html`<${Loaded} from=${race}>
    ${(resource) => html`<${Scoring} race=${resource} />`}
  <//>`;
}

function Scoring({ race }) {
  const { text } = usePage();
  const teams = useSetting(teamScoringPath(race.id));
  const prizes = useSetting(prizeRulesPath(race.id));
  // What is chosen here changes the preview at once; what others choose, with the next change.
  const [savedCount, setSavedCount] = useState(0);
  const onSaved = (reload) => () => {
    setSavedCount((count) => count + 1);
    reload();
  };
  return html`
    <div class="no-print">
      <${PageHead} title=${text('scoring.title')}
        below=${html`<a href=${hrefOf('race', race.id)}>${race.name}</a>`} />
    </div>
    <div class="scoring">
      <div class="scoring-rules no-print">
        <section class="card" aria-label=${text('scoring.teams')}>
          <h2>${text('scoring.teams')}</h2>
          <${Loaded} from=${teams}>
            ${(rules) => html`<${TeamForm} rules=${rules} path=${teamScoringPath(race.id)}
              onSaved=${onSaved(teams.reload)} />`}
          <//>
        </section>
        <section class="card" aria-label=${text('scoring.prizes')}>
          <h2>${text('scoring.prizes')}</h2>
          <${Loaded} from=${prizes}>
            ${(rules) => html`<${PrizeForm} rules=${rules} path=${prizeRulesPath(race.id)}
              onSaved=${onSaved(prizes.reload)} />`}
          <//>
        </section>
      </div>
      <${Preview} race=${race} savedCount=${savedCount} />
    </div>
  `;
}
