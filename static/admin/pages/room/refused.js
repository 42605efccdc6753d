/** Times that the rules refused and that were kept: they count after all, or they do not. */

import { usePage } from '../../../ui/page.js';
import { html, useState } from '../../../vendor/htm-preact/standalone.module.js';
import { ConfirmDialog } from '../../dialogs.js';
import { hrefOf } from '../../routes.js';
import { useDecisions } from './decisions.js';
import { Dismissed } from './dismissed.js';
import { useFold } from './fold.js';
import { groupsOf, reasonText, teamText, timeOf } from './refused-texts.js';

/** Accepted, it goes over the number of times that a team may have. */
const OVER_THE_LIMIT = 'team_complete';
const FEW = 5;

/** `names` are those of `useNames`. */
export function RefusedList({ refused, refusedCount, competitions, names }) {
  const { text, translator } = usePage();
  const [asked, setAsked] = useState(null);
  const decisions = useDecisions();
  const byId = new Map(competitions.map((competition) => [competition.id, competition]));
  const rest = refusedCount - refused.length;
  return html`
    <div role="status">
      ${decisions.said && html`<p class="banner banner-good">${decisions.said}</p>`}
    </div>
    ${refused.length === 0
      ? html`<p class="empty">${text('room.noRefused')}</p>`
      : html`<p class="hint">${text('room.refused.hint')}</p>`}
    ${groupsOf(refused).map((group) => html`<${Group} key=${group.key} group=${group} names=${names}
      competition=${byId.get(group.competitionId)} decisions=${decisions} ask=${setAsked} />`)}
    ${rest > 0 && html`<p class="hint">${text('room.refused.more', {
      count: translator.number(rest),
    })}</p>`}
    <${Dismissed} competitions=${byId} names=${names}
      version=${`${decisions.dismissedCount}/${refusedCount}`} />
    ${asked && html`<${Question} asked=${asked} onClose=${() => setAsked(null)} />`}
  `;
}

/** What may be decided over all of a group, and each of it. */
function Group({ group, names, competition, decisions, ask }) {
  const panel = usePage();
  const { text, translator } = panel;
  const [shown, more] = useFold(group.items, FEW);
  const reason = reasonText(panel, group.items[0]);
  const title = [names.competitionName(group.competitionId), reason].filter(Boolean).join(' · ');
  const isOver = group.reason === OVER_THE_LIMIT;
  const accept = (item) =>
    isOver
      ? ask(questionOverLimit(text, item, competition, decisions))
      : decisions.accept(item);
  return html`
    <section class="refused-group" aria-label=${title}>
      <h3>${title} <span class="count">${translator.number(group.items.length)}</span></h3>
      ${group.items.length > 1 && html`<${AllOfThem} group=${group} title=${title}
        decisions=${decisions} ask=${ask} />`}
      <ul class="refused" aria-label=${text('room.refused')}>
        ${shown.map((item) => html`<${Refused} key=${item.id} item=${item} names=${names}
          competition=${competition} problem=${decisions.problems[item.id]}
          isBusy=${decisions.busy.has(item.id)} accept=${() => accept(item)}
          dismiss=${() => decisions.dismiss(item)} />`)}
      </ul>
      ${more}
    </section>
  `;
}

/** What can be accepted: where the team is gone nothing can. */
const isAcceptable = (item) => item.teamName !== null && !item.isTeamDeleted;

function AllOfThem({ group, title, decisions, ask }) {
  const { text, translator } = usePage();
  const acceptable = group.items.filter(isAcceptable);
  const question = (name, items, more) => {
    const count = translator.number(items.length);
    return {
      title: text(`refused.${name}All.title`, { count }),
      confirmLabel: text(`refused.${name}All`, { count }),
      words: [title, text(`refused.${name}All.what`), more],
      ...(name === 'accept'
        ? { onConfirm: () => decisions.acceptMany(items), isDangerous: false }
        : { onConfirm: () => decisions.dismissMany(items), isDangerous: true }),
    };
  };
  const over = group.reason === OVER_THE_LIMIT ? text('refused.acceptAll.over') : null;
  const button = (name, items, look, more = null) => html`<button class=${look}
    onClick=${() => ask(question(name, items, more))}>
    ${text(`refused.${name}All`, { count: translator.number(items.length) })}</button>`;
  return html`<div class="decide">
    ${acceptable.length > 0 && button('accept', acceptable, 'small', over)}
    ${button('dismiss', group.items, 'small dismiss')}
  </div>`;
}

function questionOverLimit(text, item, competition, decisions) {
  return {
    title: text('refused.accept.title'),
    confirmLabel: text('refused.accept'),
    isDangerous: false,
    words: [text('refused.accept.over', {
      name: item.teamName, limit: competition?.recordsPerTeam ?? '?',
    })],
    onConfirm: () => decisions.acceptOrRaise(item),
  };
}

/** Asked stays as it was asked, whatever comes in meanwhile. */
function Question({ asked: { words, ...asked }, onClose }) {
  return html`<${ConfirmDialog} ...${asked} onClose=${onClose}>
    ${words.filter(Boolean).map((word) => html`<p key=${word}>${word}</p>`)}
  <//>`;
}

function Refused({ item, names, competition, problem, isBusy, accept, dismiss }) {
  const { text, translator } = usePage();
  const { time, isClockReading } = timeOf(translator, item, competition);
  const team = teamText(text, item);
  return html`<li>
    <div class="what">
      <strong>${team}</strong>
      <span class="exact">${time}</span>
      ${isClockReading && html`<small>${text('refused.phoneClock')}</small>`}
    </div>
    <small>
      ${[names.judgeName(item.username), text('refused.received', {
        time: translator.timeOfDay(item.receivedMs, { withSeconds: true }),
      })].filter(Boolean).join(' · ')}
    </small>
    <div class="decide">
      ${isAcceptable(item) && html`<button class="small" onClick=${accept}
        aria-busy=${isBusy ? 'true' : null}
        aria-label=${text('refused.accept.one', { team, time })}>
        ${text('refused.accept')}</button>`}
      ${item.isTeamDeleted && html`<a href=${hrefOf('bin')}>${text('refused.toBin')}</a>`}
      <button class="small dismiss" onClick=${dismiss}
        aria-label=${text('refused.dismiss.one', { team, time })}>
        ${text('refused.dismiss')}</button>
    </div>
    <div role="alert">${problem && html`<p class="field-error">${problem}</p>`}</div>
  </li>`;
}
