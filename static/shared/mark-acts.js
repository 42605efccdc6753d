/** What a judge has done last at the lines, for "undo". Pure. */

/**
 * The last act that still holds, or null: a mark that was made (`{kind: 'mark', markId}`), or one that
 * got another bib (`{kind: 'bib', markId, bib, before}`; empty for none). A bib that was changed back to
 * the one before is an act undone. Marks that were withdrawn are left out: they are given back in their
 * own rows.
 */
export function lastActOf(marks) {
  let last = null;
  for (const mark of marks) {
    if (mark.isWithdrawn) continue;
    const act = actOf(mark);
    if (last === null || act.order > last.order) last = act;
  }
  if (last === null) return null;
  const { order, ...told } = last;
  return told;
}

function actOf(mark) {
  const bibs = [{ bib: mark.bib ?? '', order: mark.order }];
  for (const { bib, order } of changesOf(mark)) {
    if (bibs.length > 1 && bibs.at(-2).bib === bib) bibs.pop();
    else bibs.push({ bib, order });
  }
  if (bibs.length === 1) return { kind: 'mark', markId: mark.id, order: mark.order };
  const { bib, order } = bibs.at(-1);
  return { kind: 'bib', markId: mark.id, bib, before: bibs.at(-2).bib, order };
}

const changesOf = ({ bibInMark, corrections }) => [
  ...(bibInMark === null ? [] : [bibInMark]),
  ...corrections.filter(({ bib, state }) => bib !== null && state !== 'refused'),
];
