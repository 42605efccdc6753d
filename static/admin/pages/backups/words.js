/** Backups in the user's words. Pure. */

const BAD = ['missing', 'full', 'read_only', 'failed', 'no_answer'];

/** Whether a place does not get what it should. */
export const isBad = (place) => BAD.includes(place.state);

/** What a place is called: the data directory is the laptop, others go by their last folder. */
export function placeName(text, place) {
  if (place.kind === 'data') return text('backups.here');
  const parts = place.path.split(/[\\/]/).filter(Boolean);
  return parts.at(-1) ?? place.path;
}

/** How a place is, in a sentence. */
export function stateText({ text, translator }, place) {
  const sentence = text(`backups.state.${place.state}`, { reason: place.reason });
  if (place.free_bytes === null || isBad(place)) return sentence;
  return `${sentence} ${text('backups.free', { size: sizeText(translator, place.free_bytes) })}`;
}

/** `12.4 MB`, `3 GB`. */
export function sizeText(translator, bytes) {
  const mb = bytes / 1e6;
  if (mb >= 1000) return `${translator.number(Math.round(mb / 100) / 10)} GB`;
  return `${translator.number(Math.round(mb * 10) / 10)} MB`;
}

/** What is in a backup, for one line; nothing that there is none of. */
export function contentsText({ text, translator }, contents) {
  const counts = {
    races: contents.races.length, times: contents.times, marks: contents.marks,
    accounts: contents.accounts,
  };
  return Object.entries(counts)
    .filter(([name, count]) => count > 0 || name === 'times')
    .map(([name, count]) => text(`backups.count.${name}`, { count: translator.number(count) }))
    .join(' · ');
}

/** `22 nov, 07:41`: two of them stand side by side on a phone. */
function shortTime(translator, epochMs) {
  const form = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
  return new Intl.DateTimeFormat(translator.locale, form).format(epochMs);
}

/** The rows that a backup and the present are compared by: `[name, then, now]`. */
export function comparedRows({ text, translator }, comparison) {
  const names = ['races', 'accounts', 'teams', 'runners', 'times', 'marks'];
  const count = (contents, name) => (name === 'races' ? contents.races.length : contents[name]);
  const rows = names
    .map((name) => [name, count(comparison.contents, name), count(comparison.now, name)])
    .filter(([, then, now]) => then > 0 || now > 0)
    .map(([name, then, now]) => [
      text(`backups.row.${name}`), translator.number(then), translator.number(now),
    ]);
  const newest = ({ newest_at: at }) => (at === null ? '–' : shortTime(translator, Date.parse(at)));
  return [...rows, [text('backups.row.newest'), newest(comparison.contents), newest(comparison.now)]];
}
