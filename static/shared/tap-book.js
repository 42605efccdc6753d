/**
 * Every tap that was made on this phone, and every mark at a line, until the laptop has it and for
 * long after.
 *
 * It is written down before it is sent, and counts as sent only with the laptop's acknowledgement. It
 * stays here even then: a laptop that was swapped for its backup is sent what that lacks.
 */

import { isSame, KeptEntries } from './kept-entries.js';
import {
  answeredCorrection, bibOf, corrected, isMark, mergedMark, missingCorrections, missingMark,
  nextCorrectionOf, storedMark, storedWithoutBib,
} from './line-marks.js';
import { areOfOneMessage, isAtTheLaptop, isDone, missingTap, storedTap } from './tap-states.js';

/** What one message to the laptop may hold. */
const LARGEST_BATCH = 15;
const LARGEST_BATCH_OF_MARKS = 50;
/** What the laptop has is forgotten after so long. */
const KEPT_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * A tap, as it is stored and shown; a change makes a new object:
 *
 *     {id, judgeId, judgeName, teamId, competitionId, order,
 *      readingMs,                 // epoch ms on the timeline of the page that took it
 *      timeline, dateMs,          // which page that was, and the phone's date then
 *      offsetMs, uncertaintyMs,   // of the reading as known then; null: not known
 *      state,                     // unsent, stored, refused or held
 *      reason, raceMs,            // why it was not stored; elapsed ms as the laptop stored it
 *      isWithdrawn, isWithdrawalUnsent,
 *      movedToId}                 // the tap of another team in its place, or null
 *
 * A mark has the same, and see line-marks.js. `store` and `onChange` are those of KeptEntries.
 * Without a store, or when it fails, all is in memory only, and is sent all the same: `storage` says
 * `memory`.
 */
export class TapBook {
  #newId;
  #kept;
  /** Ids of marks that no message has held yet: made on this page, too. */
  #neverSent = new Set();

  constructor({ onChange = () => {}, newId }) {
    this.#newId = newId;
    const merge = (mine, theirs) => (isMark(theirs) ? mergedMark(mine, theirs) : theirs);
    this.#kept = new KeptEntries({ merge, onChange });
  }

  /** `memory` where taps would not survive a reload. */
  get storage() {
    return this.#kept.storage;
  }

  /** Nobody knows yet what earlier pages have left unsent. */
  get isOpening() {
    return this.#kept.isOpening;
  }

  /** All taps and marks, the oldest first; not to be changed. */
  get taps() {
    return this.#kept.all;
  }

  /** Of a tap that the store has not confirmed yet. */
  isSaving(id) {
    return this.#kept.isSaving(id);
  }

  get(id) {
    return this.#kept.get(id);
  }

  // ---- the store ----

  /** From now on taps are stored: those of earlier pages come in, those made meanwhile are saved. */
  async useStore(store, nowMs) {
    await this.#kept.useStore(store, (tap) => isDone(tap) && nowMs - tap.dateMs > KEPT_MS);
  }

  /** Another window of this phone has changed a tap, or left it behind. */
  adopt(tap) {
    this.#kept.adopt(tap);
  }

  /** Looks for what other windows have stored. */
  async readAgain() {
    await this.#kept.readAgain();
  }

  /** The phone allows no store, or has not opened it for too long. */
  goWithoutStore() {
    this.#kept.goWithoutStore();
  }

  /** Tries again to store what it failed to. */
  async saveAgain() {
    await this.#kept.saveAgain();
  }

  // ---- what the judge does ----

  /** Takes a tap or a mark in; it is there at once and `unsent`. */
  take(details) {
    const tap = {
      offsetMs: null, uncertaintyMs: null, reason: null, raceMs: null,
      isWithdrawn: false, isWithdrawalUnsent: false, movedToId: null,
      ...details, id: this.#newId(), order: this.#kept.nextOrder(details.readingMs), state: 'unsent',
    };
    if (isMark(tap)) this.#neverSent.add(tap.id);
    this.#kept.put(tap);
    return tap;
  }

  /**
   * It is not to count, or is to count again; the laptop is told. `movedToId` is the tap that has
   * taken its place. Of a mark see `correct`.
   */
  setWithdrawn(id, isWithdrawn, movedToId = null) {
    const tap = this.#kept.get(id);
    if (tap === undefined || tap.isWithdrawn === isWithdrawn) return;
    const isGivenBack = tap.state === 'held' && !isWithdrawn;
    this.#kept.put({
      ...tap,
      isWithdrawn,
      movedToId,
      // One that the laptop did not take has nothing to be withdrawn there.
      isWithdrawalUnsent: tap.state !== 'held',
      state: isGivenBack ? 'unsent' : tap.state,
    });
  }

  /**
   * Sets a mark right, by its `bib` (empty: nobody's) or `isWithdrawn`, at a moment as a tap has it:
   * `{readingMs, timeline, dateMs, offsetMs, uncertaintyMs}`.
   */
  correct(id, { bib = null, isWithdrawn = null }, moment) {
    const mark = this.#kept.get(id);
    if (mark === undefined) return;
    const isSo = bib === null ? mark.isWithdrawn === isWithdrawn : (bibOf(mark) ?? '') === bib;
    if (isSo) return;
    const correction = {
      ...moment, id: this.#newId(), order: this.#kept.nextOrder(moment.readingMs), bib, isWithdrawn,
      state: 'unsent', reason: null,
    };
    this.#kept.put(corrected(mark, correction, { neverSent: this.#neverSent.has(id) }));
  }

  /** A tap that waited for its bib stays without one. */
  stopWaiting(id) {
    this.#change(id, () => ({ isWaiting: false }));
  }

  /** A tap that has lost its bib waits for another one. */
  waitAgain(id) {
    this.#change(id, () => ({ isWaiting: true }));
  }

  // ---- what is to be sent, for one judge ----

  /** How many taps, marks or changes of `judgeId` are not at the laptop. */
  unsentCount(judgeId) {
    return this.unsent(judgeId).length;
  }

  /** What the laptop does not have as it is here, the oldest first. */
  unsent(judgeId) {
    return this.#of(judgeId).filter((tap) => !isDone(tap));
  }

  /** Other judges whose taps wait on this phone: `[{judgeName, count}]`. */
  othersUnsent(judgeId) {
    const counts = new Map();
    for (const tap of this.taps) {
      if (tap.judgeId === judgeId || isDone(tap)) continue;
      counts.set(tap.judgeName, (counts.get(tap.judgeName) ?? 0) + 1);
    }
    return [...counts].map(([judgeName, count]) => ({ judgeName, count }));
  }

  /** The oldest unsent that one message may hold: of one team or line, in their order; or []. */
  nextBatch(judgeId) {
    const ready = this.#of(judgeId).filter(
      (tap) => tap.state === 'unsent' && !this.#kept.isSaving(tap.id),
    );
    if (ready.length === 0) return ready;
    const [first] = ready;
    const end = ready.findIndex((tap) => !areOfOneMessage(tap, first));
    const limit = isMark(first) ? LARGEST_BATCH_OF_MARKS : LARGEST_BATCH;
    return ready.slice(0, end < 0 ? undefined : end).slice(0, limit);
  }

  /** These go out now: whatever becomes of the message, the laptop may have them. */
  goingOut(taps) {
    for (const { id } of taps) this.#neverSent.delete(id);
  }

  /** A tap at the laptop of which that has to be told that it was withdrawn or given back. */
  nextWithdrawal(judgeId) {
    return this.#of(judgeId).find(
      (tap) => tap.isWithdrawalUnsent && isAtTheLaptop(tap),
    ) ?? null;
  }

  /** A mark at the laptop and what is to be set right of it next: `{mark, correction}`, or null. */
  nextCorrection(judgeId) {
    const isReady = (tap) =>
      isMark(tap) && nextCorrectionOf(tap) !== null && !this.#kept.isSaving(tap.id);
    const mark = this.#of(judgeId).find(isReady);
    return mark === undefined ? null : { mark, correction: nextCorrectionOf(mark) };
  }

  /** What the laptop should have, the oldest first. */
  atTheLaptop(judgeId) {
    return this.#of(judgeId).filter((tap) => isAtTheLaptop(tap));
  }

  // ---- what the laptop has answered ----

  /** Stored there; `isWithdrawn` where it says that it does not count. */
  stored(id, answer) {
    this.#change(id, (tap) => (isMark(tap) ? storedMark(tap, answer) : storedTap(tap, answer)));
  }

  /** Refused, but kept there for the organizer to decide. */
  refused(id, reason) {
    this.#change(id, () => ({ state: 'refused', reason }));
  }

  /** Not taken there: it stays here. */
  held(id, reason) {
    this.#change(id, (tap) => {
      if (reason === 'mark_id_taken' && tap.wasChanged) return storedWithoutBib(tap);
      return { state: 'held', reason, isWithdrawalUnsent: false };
    });
  }

  /** Those that were not taken are sent once more. */
  retryHeld(judgeId) {
    for (const tap of this.#of(judgeId)) {
      if (tap.state === 'held' && !tap.isWithdrawn) this.#change(tap.id, () => ({ state: 'unsent' }));
    }
  }

  /** The laptop knows that a tap is withdrawn, or counts again. */
  withdrawalStored(id, isWithdrawn) {
    this.#change(id, (tap) => ({ isWithdrawalUnsent: tap.isWithdrawn !== isWithdrawn }));
  }

  /** Somebody else has withdrawn it or given it back; what is on its way from here comes later. */
  withdrawnElsewhere(id, isWithdrawn) {
    this.#change(id, (tap) => (tap.isWithdrawalUnsent ? {} : { isWithdrawn }));
  }

  /** The laptop does not do it: the tap is again what it was there. */
  withdrawalRefused(id, reason) {
    this.#change(id, (tap) => ({
      isWithdrawn: !tap.isWithdrawn, isWithdrawalUnsent: false, reason,
    }));
  }

  /** What the laptop has answered to a correction of a mark: `{state: stored or refused, reason}`. */
  correctionAnswered(id, correctionId, answer) {
    this.#change(id, (mark) => answeredCorrection(mark, correctionId, answer));
  }

  /**
   * The laptop has a mark as another judge's, and refuses what is set right of it: it is not there as
   * it is here. A bib stays on it; one that was withdrawn counts there.
   */
  notOwn(id, correctionId, reason) {
    this.#change(id, (mark) => {
      const { isWithdrawn } = mark.corrections.find((one) => one.id === correctionId) ?? {};
      const isAboutBib = (isWithdrawn ?? null) === null;
      const undone = isAboutBib
        ? {} : answeredCorrection(mark, correctionId, { state: 'refused', reason });
      return { ...undone, state: 'held', reason };
    });
  }

  /** The laptop has never heard of these, or no longer has: they are sent again. */
  missing(ids) {
    for (const id of ids) {
      this.#change(id, (tap) => (isMark(tap) ? missingMark(tap) : missingTap(tap)));
    }
  }

  /** The laptop has these marks, and lacks corrections of them. */
  correctionsMissing(ids, correctionIds) {
    const lacking = new Set(correctionIds);
    if (lacking.size === 0) return;
    for (const id of ids) this.#change(id, (mark) => missingCorrections(mark, lacking));
  }

  #of(judgeId) {
    return this.taps.filter((tap) => tap.judgeId === judgeId);
  }

  #change(id, changes) {
    const tap = this.#kept.get(id);
    if (tap === undefined) return;
    const changed = { ...tap, ...changes(tap) };
    if (!isSame(changed, tap)) this.#kept.put(changed);
  }
}
