/** The judges: their accounts, passwords and cards. */

import { decodeJudge, JUDGES_PATH, PASSWORDS_PATH } from '../../shared/organizer-protocol.js';
import { usePage } from '../../ui/page.js';
import { html, useState } from '../../vendor/htm-preact/standalone.module.js';
import { ConfirmDialog } from '../dialogs.js';
import { Loaded, PageHead } from '../loading.js';
import { useLive } from '../panel.js';
import { hrefOf } from '../routes.js';
import { ListTable } from '../tables.js';
import { DeleteJudge, EditJudge, NewJudge } from './judge-forms.js';
import { PasswordSheet } from './password-sheet.js';

export function JudgesPage() {
  const { session } = usePage();
  const load = async () => (await session.request(JUDGES_PATH)).map(decodeJudge);
  const loaded = useLive(load, [session]);
  return html`<${Loaded} from=${loaded}>
    ${(judges) => html`<${Judges} judges=${judges} reload=${loaded.reload} />`}
  <//>`;
}

function Judges({ judges, reload }) {
  const { text } = usePage();
  const [isNew, setNew] = useState(false);
  const [passwords, setPasswords] = useState(null);
  if (passwords !== null) {
    return html`<${PasswordSheet} passwords=${passwords} onDone=${() => setPasswords(null)} />`;
  }
  return html`
    <${PageHead} title=${text('menu.judges')}>
      <button onClick=${() => setNew(true)}>${text('judges.new')}</button>
      <a role="button" class="secondary" href=${hrefOf('cards')}>${text('cards.open')}</a>
      <a role="button" class="secondary" href=${hrefOf('importJudges')}>${text('judges.import')}</a>
    <//>
    <${JudgeList} judges=${judges} reload=${reload} showPasswords=${setPasswords} />
    ${isNew && html`<${NewJudge} judges=${judges} onSaved=${reload} showPasswords=${setPasswords}
      onClose=${() => setNew(false)} />`}
  `;
}

function JudgeList({ judges, reload, showPasswords }) {
  const { text } = usePage();
  const [picked, setPicked] = useState(new Set());
  const [edited, setEdited] = useState(null);
  const [deleted, setDeleted] = useState(null);
  const there = judges.filter((judge) => picked.has(judge.id)).map((judge) => judge.id);
  const actions = (judge) => html`
    <button class="secondary outline" aria-label=${text('teams.editNamed', { name: nameOf(judge) })}
      onClick=${() => setEdited(judge)}>${text('list.edit')}</button>${' '}
    <button class="danger outline" aria-label=${text('teams.deleteNamed', { name: nameOf(judge) })}
      onClick=${() => setDeleted(judge)}>${text('list.delete')}</button>
  `;
  return html`
    <${PickedBar} ids=${there} showPasswords=${showPasswords} />
    <${ListTable} caption=${text('menu.judges')} rows=${judges} columns=${columnsIn(text)}
      actions=${actions} picked=${new Set(there)} onPick=${setPicked}
      empty=${text('judges.empty')} />
    ${edited && html`<${EditJudge} judge=${edited} onSaved=${reload}
      onClose=${() => setEdited(null)} />`}
    ${deleted && html`<${DeleteJudge} judge=${deleted} onDone=${reload}
      onClose=${() => setDeleted(null)} />`}
  `;
}

const nameOf = (judge) => judge.full_name || judge.username;

function columnsIn(text) {
  const access = (judge) => {
    if (!judge.is_active) return text('judges.inactive');
    return text(judge.has_password ? 'judges.withPassword' : 'judges.cardOnly');
  };
  const markOf = (judge) => {
    if (!judge.is_active) return 'mark';
    return judge.has_password ? 'mark mark-good' : 'mark mark-warn';
  };
  return [
    { key: 'name', title: text('judges.name'), value: nameOf },
    { key: 'username', title: text('signIn.username'), value: (judge) => judge.username },
    {
      key: 'teams', title: text('counter.teams'), value: (judge) => judge.team_count, isNumber: true,
    },
    {
      key: 'access',
      title: text('judges.access'),
      value: access,
      cell: (judge) => html`<span class=${markOf(judge)}>${access(judge)}</span>`,
    },
  ];
}

/** What can be done to those that were picked. */
function PickedBar({ ids, showPasswords }) {
  const { session, text, translator } = usePage();
  const [isAsking, setAsking] = useState(false);
  if (ids.length === 0) return null;
  const make = async () => {
    const options = { method: 'POST', body: { judge_ids: ids }, timeoutMs: 60_000 };
    showPasswords(await session.request(PASSWORDS_PATH, options));
  };
  const count = translator.number(ids.length);
  return html`
    <section class="picked-bar" aria-label=${text('list.picked', { count })}>
      <strong>${text('list.picked', { count })}</strong>
      <a role="button" href=${hrefOf('cardsOf', ids.join('-'))}>${text('cards.open')}</a>
      <button class="secondary" onClick=${() => setAsking(true)}>
        ${text('judges.newPasswords')}</button>
      ${isAsking &&
      html`<${ConfirmDialog} title=${text('judges.newPasswords')} isDangerous=${false}
        confirmLabel=${text('judges.makePasswords')} onConfirm=${make}
        onClose=${() => setAsking(false)}>
        <p>${text('judges.newPasswords.hint', { count })}</p>
      <//>`}
    </section>
  `;
}
