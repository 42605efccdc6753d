/** Where taps survive a reload, a crash and an empty battery: IndexedDB, each write on the disk. */

import { openDB } from '../vendor/idb/idb.js';

const DATABASE = 'tornado-timing.judge';
const VERSION = 2;
const TAPS = 'taps';
const RUNNERS = 'runners';
/** Or a phone whose battery dies within seconds of a tap has lost it. */
const DURABLE = { durability: 'strict' };
/** A database that has not opened by then is told to the judge; it may open all the same. */
const OPEN_WITHIN_MS = 3000;

/**
 * Has a TapBook, and RunnerLists, keep what they have; the store of both, to be closed, or null where
 * the phone allows none.
 */
export async function keepOnPhone(book, runners) {
  const timer = setTimeout(() => book.goWithoutStore(), OPEN_WITHIN_MS);
  try {
    const store = await openTapDatabase((tap) => book.adopt(tap));
    await book.useStore(store, Date.now());
    // Names can be asked for again.
    runners.useStore(store.runners).catch(() => {});
    return store;
  } catch {
    book.goWithoutStore();
    return null;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The store of a TapBook, and as `runners` that of RunnerLists; `onOthersPut(tap)` is called when
 * another window of this phone has put a tap into it. Rejects where the browser allows none (private
 * windows, say).
 */
export async function openTapDatabase(onOthersPut) {
  let database = await open();
  const windows = new BroadcastChannel(DATABASE);
  windows.onmessage = ({ data }) => onOthersPut(data);
  // Without it a browser may throw everything away when the disk is full; it may say no.
  navigator.storage?.persist?.().catch(() => {});

  /** Some phones cut the connection to the database while the page is out of sight. */
  async function trying(work) {
    try {
      return await work();
    } catch {
      database.close();
      database = await open();
      return work();
    }
  }

  function write(change) {
    const transaction = database.transaction(TAPS, 'readwrite', DURABLE);
    return Promise.all([...change(transaction.store), transaction.done]);
  }

  return {
    all: () => trying(() => database.getAll(TAPS)),
    async put(tap) {
      await trying(() => write((taps) => [taps.put(tap)]));
      windows.postMessage(tap);
    },
    async delete(ids) {
      if (ids.length > 0) await write((taps) => ids.map((id) => taps.delete(id)));
    },
    runners: {
      all: () => trying(() => database.getAll(RUNNERS)),
      put: (list) => trying(() => database.put(RUNNERS, list)),
    },
    close() {
      windows.close();
      database.close();
    },
  };
}

function open() {
  return openDB(DATABASE, VERSION, {
    upgrade(opened, from) {
      if (from < 1) opened.createObjectStore(TAPS, { keyPath: 'id' });
      if (from < VERSION) opened.createObjectStore(RUNNERS, { keyPath: 'competitionId' });
    },
    // Another window of this page wants a newer form of the database.
    blocking: (_current, _wanted, event) => event.target.close(),
  });
}
