/**
 * Every tap that was made on this phone, until the laptop has it and for long after.
 *
 * A tap is written down before it is sent, and counts as sent only with the laptop's
 * acknowledgement. It stays here even then: a laptop that was swapped for its backup is sent what
 * that lacks.
 */

/** What one message to the laptop may hold. */
const LARGEST_BATCH = 15;
/** A store that has not answered by then is taken for one that fails; it may answer yet. */
const STORED_WITHIN_MS = 2000;
/** Taps that the laptop has are forgotten after so long. */
const KEPT_MS = 7 * 24 * 60 * 60 * 1000;

const AT_THE_LAPTOP = ['stored', 'refused'];

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
 * `store` is `{all(), put(tap), delete(ids)}`, all of them promises, and may be shared with other
 * windows, whose changes come by `adopt`; `onChange` is called after
 * every change. Without a store, or when it fails, taps are in memory only, and are sent all the
 * same: `storage` says `memory`.
 */
export class TapBook {
  #onChange;
  #newId;
  #store = null;
  #taps = new Map();
  /** Ids whose newest form is not in the store. */
  #unsaved = new Set();
  #lastOrder = 0;
  #failed = false;
  #isOpening = true;

  constructor({ onChange = () => {}, newId }) {
    this.#onChange = onChange;
    this.#newId = newId;
  }

  /** `memory` where taps would not survive a reload. */
  get storage() {
    return this.#failed ? 'memory' : 'kept';
  }

  /** Nobody knows yet what earlier pages have left unsent. */
  get isOpening() {
    return this.#isOpening;
  }

  /** All taps, the oldest first. */
  get taps() {
    return [...this.#taps.values()].sort((one, other) => one.order - other.order);
  }

  /** Of a tap that the store has not confirmed yet. */
  isSaving(id) {
    return this.#unsaved.has(id) && !this.#failed;
  }

  get(id) {
    return this.#taps.get(id);
  }

  /** From now on taps are stored: those of earlier pages come in, those made meanwhile are saved. */
  async useStore(store, nowMs) {
    const known = await store.all();
    const isOld = (tap) => isDone(tap) && nowMs - tap.dateMs > KEPT_MS;
    for (const tap of known.filter((one) => !isOld(one))) {
      if (!this.#taps.has(tap.id)) this.#taps.set(tap.id, tap);
      this.#lastOrder = Math.max(this.#lastOrder, tap.order);
    }
    this.#store = store;
    this.#failed = false;
    this.#isOpening = false;
    await this.saveAgain();
    await store.delete(known.filter(isOld).map((tap) => tap.id)).catch(() => {});
    this.#onChange();
  }

  /**
   * Another window of this phone has changed a tap, or left it behind: what is stored counts, but
   * for what is on its way to the store from here.
   */
  adopt(tap) {
    if (this.#unsaved.has(tap.id)) return;
    this.#lastOrder = Math.max(this.#lastOrder, tap.order);
    this.#taps.set(tap.id, tap);
    this.#onChange();
  }

  /** Looks for what other windows have stored. */
  async readAgain() {
    if (this.#store === null) return;
    const known = await this.#store.all().catch(() => []);
    for (const tap of known) {
      if (!isSame(tap, this.#taps.get(tap.id))) this.adopt(tap);
    }
  }

  /** The phone allows no store, or has not opened it for too long. */
  goWithoutStore() {
    this.#isOpening = false;
    this.#failed = true;
    this.#onChange();
  }

  /** Takes a tap in; it is there at once and `unsent`. */
  take(details) {
    this.#lastOrder = Math.max(this.#lastOrder + 1, Math.round(details.readingMs));
    const tap = {
      offsetMs: null, uncertaintyMs: null, reason: null, raceMs: null,
      isWithdrawn: false, isWithdrawalUnsent: false, movedToId: null,
      ...details, id: this.#newId(), order: this.#lastOrder, state: 'unsent',
    };
    this.#put(tap);
    return tap;
  }

  /**
   * It is not to count, or is to count again; the laptop is told. `movedToId` is the tap that has
   * taken its place.
   */
  setWithdrawn(id, isWithdrawn, movedToId = null) {
    const tap = this.#taps.get(id);
    if (tap === undefined || tap.isWithdrawn === isWithdrawn) return;
    const isGivenBack = tap.state === 'held' && !isWithdrawn;
    this.#put({
      ...tap,
      isWithdrawn,
      movedToId,
      // One that the laptop did not take has nothing to be withdrawn there.
      isWithdrawalUnsent: tap.state !== 'held',
      state: isGivenBack ? 'unsent' : tap.state,
    });
  }

  // ---- what is to be sent, for one judge ----

  /** How many taps or withdrawals of `judgeId` are not at the laptop. */
  unsentCount(judgeId) {
    return this.unsent(judgeId).length;
  }

  /** The taps of `judgeId` that the laptop does not have as they are here, the oldest first. */
  unsent(judgeId) {
    return this.#of(judgeId).filter((tap) => !isDone(tap));
  }

  /** Other judges whose taps wait on this phone: `[{judgeName, count}]`. */
  othersUnsent(judgeId) {
    const counts = new Map();
    for (const tap of this.#taps.values()) {
      if (tap.judgeId === judgeId || isDone(tap)) continue;
      counts.set(tap.judgeName, (counts.get(tap.judgeName) ?? 0) + 1);
    }
    return [...counts].map(([judgeName, count]) => ({ judgeName, count }));
  }

  /** The oldest unsent taps that one message may hold: of one team, in their order; or []. */
  nextBatch(judgeId) {
    const ready = this.#of(judgeId).filter(
      (tap) => tap.state === 'unsent' && (this.#failed || !this.#unsaved.has(tap.id)),
    );
    const end = ready.findIndex((tap) => tap.teamId !== ready[0].teamId);
    return ready.slice(0, end < 0 ? undefined : end).slice(0, LARGEST_BATCH);
  }

  /** A tap at the laptop of which that has to be told that it was withdrawn or given back. */
  nextWithdrawal(judgeId) {
    return this.#of(judgeId).find(
      (tap) => tap.isWithdrawalUnsent && AT_THE_LAPTOP.includes(tap.state),
    ) ?? null;
  }

  /** Ids of the newest taps of `judgeId` that the laptop should have. */
  idsAtTheLaptop(judgeId, limit) {
    const there = this.#of(judgeId).filter((tap) => AT_THE_LAPTOP.includes(tap.state));
    return there.slice(-limit).map((tap) => tap.id);
  }

  // ---- what the laptop has answered ----

  /** Stored there; `isWithdrawn` where it says that it does not count. */
  stored(id, { raceMs, isWithdrawn = false }) {
    this.#change(id, (tap) => ({
      state: 'stored', reason: null, raceMs: raceMs ?? tap.raceMs,
      isWithdrawn: tap.isWithdrawalUnsent ? tap.isWithdrawn : isWithdrawn,
      isWithdrawalUnsent: tap.isWithdrawalUnsent && tap.isWithdrawn !== isWithdrawn,
    }));
  }

  /** Refused, but kept there for the organizer to decide. */
  refused(id, reason) {
    this.#change(id, () => ({ state: 'refused', reason }));
  }

  /** Not taken there: it stays here. */
  held(id, reason) {
    this.#change(id, () => ({ state: 'held', reason, isWithdrawalUnsent: false }));
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

  /** The laptop has never heard of these, or no longer has: they are sent again. */
  missing(ids) {
    for (const id of ids) {
      this.#change(id, (tap) => ({
        state: 'unsent', raceMs: null, isWithdrawalUnsent: tap.isWithdrawn,
      }));
    }
  }

  // ---- the store ----

  /** Tries again to store what it failed to. */
  async saveAgain() {
    await Promise.all([...this.#unsaved].map((id) => this.#save(id)));
  }

  #of(judgeId) {
    return this.taps.filter((tap) => tap.judgeId === judgeId);
  }

  #change(id, changes) {
    const tap = this.#taps.get(id);
    if (tap === undefined) return;
    const changed = { ...tap, ...changes(tap) };
    if (!isSame(changed, tap)) this.#put(changed);
  }

  #put(tap) {
    this.#taps.set(tap.id, tap);
    this.#unsaved.add(tap.id);
    this.#onChange();
    this.#save(tap.id);
  }

  #fail() {
    this.#failed = true;
    this.#onChange();
  }

  async #save(id) {
    if (this.#store === null) return;
    const tap = this.#taps.get(id);
    const timer = setTimeout(() => this.#fail(), STORED_WITHIN_MS);
    try {
      await this.#store.put(tap);
    } catch {
      this.#fail();
      return;
    } finally {
      clearTimeout(timer);
    }
    // Changed again meanwhile: its newest form is on its way.
    if (this.#taps.get(id) !== tap) return;
    this.#unsaved.delete(id);
    if (this.#unsaved.size === 0) this.#failed = false;
    this.#onChange();
  }
}

const isSame = (one, other) =>
  other !== undefined && Object.keys(one).every((key) => one[key] === other[key]);

/** Nothing of it has to be told to the laptop. */
function isDone(tap) {
  if (tap.state === 'held') return tap.isWithdrawn;
  return AT_THE_LAPTOP.includes(tap.state) && !tap.isWithdrawalUnsent;
}
