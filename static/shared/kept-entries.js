/**
 * What must outlive the page: entries that are in memory at once, and in a store as soon as it takes
 * them. Other windows of this phone may share the store.
 */

/** A store that has not answered by then is taken for one that fails; it may answer yet. */
const STORED_WITHIN_MS = 2000;

/**
 * Entries have an `id` and an `order`. `store` is `{all(), put(entry), delete(ids)}`, all of them
 * promises; what other windows change comes by `adopt`, and `merge(mine, theirs)` says what is to be
 * made of it. `onChange` is called after every change.
 */
export class KeptEntries {
  #lastOrder = 0;
  #merge;
  #onChange;
  #store = null;
  #entries = new Map();
  #sorted = null;
  /** Ids whose newest form is not in the store. */
  #unsaved = new Set();
  #failed = false;
  #isOpening = true;

  constructor({ merge = (_mine, theirs) => theirs, onChange }) {
    this.#merge = merge;
    this.#onChange = onChange;
  }

  /** `memory` where entries would not survive a reload. */
  get storage() {
    return this.#failed ? 'memory' : 'kept';
  }

  /** Nobody knows yet what earlier pages have left. */
  get isOpening() {
    return this.#isOpening;
  }

  /** All of them, the oldest first; not to be changed. */
  get all() {
    this.#sorted ??= [...this.#entries.values()].sort((one, other) => one.order - other.order);
    return this.#sorted;
  }

  get(id) {
    return this.#entries.get(id);
  }

  /** Of an entry that the store has not confirmed yet. */
  isSaving(id) {
    return this.#unsaved.has(id) && !this.#failed;
  }

  /** From now on entries are stored; those in it come in, but for the old ones, which are deleted. */
  async useStore(store, isOld) {
    const known = await store.all();
    for (const entry of known.filter((one) => !isOld(one))) {
      if (!this.#entries.has(entry.id)) this.#set(entry);
    }
    this.#store = store;
    this.#failed = false;
    this.#isOpening = false;
    await this.saveAgain();
    await store.delete(known.filter(isOld).map((entry) => entry.id)).catch(() => {});
    this.#onChange();
  }

  /**
   * Another window of this phone has changed an entry, or left it behind: what is stored counts, but
   * for what is on its way to the store from here.
   */
  adopt(theirs) {
    const mine = this.#entries.get(theirs.id);
    const isOnItsWay = this.#unsaved.has(theirs.id);
    const merged = mine === undefined ? theirs
      : isOnItsWay ? this.#merge(theirs, mine) : this.#merge(mine, theirs);
    if (isSame(merged, theirs)) {
      this.#set(theirs);
      this.#onChange();
    } else if (!isOnItsWay || !isSame(merged, mine)) {
      this.put(merged);
    }
  }

  /** Looks for what other windows have stored. */
  async readAgain() {
    if (this.#store === null) return;
    const known = await this.#store.all().catch(() => []);
    for (const entry of known) {
      if (!isSame(entry, this.#entries.get(entry.id))) this.adopt(entry);
    }
  }

  /** The phone allows no store, or has not opened it for too long. */
  goWithoutStore() {
    this.#isOpening = false;
    this.#fail();
  }

  /** Takes in a new entry, or a new form of one. */
  put(entry) {
    this.#set(entry);
    this.#unsaved.add(entry.id);
    this.#onChange();
    this.#save(entry.id);
  }

  /** The order of something new, made at `readingMs`: after all there is. */
  nextOrder(readingMs) {
    this.#lastOrder = Math.max(this.#lastOrder + 1, Math.round(readingMs));
    return this.#lastOrder;
  }

  /** Tries again to store what it failed to. */
  async saveAgain() {
    await Promise.all([...this.#unsaved].map((id) => this.#save(id)));
  }

  #set(entry) {
    this.#entries.set(entry.id, entry);
    this.#sorted = null;
    this.#lastOrder = Math.max(this.#lastOrder, entry.order);
  }

  #fail() {
    this.#failed = true;
    this.#onChange();
  }

  async #save(id) {
    if (this.#store === null) return;
    const entry = this.#entries.get(id);
    const timer = setTimeout(() => this.#fail(), STORED_WITHIN_MS);
    try {
      await this.#store.put(entry);
    } catch {
      this.#fail();
      return;
    } finally {
      clearTimeout(timer);
    }
    // Changed again meanwhile: its newest form is on its way.
    if (this.#entries.get(id) !== entry) return;
    this.#unsaved.delete(id);
    if (this.#unsaved.size === 0) this.#failed = false;
    this.#onChange();
  }
}

/** Whether two entries say the same; what comes from the store has lists and objects of its own. */
export const isSame = (one, other) =>
  other !== undefined && Object.keys(one).every((key) => isSameValue(one[key], other[key]));

const isSameValue = (one, other) =>
  one === other || (typeof one === 'object' && JSON.stringify(one) === JSON.stringify(other));
