/** What the results are worth: live, provisional or official, and what a version has changed. */

import { getJson } from '../shared/api.js';
import { phaseOf } from '../shared/live-results.js';
import { changesPath, decodeChanges } from '../shared/publication-protocol.js';
import {
  changeCountWords, changeWords, groupedChanges, stageWords,
} from '../shared/publication-words.js';
import { Component, html } from '../vendor/htm-preact/standalone.module.js';
import { nameOf } from './runner-row.js';

/** In a word or two, as the screen of a hall shows it. Props: `publication`, `translator`. */
export function StageMark({ translator, publication }) {
  return html`<span class="worth worth-${publication.stage}">
    ${stageWords(translator, publication, Date.now())}
  </span>`;
}

/** Whether there is anything to say it of: an individual race that has begun. */
export const isStageTold = ({ kind, competition, publication }) =>
  kind === 'individual' && (publication.stage !== 'live' || phaseOf(competition) !== 'scheduled');

/** Below the head of the board. Props: `live` (see live-results.js), `translator`. */
export function ResultsStage({ translator, live }) {
  const { competition, publication } = live;
  if (!isStageTold(live)) return null;
  const count = changeCountWords(translator, publication);
  return html`
    <section class="results-stage" aria-label=${translator.text('board.stage')}>
      <p role="status">
        <${StageMark} translator=${translator} publication=${publication} />
      </p>
      ${publication.reason !== '' && html`<p class="reason">${publication.reason}</p>`}
      ${count !== '' &&
      html`<${Changes} key=${publication.version} translator=${translator} count=${count}
        path=${changesPath(competition.id, publication.version)} />`}
    </section>
  `;
}

/** The changes of a version, which are fetched when somebody wants to see them. */
class Changes extends Component {
  state = { changes: null, hasFailed: false };

  toggle = async (event) => {
    if (!event.currentTarget.open || this.state.changes !== null) return;
    this.setState({ hasFailed: false });
    try {
      this.setState({ changes: decodeChanges(await getJson(this.props.path)) });
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      this.setState({ hasFailed: true });
    }
  };

  render({ translator, count }, { changes, hasFailed }) {
    const waiting = hasFailed ? 'changes.missing' : 'changes.loading';
    return html`
      <details onToggle=${this.toggle}>
        <summary>${count}</summary>
        ${changes === null
          ? html`<p>${translator.text(waiting)}</p>`
          : html`<${ChangeList} translator=${translator} changes=${changes} />`}
      </details>
    `;
  }
}

function ChangeList({ translator, changes }) {
  const groups = groupedChanges(changes);
  const own = groups.filter((group) => !group.isMoved);
  const moved = groups.length - own.length;
  return html`
    <h2>${translator.text('changes.title')}</h2>
    <ul class="changes">
      ${own.map((group) => html`<li key=${group.key}>
        ${group.bib !== '' && html`<b>${group.bib}</b> ${nameOf(translator, group)}`}
        <span>${group.changes.map((change) => changeWords(translator, change)).join(' · ')}</span>
      </li>`)}
    </ul>
    ${moved > 0 &&
    html`<p>${translator.text('changes.moved', { count: translator.number(moved) })}</p>`}
  `;
}
