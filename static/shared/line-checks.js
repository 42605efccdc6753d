/** What the laptop is asked and told about marks that it should have. Pure. */

/**
 * Questions which of these marks and of their corrections are there, with at most `limit` of either:
 * `[{ids, correctionIds}]`. All of them are asked for: a backup may lack the oldest.
 */
export function checksOfMarks(marks, limit) {
  const checks = [];
  let check = null;
  for (const mark of marks) {
    const corrections = mark.corrections.filter((one) => one.state === 'stored');
    const isFull = check !== null && (
      check.ids.length === limit || check.correctionIds.length + corrections.length > limit
    );
    if (check === null || isFull) {
      check = { ids: [], correctionIds: [] };
      checks.push(check);
    }
    check.ids.push(mark.id);
    check.correctionIds.push(...corrections.map(({ id }) => id));
  }
  return checks;
}

/**
 * When a correction was made, epoch ms of the laptop's clock as well as it is known: of two of one
 * mark the later one is always later, whatever has become known of the clock in between.
 */
export function madeMsOf(mark, correction, resolve) {
  let madeMs = 0;
  for (const one of mark.corrections) {
    const { offsetMs } = resolve(one);
    madeMs = Math.max(Math.round(one.readingMs - (offsetMs ?? 0)), madeMs + 1);
    if (one.id === correction.id) break;
  }
  return madeMs;
}
