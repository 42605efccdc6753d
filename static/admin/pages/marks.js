/** Marks of an individual race as they come in, and what is set right of them. */

import { marksPath, wornBibsPath } from '../../shared/lines-protocol.js';
import { errorText, usePage } from '../../ui/page.js';
import { html, useEffect, useMemo, useRef, useState } from '../../vendor/htm-preact/standalone.module.js';
import { LastCorrection, useCorrecting } from '../correcting.js';
import { PageHead } from '../loading.js';
import { useRoom } from '../panel.js';
import { isIndividual } from '../race-kind.js';
import { hrefOf } from '../routes.js';
import { CorrectMark } from './marks/correct-mark.js';
import { Filters } from './marks/filters.js';
import { LineTallies } from './marks/line-tallies.js';
import { MarkFeed } from './marks/mark-feed.js';
import { byBib, NO_FILTER, shownMarks } from './marks/mark-list.js';
import { MarkRows } from './marks/mark-rows.js';

const ALL_TIMEOUT_MS = 30_000;

export function MarksPage({ argument }) {
  const { text } = usePage();
  const now = useRoom();
  const id = Number(argument);
  const competition = now.room.competitions.find((item) => item.id === id);
  const race = now.room.markedRaces.find((item) => item.competitionId === id);
  if (!now.hasCome) return html`<p class="empty" role="status">${text('control.waiting')}</p>`;
  if (competition === undefined || !isIndividual(competition) || race === undefined) {
    return html`<div class="empty">
      <h1 tabindex="-1">${text(competition ? 'lines.ofTeams' : 'control.gone')}</h1>
      <p><a href=${hrefOf('races')}>${text('menu.races')}</a></p>
    </div>`;
  }
  return html`<${Marks} competition=${competition} race=${race} clock=${now.clock}
    isLive=${now.isLive} />`;
}

/** `[now, feed]`: the marks as the control room has them. */
function useMarks(competitionId, race, isLive) {
  const { session } = usePage();
  const [now, setNow] = useState({ marks: null, runners: [], error: null });
  const feed = useRef(null);
  useEffect(() => {
    const loadAll = async () => {
      const options = { timeoutMs: ALL_TIMEOUT_MS };
      const [marks, runners] = await Promise.all([
        session.request(marksPath(competitionId), options),
        session.request(wornBibsPath(competitionId), options),
      ]);
      return { marks, runners };
    };
    const loadAfter = (number) => session.request(marksPath(competitionId, number));
    feed.current = new MarkFeed({ loadAll, loadAfter, onChange: setNow });
    return () => feed.current.close();
  }, [session, competitionId]);
  useEffect(() => {
    if (isLive) feed.current.see(race);
  }, [session, competitionId, race, isLive]);
  return [now, feed];
}

function Marks({ competition, race, clock, isLive }) {
  const { text, translator } = usePage();
  const [{ marks, runners, error }, feed] = useMarks(competition.id, race, isLive);
  const [filter, setFilter] = useState(NO_FILTER);
  const [isOldestFirst, setOldestFirst] = useState(false);
  const [corrected, setCorrected] = useState(null);
  const runnersById = useMemo(() => new Map(runners.map((one) => [one.id, one])), [runners]);
  const runnersByBib = useMemo(() => byBib(runners), [runners]);
  const hasWaves = useMemo(() => runners.some((one) => one.wave_id !== null), [runners]);
  const shown = useMemo(
    () => shownMarks(marks ?? [], filter, runnersById, isOldestFirst),
    [marks, filter, runnersById, isOldestFirst],
  );
  const correcting = useCorrecting(competition.id, () => {});
  const known = { competition, race, runnersById, runnersByBib, correcting, feed };
  return html`
    <${PageHead} title=${text('marks.title')}
      below=${html`<a href=${hrefOf('race', competition.id)}>${competition.name}</a>`}>
      <a role="button" class="secondary" href=${hrefOf('control', competition.id)}>
        ${text('races.control')}</a>
      <a role="button" class="secondary outline" href=${hrefOf('lines', competition.id)}>
        ${text('lines.page')}</a>
    <//>
    <${LineTallies} race=${race} clock=${clock} />
    <${Filters} race=${race} filter=${filter} setFilter=${setFilter} isOldestFirst=${isOldestFirst}
      setOldestFirst=${setOldestFirst} shown=${shown.length} total=${marks?.length ?? 0} />
    ${hasWaves && html`<p class="hint">${text('marks.sinceRaceStart')}</p>`}
    <${LastCorrection} correcting=${correcting} />
    <div role="alert">${error && html`<p class="banner banner-alarm">
      ${errorText(translator, error)}</p>`}</div>
    ${marks === null
      ? html`<p class="first-words" aria-busy="true">${text('loading.wait')}</p>`
      : html`<${MarkRows} ...${known} marks=${shown} total=${marks.length}
          openCorrection=${setCorrected} />`}
    ${corrected && html`<${CorrectMark} ...${known} mark=${corrected}
      onClose=${() => setCorrected(null)} />`}
  `;
}
