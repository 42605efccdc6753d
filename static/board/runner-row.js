/** One row of the standings of people with bibs. Writes only what changed. */

import { addedTimeText, gapText, shownTimeParts } from '../shared/durations.js';
import { outcomeOf, placeIn } from '../shared/individual-standings.js';
import { ABSENT, addCell, element, setText } from './cells.js';

/** What people call a runner: the bib alone of who does not want to be shown. */
export const nameOf = (translator, runner) =>
  runner.isHidden ? translator.text('runner.hidden', { bib: runner.bib }) : runner.name;

export class RunnerRow {
  /** The row of the standings that is shown; null before the first. */
  shown = null;

  #context = null;
  #cells = {};
  #parts = {};
  #translator;
  #pathOf;
  #name;

  /** `pathOf(runner)`, where it is given, is the page of a runner, to which the name leads. */
  constructor(translator, pathOf = null) {
    this.#translator = translator;
    this.#pathOf = pathOf;
    this.element = element('tr', 'runner', 'row');
    this.#addCell('position');
    this.#addCell('bib');
    this.#addNameCell();
    this.#addCell('category');
    this.#addCell('team');
    this.#addOfficialCell();
    this.#addCell('gap');
    this.#addCell('gun').dataset.label = translator.text('standings.gun');
    this.#addCell('net').dataset.label = translator.text('standings.net');
  }

  /**
   * Shows `row`. `context` is `{ranking, firstText, isOver}`: whose place counts, the official time
   * of the first in it or null, and whether the race is over; the same object while it says the same. Returns whether the runner
   * has another time than before, or stands otherwise.
   */
  show(row, context) {
    const before = this.shown;
    if (before === row && this.#context === context) return false;
    this.shown = row;
    this.#context = context;
    const place = placeIn(row, context.ranking);
    this.element.dataset.place = place ?? '';
    this.element.dataset.status = row.status;
    setText(this.#cells.position, place === null ? ABSENT : String(place));
    setText(this.#cells.bib, row.runner.bib);
    setText(this.#name, nameOf(this.#translator, row.runner));
    if (this.#pathOf !== null) this.#name.href = this.#pathOf(row.runner);
    setText(this.#cells.category, row.runner.category);
    setText(this.#cells.team, row.runner.team);
    this.#showTimes(row, context);
    return (
      before !== null && (before.status !== row.status || before.officialMs !== row.officialMs)
    );
  }

  #showTimes(row, { firstText, isOver }) {
    const { whole, fraction, penalty } = this.#parts;
    const { officialText } = row;
    const hasTime = officialText !== null;
    const [wholeText, fractionText] = hasTime
      ? shownTimeParts(officialText)
      : [this.#translator.text(`outcome.${outcomeOf(row.status, isOver)}`), ''];
    setText(whole, wholeText);
    setText(fraction, fractionText);
    this.#showPenalty(penalty, hasTime ? row.penaltyMs : 0);
    const isPenalized = hasTime && row.penaltyMs !== 0;
    const isBehind = hasTime && firstText !== null && placeIn(row, this.#context.ranking) !== 1;
    setText(this.#cells.gap, isBehind ? gapText(officialText, firstText) : '');
    setText(this.#cells.gun, isPenalized ? shownTimeParts(row.gunText).join('') : '');
    const hasNet = hasTime && row.netText !== null;
    setText(this.#cells.net, hasNet ? shownTimeParts(row.netText).join('') : '');
  }

  #showPenalty(node, penaltyMs) {
    const text = penaltyMs === 0 ? '' : addedTimeText(penaltyMs);
    if (node.textContent === text) return;
    node.textContent = text;
    const name = penaltyMs < 0 ? 'runner.bonus' : 'runner.penalty';
    node.title = text === '' ? '' : this.#translator.text(name, { time: text });
  }

  #addCell(name, ...kind) {
    return addCell(this.element, this.#cells, name, ...kind);
  }

  #addNameCell() {
    const cell = this.#addCell('name', 'th', 'rowheader');
    cell.scope = 'row';
    this.#name = this.#pathOf === null ? cell : document.createElement('a');
    if (this.#name !== cell) cell.append(this.#name);
  }

  #addOfficialCell() {
    const cell = this.#addCell('official');
    for (const name of ['penalty', 'whole', 'fraction']) {
      this.#parts[name] = element('span', name);
      cell.append(this.#parts[name]);
    }
  }
}
