/** One row of the standings on the page. Writes only what changed. */

import { recordedTimeParts } from '../shared/durations.js';
import { ABSENT, addCell, element, setText } from './cells.js';

export class StandingsRow {
  /** The row of the standings that is shown; null before the first. */
  shown = null;

  #cells = {};
  #translator;

  constructor(translator) {
    this.#translator = translator;
    this.element = element('tr', '', 'row');
    this.#addCell('position');
    this.#addCell('bib');
    this.#addCell('team', 'th', 'rowheader').scope = 'row';
    this.#addCell('category');
    this.#addCell('records');
    this.#addTimeCell('total');
    this.#addTimeCell('average').dataset.label = translator.text('standings.average');
    this.#addTimeCell('best').dataset.label = translator.text('standings.best');
  }

  /** Shows `row`; `recordsPerTeam` may be null. Returns whether the team's records changed. */
  show(row, recordsPerTeam) {
    const before = this.shown;
    this.shown = row;
    const { team } = row;
    setText(this.#cells.position, row.position === null ? ABSENT : String(row.position));
    this.element.dataset.team = team.id;
    this.element.dataset.place = row.position ?? '';
    setText(this.#cells.bib, String(team.bib));
    setText(this.#cells.team, team.name);
    setText(this.#cells.category, team.category);
    this.#showRecords(row.recordCount, recordsPerTeam);
    for (const name of ['total', 'average', 'best']) this.#showTime(name, row[`${name}Ms`]);
    return (
      before !== null && (before.recordCount !== row.recordCount || before.totalMs !== row.totalMs)
    );
  }

  #showRecords(count, limit) {
    const { records } = this.#cells;
    const figures = limit === null ? [count] : [count, limit];
    setText(records, figures.map((figure) => this.#translator.number(figure)).join('/'));
    records.classList.toggle('is-complete', limit !== null && count >= limit);
  }

  #showTime(name, timeMs) {
    const [whole, fraction] = this.#cells[name].children;
    const [wholeText, fractionText] = timeMs === null ? [ABSENT, ''] : recordedTimeParts(timeMs);
    setText(whole, wholeText);
    setText(fraction, fractionText);
    this.#cells[name].classList.toggle('is-absent', timeMs === null);
  }

  #addCell(name, ...kind) {
    return addCell(this.element, this.#cells, name, ...kind);
  }

  #addTimeCell(name) {
    const cell = this.#addCell(name);
    cell.append(element('span', 'whole'), element('span', 'fraction'));
    return cell;
  }
}
