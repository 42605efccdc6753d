/** Cells of a row of standings, and writing into them only what changed. */

/** What stands where there is nothing. */
export const ABSENT = '–';

export function element(name, className, role) {
  const created = document.createElement(name);
  created.className = className;
  if (role) created.setAttribute('role', role);
  return created;
}

export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Adds a cell to the row `parent`, and to `cells` by its name. */
export function addCell(parent, cells, name, tag = 'td', role = 'cell') {
  const cell = element(tag, name, role);
  cells[name] = cell;
  parent.append(cell);
  return cell;
}
