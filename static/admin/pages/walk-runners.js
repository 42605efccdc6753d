/** The steps of the walk that only an individual race has: runners, and who is at which line. */

import { linesOfPath, wavesOfPath } from '../../shared/lines-protocol.js';
import {
  ageBandsPath, decodeJudge, JUDGES_PATH, runnersOfPath,
} from '../../shared/organizer-protocol.js';
import { usePage } from '../../ui/page.js';
import { html } from '../../vendor/htm-preact/standalone.module.js';
import { namesOf } from '../judge-names.js';
import { hrefOf } from '../routes.js';
import { QuickRunner } from './runner-quick.js';
import { RunnerList } from './runners.js';
import { WalkButtons } from './walk-steps.js';

/** Who runs a competition, where they are judged, and all judges. */
export async function loadRunners(session, competitionId) {
  const [runners, waves, bands, lines, judges] = await Promise.all([
    session.request(runnersOfPath(competitionId)),
    session.request(wavesOfPath(competitionId)),
    session.request(ageBandsPath(competitionId)),
    session.request(linesOfPath(competitionId)),
    session.request(JUDGES_PATH),
  ]);
  return { runners, waves, bands, lines, judges: judges.map(decodeJudge) };
}

export function RunnersStep({ race, runners, waves, bands, reload }) {
  const { text } = usePage();
  return html`
    <p class="buttons">
      <a role="button" class="secondary" href=${hrefOf('walkImportRunners', race.id)}>
        ${text('race.importRunners')}</a>
      <a role="button" class="secondary outline" href=${hrefOf('ageBands', race.id)}>
        ${text('bands.title')}</a>
    </p>
    <${QuickRunner} race=${race} runners=${runners} waves=${waves} onSaved=${reload} />
    <${WalkButtons} race=${race} step="runners" isDone=${runners.length > 0} />
    ${runners.length > 0 && html`<${RunnerList} race=${race} runners=${runners} waves=${waves}
      bands=${bands} reload=${reload} />`}
  `;
}

export function LinesStep({ race, lines, judges }) {
  const { text } = usePage();
  const nameOf = namesOf(judges);
  const isDone = judgesAtLines(lines).size > 0;
  const standing = (line) => line.judges.map(({ judge_id: id, judge_username: username, mode }) =>
    `${nameOf(id) ?? username} (${text(`walk.lines.${mode}`)})`).join(', ');
  return html`
    <section class="card narrow" aria-label=${text('walk.lines.now')}>
      <h2>${text('walk.lines.now')}</h2>
      <p class="below">${text('walk.lines.hint')}</p>
      <dl class="who-has-whom">
        ${lines.map((line) => html`<div key=${line.id}>
          <dt>${line.name}</dt><dd>${standing(line) || '–'}</dd>
        </div>`)}
      </dl>
      <p><a role="button" class=${isDone ? 'secondary' : null} href=${hrefOf('lines', race.id)}>
        ${text('walk.lines.open')}</a></p>
    </section>
    <${WalkButtons} race=${race} step="lines" isDone=${isDone} />
  `;
}

/** The ids of the judges who stand at one of `lines`. */
export const judgesAtLines = (lines) =>
  new Set(lines.flatMap((line) => line.judges.map((judge) => judge.judge_id)));

/** What an individual race needs: `[whether it is there, the step it is done in, in words]`. */
export function checksOfRunners({ runners, lines, judges }, text, translator) {
  const timing = judgesAtLines(lines);
  const asleep = judges.filter((judge) => timing.has(judge.id) && !judge.is_active).length;
  const empty = lines.filter((line) => line.kind === 'finish' && line.judges.length === 0);
  const names = empty.map((line) => line.name).join(', ');
  return [
    [runners.length > 0, 'runners',
      text('ready.runners', { count: translator.number(runners.length) })],
    [timing.size > 0, 'lines', text('ready.judgesAtLines', { count: timing.size })],
    ...(empty.length > 0 ? [[false, 'lines', text('ready.emptyLines', { names })]] : []),
    ...(asleep > 0 ? [[false, 'judges', text('ready.inactive', { count: asleep })]] : []),
  ];
}
