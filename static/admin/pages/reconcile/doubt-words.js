/** Doubts and repairs of a line in plain words. Pure. */

import { bibKey } from '../../../shared/bibs.js';
import { exactSpan, spanOf } from '../../race-times.js';
import { exactTimeOfDay, instantAt } from '../control/start-times.js';

/** Why one bib may be another one, where there is a word for it. */
const WHYS = [
  'one_digit', 'swapped_digits', 'neighbour_key', 'missing_digit', 'added_digit', 'other_writer',
  'last_out',
];
/** Why somebody should not be at the line. */
const STATUSES = ['registered', 'finished', 'dns', 'dnf', 'dsq'];

/**
 * What is said of a line: `{text, number, rows, places, runnersByBib, startMs}`, `text` and `number`
 * being the page's, `places` those of the rows by their ids.
 */
export class DoubtWords {
  #known;
  #rowsByMark = null;

  constructor(known) {
    this.#known = known;
  }

  /** Since the official start or, without one, the time of day; empty for nothing. */
  time(atMs) {
    const { startMs } = this.#known;
    if (atMs === null || atMs === undefined) return '';
    return startMs === null ? exactTimeOfDay(atMs) : exactSpan(atMs - startMs);
  }

  /** `+0,18`: seconds between two times. */
  difference(spanMs) {
    const sign = { '-1': '−', 0: '', 1: '+' }[Math.sign(spanMs)];
    return `${sign}${this.#known.number(Math.round(Math.abs(spanMs) / 10) / 100)}`;
  }

  /** The moment that a typed text of `time` says, near to another one; null for none. */
  readTime(typed, nearMs) {
    const { startMs } = this.#known;
    if (startMs === null) return instantAt(typed, nearMs);
    const span = spanOf(typed);
    return span === null ? null : startMs + span;
  }

  /** `123 · Ana Pérez`; the bib alone where nobody wears it. */
  who(bib) {
    return [bib, this.nameOf(bib)].filter(Boolean).join(' · ');
  }

  nameOf(bib) {
    if (bib === null || bib === undefined) return '';
    return this.#known.runnersByBib.get(bibKey(bib))?.name ?? '';
  }

  /** Whether somebody wears the bib. */
  isWorn(bib) {
    return this.#known.runnersByBib.has(bibKey(bib));
  }

  /** What is wrong, in one sentence. */
  ofFault(fault) {
    const { text, number } = this.#known;
    const { bib = fault.bib, other_bib: other, gap_ms: gapMs, count, status } = fault.details;
    const rows = this.#rowsOf(fault);
    const values = {
      bib,
      who: this.who(bib),
      other: this.who(other ?? rows.find((row) => row.bib !== bib)?.bib),
      time: this.time(rows[0]?.at_ms ?? fault.at_ms),
      seconds: number(Math.round((gapMs ?? gapOf(rows)) / 10) / 100),
      count: number(count ?? rows.length),
    };
    const isOfStatus = fault.kind === 'not_on_course' && STATUSES.includes(status);
    const kind = fault.kind === 'unsure' && count === 1 ? 'unsureOne' : fault.kind;
    const said = text(
      isOfStatus ? `reconcile.status.${status}` : `reconcile.fault.${kind}`, values,
    );
    const [likeliest] = fault.repairs;
    const isAsked = likeliest?.kind === 'replace_bib' && !isToType(likeliest);
    if (!isAsked || fault.kind === 'bibs_differ') return said;
    return `${said} ${text('reconcile.isIt', { who: this.who(likeliest.details.to_bib) })}`;
  }

  /** What a row is called: `17:58.310, dorsal 7`. */
  ofRow(row) {
    const time = row.times.length > 0 ? this.time(row.at_ms) : '';
    return [time, row.bib && this.#known.text('marks.withBib', { bib: row.bib })]
      .filter(Boolean).join(', ');
  }

  /** What a repair does, as its button says it; `bib` for one that is typed. */
  ofRepair(repair, bib = repair.details.to_bib) {
    const { text, number } = this.#known;
    const { details, changes } = repair;
    const row = this.#rowOf(changes[0]?.mark_id);
    // Of several timers, the marks of one row come one after the other.
    const second = changes.map(({ mark_id: id }) => this.#rowOf(id)).find((one) => one !== row);
    const values = {
      bib: details.from_bib ?? row?.bib ?? '',
      who: this.who(bib ?? row?.bib),
      second: second?.bib ?? '',
      time: this.time(changes[0]?.number ?? row?.at_ms),
      place: this.#placeOf(row, changes[0]),
      count: number(details.count ?? changes.length),
    };
    return text(`reconcile.repair.${repair.kind}`, values);
  }

  /** Why this repair is proposed; null where there is nothing to say. */
  why({ details }) {
    const { text } = this.#known;
    return WHYS.includes(details.why) ? text(`reconcile.why.${details.why}`) : null;
  }

  /** What somebody else has made of a mark meanwhile: of `changedMeanwhile`. */
  ofChange({ before, now }) {
    const { text } = this.#known;
    const mark = [this.time(before.at_ms), before.bib && text('marks.withBib', { bib: before.bib })]
      .filter(Boolean).join(', ') || '–';
    if (now === null) return text('reconcile.changed.gone', { mark });
    if (now.at_ms !== before.at_ms) {
      return text('reconcile.changed.time', { mark, time: this.time(now.at_ms) || '–' });
    }
    return now.bib === null
      ? text('reconcile.changed.noBib', { mark })
      : text('reconcile.changed.bib', { mark, who: this.who(now.bib) });
  }

  #rowsOf(fault) {
    const { rows, places } = this.#known;
    return fault.row_ids.map((id) => rows[places.get(id)]).filter((row) => row !== undefined);
  }

  #rowOf(markId) {
    this.#rowsByMark ??= new Map(this.#known.rows.flatMap((row) =>
      [...row.times, ...row.bib_marks].map((mark) => [mark.mark_id, row])));
    return this.#rowsByMark.get(markId);
  }

  /** By what the row of a change is known: its time, or when its bib was written. */
  #placeOf(row, change) {
    if (row === undefined) return '–';
    if (row.times.length > 0) return this.time(row.at_ms);
    const mark = row.bib_marks.find(({ mark_id: id }) => id === change.mark_id);
    const written = this.time(mark?.noted_at_ms);
    return written === '' ? '–' : this.#known.text('reconcile.writtenAt', { time: written });
  }
}

/** How far apart the times of the rows are, in ms. */
function gapOf(rows) {
  const times = rows.flatMap((row) => row.times.map((time) => time.at_ms));
  return times.length === 0 ? 0 : Math.max(...times) - Math.min(...times);
}

/** A repair asks for a bib that somebody has to type. */
export const isToType = (repair) => repair.details.why === 'to_type';

/** A repair has a time that nobody took. */
export const isEstimate = (repair) => repair.details.why === 'estimate';

/** Such a repair with another time, epoch ms. */
export const timedRepair = (repair, atMs) => ({
  ...repair,
  changes: repair.changes.map((change) => (
    change.kind === 'mark_moment' ? { ...change, number: atMs } : change
  )),
});

/** A repair that asks for a bib, with the one that was typed. */
export const typedRepair = (repair, bib) => ({
  ...repair,
  changes: repair.changes.map((change) => (
    change.kind === 'mark_bib' ? { ...change, text: bib } : change
  )),
  details: { ...repair.details, to_bib: bib },
});
