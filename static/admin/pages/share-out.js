/** Sharing the teams of a competition out evenly among judges. */

import { shareOutPath } from '../../shared/organizer-protocol.js';
import { usePage } from '../../ui/page.js';
import { html, useState } from '../../vendor/htm-preact/standalone.module.js';
import { ConfirmDialog } from '../dialogs.js';

/** A dialog around `useShareOut`. */
export function ShareOut({ race, teams, judges, onDone, onClose }) {
  const { text } = usePage();
  const share = useShareOut({ race, teams, judges });
  const confirm = async () => {
    await share.send();
    onDone();
  };
  return html`
    <${ConfirmDialog} title=${text('share.open')} confirmLabel=${text('share.do')}
      isDangerous=${false} isReady=${share.isReady} onConfirm=${confirm} onClose=${onClose}>
      <${ShareChoice} share=${share} judges=${judges} />
    <//>
  `;
}

/** Which judges get teams, and which teams: all, or those that nobody has. */
export function useShareOut({ race, teams, judges }) {
  const { session } = usePage();
  const [left, setLeft] = useState(new Set());
  const unassigned = teams.filter((team) => team.judge_id === null).length;
  const isSome = unassigned > 0 && unassigned < teams.length;
  const [onlyUnassigned, setOnlyUnassigned] = useState(isSome);
  const usable = judges.filter((judge) => judge.is_active);
  const chosen = usable.filter((judge) => !left.has(judge.id));
  const count = onlyUnassigned ? unassigned : teams.length;
  const send = () => {
    const body = { judge_ids: chosen.map(({ id }) => id), only_unassigned: onlyUnassigned };
    return session.request(shareOutPath(race.id), { method: 'POST', body });
  };
  return {
    usable, chosen, left, setLeft, isSome, onlyUnassigned, setOnlyUnassigned, count, send,
    isReady: chosen.length > 0 && count > 0,
  };
}

export function ShareChoice({ share, judges }) {
  const { text, translator } = usePage();
  const toggle = (id) => {
    const left = new Set(share.left);
    if (!left.delete(id)) left.add(id);
    share.setLeft(left);
  };
  if (judges.length === 0) return html`<p class="empty">${text('share.noJudges')}</p>`;
  return html`
    <fieldset class="choices">
      <legend>${text('share.judges')}</legend>
      ${share.usable.map((judge) => html`<label key=${judge.id}>
        <input type="checkbox" checked=${!share.left.has(judge.id)}
          onChange=${() => toggle(judge.id)} />
        ${judge.full_name || judge.username}
      </label>`)}
    </fieldset>
    ${share.isSome && html`<label class="only">
      <input type="checkbox" checked=${share.onlyUnassigned}
        onChange=${(event) => share.setOnlyUnassigned(event.currentTarget.checked)} />
      ${text('share.onlyUnassigned')}
    </label>`}
    <p role="status"><strong>${shareText(share, text, translator)}</strong></p>
  `;
}

function shareText({ chosen, count }, text, translator) {
  if (chosen.length === 0) return text('share.pickOne');
  if (count === 0) return text('share.nothing');
  const least = Math.floor(count / chosen.length);
  const most = Math.ceil(count / chosen.length);
  const each = least === most ? translator.number(least) : text('share.between', { least, most });
  return text('share.each', { teams: translator.number(count), judges: chosen.length, each });
}
