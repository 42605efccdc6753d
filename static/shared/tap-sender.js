/**
 * Brings what a TapBook holds to the laptop: one message at a time, in order, for as long as it
 * takes. Whatever is not answered is sent again; the laptop counts it once.
 */

import { encodeCheck, encodeTaps, encodeWithdrawal } from './judge-protocol.js';
import { checksOfMarks, madeMsOf } from './line-checks.js';
import { isMark } from './line-marks.js';
import { encodeCorrection, encodeMarkCheck, encodeMarks } from './mark-protocol.js';

/** A connection on which an answer is missing for so long is not one. */
const ANSWER_WITHIN_MS = 8000;
const TRY_AGAIN_MS = 2000;
/** As many ids as the laptop looks up for one message. */
const CHECKED_IDS = 500;

/** What passes by itself: the same message is sent again. */
const PASSING = new Set([
  'storage_failed', 'unavailable', 'too_many_messages', 'internal', 'server_stopping',
]);

/**
 * `resolve(tap)` gives `{offsetMs, uncertaintyMs}` of a tap as well as it is known now, `send(text)`
 * is true when the text went out, `nowMs()` is monotonic; `onStuck()` is called when an answer
 * does not come.
 */
export class TapSender {
  #book;
  #judgeId;
  #resolve;
  #send;
  #nowMs;
  #onStuck;
  /** The message that waits for its answer: `{ref, sentMs, settle(frame)}`. */
  #awaited = null;
  /** What is still to be asked on a new connection: functions that ask. */
  #questions = [];
  #isReady = false;
  #pausedUntilMs = 0;
  #refs = 0;
  #isDelivering = false;

  constructor({ book, judgeId, resolve, send, nowMs, onStuck = () => {} }) {
    this.#book = book;
    this.#judgeId = judgeId;
    this.#resolve = resolve;
    this.#send = send;
    this.#nowMs = nowMs;
    this.#onStuck = onStuck;
  }

  /** The connection is there and the clock is measured: asks what the laptop lacks, and sends it. */
  ready() {
    this.#awaited = null;
    this.#isReady = true;
    this.#pausedUntilMs = 0;
    this.#book.retryHeld(this.#judgeId);
    this.#questions = this.#whatToAsk();
    this.pump();
  }

  /** The connection is gone: what was not answered is sent on the next one. */
  lost() {
    this.#isReady = false;
    this.#awaited = null;
  }

  /**
   * Sends all taps and marks by another way, where there is no connection: `post({teamId, lineId,
   * taps})` gives the answer as a frame, or raises where there is none. What is not taken stays.
   */
  async deliver(post) {
    if (this.#isDelivering) return;
    this.#isDelivering = true;
    try {
      for (;;) {
        const taps = this.#isReady ? [] : this.#book.nextBatch(this.#judgeId);
        if (taps.length === 0) return;
        this.#settle(taps, await post(this.#goingOut(taps)));
        if (taps.some((tap) => this.#book.get(tap.id).state === 'unsent')) return;
      }
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
    } finally {
      this.#isDelivering = false;
    }
  }

  /** Sends the next message, if none waits for its answer. */
  pump() {
    if (!this.#isReady || this.#awaited !== null || this.#nowMs() < this.#pausedUntilMs) return;
    const question = this.#questions.shift();
    if (question !== undefined) {
      question();
      return;
    }
    const taps = this.#book.nextBatch(this.#judgeId);
    if (taps.length > 0) {
      this.#sendTaps(taps);
      return;
    }
    const tap = this.#book.nextWithdrawal(this.#judgeId);
    if (tap !== null) {
      this.#sendWithdrawal(tap);
      return;
    }
    const next = this.#book.nextCorrection(this.#judgeId);
    if (next !== null) this.#sendCorrection(next);
  }

  /** Once a second: goes on after a pause, and gives up a connection that does not answer. */
  tick() {
    if (this.#awaited !== null && this.#nowMs() - this.#awaited.sentMs > ANSWER_WITHIN_MS) {
      this.#awaited = null;
      this.#onStuck();
      return;
    }
    this.pump();
  }

  /** A decoded frame that may be the answer. */
  receive(frame) {
    if (frame.type === 'withdrawals_changed') {
      // By the organizer, or on another phone of this judge.
      for (const id of frame.stored) this.#book.withdrawnElsewhere(id, false);
      for (const id of frame.withdrawn) this.#book.withdrawnElsewhere(id, true);
    }
    const awaited = this.#awaited;
    if (awaited === null || frame.ref !== awaited.ref) return;
    this.#awaited = null;
    awaited.settle(frame);
    this.pump();
  }

  #ask(encode, settle) {
    const ref = `t${++this.#refs}`;
    if (this.#send(encode(ref))) this.#awaited = { ref, sentMs: this.#nowMs(), settle };
  }

  // ---- what the laptop lacks ----

  #whatToAsk() {
    const there = this.#book.atTheLaptop(this.#judgeId);
    const taps = there.filter((tap) => !isMark(tap)).slice(-CHECKED_IDS);
    const marks = checksOfMarks(there.filter(isMark), CHECKED_IDS);
    return [
      ...(taps.length > 0 ? [() => this.#checkTaps(taps.map(({ id }) => id))] : []),
      ...marks.map((check) => () => this.#checkMarks(check)),
    ];
  }

  #checkTaps(ids) {
    this.#ask((ref) => encodeCheck({ ids, ref }), (frame) => {
      if (frame.type === 'taps_checked') this.#checked(frame);
    });
  }

  #checkMarks({ ids, correctionIds }) {
    this.#ask((ref) => encodeMarkCheck({ ids, correctionIds, ref }), (frame) => {
      if (frame.type !== 'marks_checked') return;
      this.#book.correctionsMissing(ids, frame.missingCorrections);
      this.#checked(frame);
    });
  }

  #checked(frame) {
    for (const id of frame.stored) this.#book.stored(id, { isWithdrawn: false });
    for (const id of frame.withdrawn) this.#book.stored(id, { isWithdrawn: true });
    this.#book.missing(frame.missing);
  }

  // ---- taps and marks ----

  #sendTaps(taps) {
    const batch = this.#goingOut(taps);
    const encode = (ref) => (isMark(taps[0]) ? encodeMarks : encodeTaps)({ ...batch, ref });
    this.#ask(encode, (frame) => this.#settle(taps, frame));
  }

  #goingOut(taps) {
    this.#book.goingOut(taps);
    const { teamId, lineId } = taps[0];
    return { teamId, lineId, taps: taps.map((tap) => ({ ...tap, ...this.#resolve(tap) })) };
  }

  #settle(taps, frame) {
    if (frame.type === 'error') this.#allFailed(taps, frame);
    else this.#eachAnswered(taps, frame);
  }

  #eachAnswered(taps, { saved, failed }) {
    for (const { index, ...answer } of saved) this.#book.stored(taps[index].id, answer);
    for (const { index, ...answer } of failed) this.#failed(taps[index], answer);
  }

  #allFailed(taps, { code, isKept }) {
    for (const tap of taps) this.#failed(tap, { code, isKept });
  }

  #failed(tap, { code, isKept }) {
    if (PASSING.has(code)) this.#pause();
    else if (isKept) this.#book.refused(tap.id, code);
    else this.#book.held(tap.id, code);
  }

  // ---- changes of them ----

  #sendWithdrawal({ id, isWithdrawn }) {
    this.#ask((ref) => encodeWithdrawal({ id, isWithdrawn, ref }), (frame) => {
      if (frame.type === 'withdrawal_answered') this.#book.withdrawalStored(id, isWithdrawn);
      else if (PASSING.has(frame.code)) this.#pause();
      else if (frame.code === 'record_not_found') this.#book.missing([id]);
      else this.#book.withdrawalRefused(id, frame.code);
    });
  }

  #sendCorrection({ mark, correction }) {
    const { id, bib, isWithdrawn } = correction;
    const madeMs = madeMsOf(mark, correction, this.#resolve);
    const change = { markId: mark.id, id, madeMs, bib, isWithdrawn };
    const answered = (answer) => this.#book.correctionAnswered(mark.id, id, answer);
    this.#ask((ref) => encodeCorrection({ ...change, ref }), (frame) => {
      const { flags, runner } = frame;
      // The laptop has it as somebody else's: what is said of it here stays here, and is seen to.
      if (frame.code === 'mark_not_allowed') this.#book.notOwn(mark.id, id, frame.code);
      else if (frame.type === 'mark_corrected') answered({ state: 'stored', flags, runner });
      else if (PASSING.has(frame.code)) this.#pause();
      else if (frame.code === 'mark_not_found') this.#book.missing([mark.id]);
      else answered({ state: 'refused', reason: frame.code ?? 'unknown' });
    });
  }

  #pause() {
    this.#pausedUntilMs = this.#nowMs() + TRY_AGAIN_MS;
  }
}
