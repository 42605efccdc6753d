/** Sharing the teams of a competition out evenly among judges. */

import { shareOutPath } from '../../shared/organizer-protocol.js';
import { usePage } from '../../ui/page.js';
import { html, useState } from '../../vendor/htm-preact/standalone.module.js';
import { Dialog } from '../dialogs.js';
import { JudgeProblem, useJudgeChange } from '../judge-changes.js';
import { namesOf } from '../judge-names.js';
import {
  changedSince, countShared, countTaken, expectedJudges, judgesOfTeams, sharesOf,
} from '../sharing.js';

/** A dialog around `useShareOut`; where `onlyAsks`, everything is chosen and only asked for. */
export function ShareOut({ share, judges, onClose, onDone = () => {}, onlyAsks = false }) {
  const { text } = usePage();
  const confirm = async (event) => {
    event.preventDefault();
    const count = share.isReady ? await share.send() : null;
    if (count === null) return;
    onClose();
    onDone(count);
  };
  return html`
    <${Dialog} title=${text('share.open')} onClose=${onClose}>
      <form onSubmit=${confirm}>
        ${onlyAsks
          ? html`<${ShareSummary} share=${share} />`
          : html`<${ShareChoice} share=${share} judges=${judges} />`}
        <${JudgeProblem} change=${share.change} nameOf=${share.nameOf} live=${share.live} />
        <footer>
          <button type="button" class="secondary" onClick=${onClose}>
            ${text('dialog.cancel')}</button>
          <button type="submit" class=${share.isDangerous ? 'danger' : null}
            disabled=${!share.isReady} aria-busy=${share.change.isBusy ? 'true' : null}>
            ${text(share.takenCount > 0 ? 'share.doAnyway' : 'share.do')}</button>
        </footer>
      </form>
    <//>
  `;
}

/** Those who judged here already; where nobody did, all who can sign in. */
function usualJudges(seen, usable) {
  const here = new Set(Object.values(seen));
  const judging = usable.filter((judge) => here.has(judge.id));
  return new Set((judging.length > 0 ? judging : usable).map((judge) => judge.id));
}

/**
 * Who has whom, as the user knows it: as it was in the beginning, and what was told since.
 *
 * The list follows other organizers live. What the server is to compare does not, or it would
 * agree to overwrite what the user has not taken in; `live` are the teams that differ by now.
 */
function useSeenJudges(teams) {
  const [seen, setSeen] = useState(() => judgesOfTeams(teams));
  const send = async (request) => {
    const expected = expectedJudges(teams, seen);
    try {
      const now = await request(expected);
      setSeen(judgesOfTeams(now));
      return { now, expected };
    } catch (error) {
      if (error.status === 412) setSeen({ ...seen, ...judgesOfTeams(error.body.current ?? []) });
      throw error;
    }
  };
  return { seen, send, live: changedSince(seen, teams) };
}

/**
 * Which judges get teams, and which teams: those that nobody has, or all. `send` answers how many
 * were shared out; null where none were.
 */
export function useShareOut({ race, teams, judges, reload }) {
  const { session } = usePage();
  const usable = judges.filter((judge) => judge.is_active);
  const [picked, setPicked] = useState(null);
  const [onlyUnassigned, setOnlyUnassigned] = useState(true);
  const change = useJudgeChange(reload);
  const known = useSeenJudges(teams);
  const ticked = picked ?? usualJudges(known.seen, usable);
  const ids = usable.filter((judge) => ticked.has(judge.id)).map((judge) => judge.id);
  const shares = sharesOf(teams, ids, onlyUnassigned);
  const takenCount = countTaken(teams, shares);
  const post = (expected) => session.request(shareOutPath(race.id), {
    method: 'POST',
    body: { judge_ids: ids, only_unassigned: onlyUnassigned, expected_judge_ids: expected },
  });
  const send = async () => {
    // What was picked stays picked, also when the new judges are those who have teams now.
    setPicked(ticked);
    let count = null;
    const isDone = await change.run(async () => {
      const { now, expected } = await known.send(post);
      count = countShared(now, expected, onlyUnassigned);
    });
    return isDone ? count : null;
  };
  return {
    usable, ids, ticked, setPicked, onlyUnassigned, setOnlyUnassigned, shares, takenCount, change,
    send,
    // While it is sent, the list is on its way.
    live: change.isBusy ? [] : known.live,
    nameOf: namesOf(judges),
    teamCount: teams.length,
    isRunning: race.is_running,
    isDangerous: takenCount > 0 && race.is_running,
    isReady: shares.size > 0,
  };
}

export function ShareChoice({ share, judges }) {
  const { text } = usePage();
  const toggle = (id) => {
    const picked = new Set(share.ticked);
    if (!picked.delete(id)) picked.add(id);
    share.setPicked(picked);
  };
  if (judges.length === 0) return html`<p class="empty">${text('share.noJudges')}</p>`;
  return html`
    <fieldset class="choices">
      <legend>${text('share.judges')}</legend>
      ${share.usable.map((judge) => html`<label key=${judge.id}>
        <input type="checkbox" checked=${share.ticked.has(judge.id)}
          onChange=${() => toggle(judge.id)} />
        ${share.nameOf(judge.id)}
      </label>`)}
    </fieldset>
    <label class="only">
      <input type="checkbox" checked=${share.onlyUnassigned}
        onChange=${(event) => share.setOnlyUnassigned(event.currentTarget.checked)} />
      ${text('share.onlyUnassigned')}
    </label>
    <${ShareSummary} share=${share} />
  `;
}

/** What would come of it, above all whose teams would change hands. */
function ShareSummary({ share }) {
  const { text, translator } = usePage();
  const { takenCount, isDangerous } = share;
  const key = takenCount === 1 ? 'share.taken.one' : 'share.taken';
  return html`
    <p role="status"><strong>${shareText(share, text, translator)}</strong></p>
    <div role="alert">
      ${takenCount > 0 && html`<p class=${`banner banner-${isDangerous ? 'alarm' : 'warn'}`}>
        <strong>${text(key, { count: translator.number(takenCount) })}</strong>
        ${isDangerous && html`${' '}${text('share.running')}`}
      </p>`}
    </div>
  `;
}

function shareText({ ids, shares, teamCount, onlyUnassigned }, text, translator) {
  if (teamCount === 0) return text('share.nothing');
  if (ids.length === 0) return text('share.pickOne');
  if (shares.size === 0) return text(onlyUnassigned ? 'share.allHaveOne' : 'share.nothing');
  const counts = new Map(ids.map((id) => [id, 0]));
  for (const id of shares.values()) counts.set(id, counts.get(id) + 1);
  const [least, most] = [Math.min(...counts.values()), Math.max(...counts.values())];
  const span = most - least > 1 ? 'share.range' : 'share.between';
  const each = least === most ? translator.number(least) : text(span, { least, most });
  return text('share.each', { teams: translator.number(shares.size), judges: ids.length, each });
}
