/** Publishing the results of an individual race: what the public sees, and what is next. */

import { competitionPath } from '../../shared/organizer-protocol.js';
import { competitionPagePath } from '../../shared/protocol.js';
import {
  decodePublication, decodeStep, publicationPath, publicationsPath,
} from '../../shared/publication-protocol.js';
import { usePage } from '../../ui/page.js';
import { html, useEffect, useRef } from '../../vendor/htm-preact/standalone.module.js';
import { Loaded, PageHead } from '../loading.js';
import { useLive, useRoom } from '../panel.js';
import { isIndividual } from '../race-kind.js';
import { hrefOf } from '../routes.js';
import { History } from './publish/history.js';
import { OpenPoints } from './publish/open-points.js';
import { StageNow } from './publish/stage-now.js';

/** Marks that come in are one reason to load again, at most so often. */
const MARKS_MS = 2000;

/** The race, where its results stand (see decodeStep) and every step so far, the last first. */
function usePublication(competitionId) {
  const { session } = usePage();
  const load = async () => {
    const [race, step, steps] = await Promise.all([
      session.request(competitionPath(competitionId)),
      session.request(publicationPath(competitionId)),
      session.request(publicationsPath(competitionId)),
    ]);
    return { race, step: decodeStep(step), steps: steps.map(decodePublication) };
  };
  const loaded = useLive(load, [session, competitionId]);
  const { reload } = loaded;
  const marked = useMarkedRace(Number(competitionId));
  const timer = useRef(null);
  const known = useRef(marked?.changeCount);
  useEffect(() => {
    if (known.current === marked?.changeCount) return;
    known.current = marked?.changeCount;
    timer.current ??= setTimeout(() => {
      timer.current = null;
      reload();
    }, MARKS_MS);
  }, [marked?.changeCount]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return { ...loaded, lines: marked?.lines ?? [] };
}

function useMarkedRace(competitionId) {
  return useRoom().room.markedRaces.find((race) => race.competitionId === competitionId);
}

export function PublishPage({ argument }) {
  const { session, text } = usePage();
  const race = useLive(() => session.request(competitionPath(argument)), [session, argument]);
  return html`<${Loaded} from=${race}>
    ${(known) => isIndividual(known)
      ? html`<${Publish} competitionId=${known.id} />`
      : html`
        <${PageHead} title=${text('publish.title')}
          below=${html`<a href=${hrefOf('race', known.id)}>${known.name}</a>`} />
        <p class="empty">${text('publish.ofTeams')}</p>`}
  <//>`;
}

function Publish({ competitionId }) {
  const { text } = usePage();
  const loaded = usePublication(competitionId);
  return html`<${Loaded} from=${loaded}>
    ${({ race, step, steps }) => html`
      <${PageHead} title=${text('publish.title')}
        below=${html`<a href=${hrefOf('race', race.id)}>${race.name}</a>`}>
        <a role="button" class="secondary" href=${competitionPagePath(race.id)} target="_blank"
          rel="noopener">${text('publish.toBoard')}</a>
      <//>
      <div class="two-columns">
        <${StageNow} race=${race} step=${step} changeCount=${steps[0]?.changeCount ?? 0}
          reload=${loaded.reload} />
        <${OpenPoints} race=${race} points=${step.openPoints} lines=${loaded.lines} />
      </div>
      ${steps.length > 0 && html`<${History} race=${race} steps=${steps} />`}
    `}
  <//>`;
}
