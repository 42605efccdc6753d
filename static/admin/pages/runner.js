/** Everything of one runner on one screen: result, marks, corrections; and what can be corrected. */

import {
  correctionsPath, runnerResultPath, wavesOfPath, wornBibsPath,
} from '../../shared/lines-protocol.js';
import { competitionPath, runnerPath } from '../../shared/organizer-protocol.js';
import { usePage } from '../../ui/page.js';
import { html, useMemo, useState } from '../../vendor/htm-preact/standalone.module.js';
import { LastCorrection, useCorrecting } from '../correcting.js';
import { Loaded, PageHead } from '../loading.js';
import { useLive, useLookAgain, useRoom } from '../panel.js';
import { hrefOf } from '../routes.js';
import { CorrectMark } from './marks/correct-mark.js';
import { byBib } from './marks/mark-list.js';
import { StatusDialog } from './runner-status.js';
import { BibDialog, OwnStartDialog, PenaltyDialog } from './runner/dialogs.js';
import { History } from './runner/history-list.js';
import { RunnerMarks } from './runner/runner-marks.js';
import { Entry, Result, StatusMark } from './runner/summary.js';

function useRunner(runnerId) {
  const { session } = usePage();
  const load = async () => {
    const runner = await session.request(runnerPath(runnerId));
    const { competition_id: competitionId } = runner;
    const [result, corrections, race, waves, worn] = await Promise.all([
      session.request(runnerResultPath(runnerId)),
      session.request(correctionsPath(competitionId, runnerId)),
      session.request(competitionPath(competitionId)),
      session.request(wavesOfPath(competitionId)),
      session.request(wornBibsPath(competitionId)),
    ]);
    return { runner, result, corrections, race, waves, worn };
  };
  return useLive(load, [session, runnerId]);
}

export function RunnerPage({ argument }) {
  const loaded = useRunner(argument);
  const { room } = useRoom();
  const competitionId = loaded.value?.race.id;
  const marked = room.markedRaces.find((race) => race.competitionId === competitionId);
  useLookAgain(loaded.reload, marked?.markCount);
  return html`<${Loaded} from=${loaded}>
    ${(known) => html`<${Runner} ...${known} reload=${loaded.reload} />`}
  <//>`;
}

const DIALOGS = { penalty: PenaltyDialog, start: OwnStartDialog, bib: BibDialog };

function Runner({ runner, result, corrections, race, waves, worn, reload }) {
  const { text } = usePage();
  const { room, clock } = useRoom();
  const [opened, setOpened] = useState(null);
  const [marked, setMarked] = useState(null);
  const correcting = useCorrecting(race.id, reload);
  const runnersByBib = useMemo(() => byBib(worn), [worn]);
  // The official start as it is now; the resource may be a moment older.
  const live = room.competitions.find((item) => item.id === race.id);
  const competition = { id: race.id, startedAtMs: live?.startedAtMs ?? null };
  const close = () => setOpened(null);
  const name = runner.full_name || text('runners.noName');
  const Opened = DIALOGS[opened];
  const open = (key, look = 'secondary') => html`<button class=${look}
    onClick=${() => setOpened(key)}>${text(`runner.${key}`)}</button>`;
  return html`
    <${PageHead} title=${`${runner.bib} · ${name}`} below=${html`
      <a href=${hrefOf('race', race.id)}>${race.name}</a> ·${' '}
      <a href=${hrefOf('runners', race.id)}>${text('runners.title')}</a> ·${' '}
      <a href=${hrefOf('marks', race.id)}>${text('marks.title')}</a>`}>
      <${StatusMark} result=${result} />
    <//>
    <${LastCorrection} correcting=${correcting} />
    <div class="runner-page">
      <${Result} runner=${runner} result=${result} waves=${waves} race=${race} />
      <${Entry} runner=${runner} waves=${waves} />
      <div class="runner-actions">
        ${open('penalty')} ${open('status')} ${open('start')} ${open('bib')}
      </div>
      <${RunnerMarks} runner=${runner} result=${result} competition=${competition}
        worn=${worn} correct=${setMarked} />
      <${History} corrections=${corrections} result=${result} competition=${competition}
        correcting=${correcting} />
    </div>
    ${Opened && html`<${Opened} runner=${runner} result=${result} race=${race} clock=${clock}
      correcting=${correcting} onClose=${close} />`}
    ${opened === 'status' && html`<${StatusDialog} runners=${[runner]} reload=${reload}
      hold=${() => {}} onDone=${correcting.tell} onClose=${close} />`}
    ${marked && html`<${CorrectMark} mark=${marked} competition=${competition}
      runnersByBib=${runnersByBib} correcting=${correcting} onClose=${() => setMarked(null)} />`}
  `;
}
