/** What a mark is called. Pure. */

/** `17:58.310, dorsal 7`: how a mark is called where there is nothing else to see it by. */
export function takenBy(text, mark, time) {
  const bib = mark.bib === null ? null : text('marks.withBib', { bib: mark.bib });
  return [time, bib].filter(Boolean).join(', ') || text('marks.noTime');
}
