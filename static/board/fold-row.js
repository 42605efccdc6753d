/** The line that stands for those who have not started, and shows them when it is pressed. */

export class FoldRow {
  shown = null;

  #button;
  #translator;

  constructor(translator, onToggle) {
    this.#translator = translator;
    this.element = document.createElement('tr');
    this.element.className = 'fold';
    this.element.setAttribute('role', 'row');
    const cell = document.createElement('td');
    cell.setAttribute('role', 'cell');
    this.#button = document.createElement('button');
    this.#button.type = 'button';
    this.#button.addEventListener('click', onToggle);
    cell.append(this.#button);
    this.element.append(cell);
  }

  /** `fold`: see runner-view.js. Never anything to light up for. */
  show(fold) {
    this.shown = fold;
    const count = this.#translator.number(fold.count);
    const text = this.#translator.text('runner.notStarted', { count });
    if (this.#button.textContent !== text) this.#button.textContent = text;
    this.#button.setAttribute('aria-expanded', fold.isOpen);
    return false;
  }
}
