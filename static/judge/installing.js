/** The page as an app: kept on the phone by a service worker, and put on the home screen. */

import { useEffect, useState } from '../vendor/htm-preact/standalone.module.js';

const WORKER_PATH = '/juez/servicio.js';
const SCOPE = '/juez';

/**
 * Has the page kept on the phone, so that it opens without the laptop. To be called when all of
 * the page is loaded: a new version takes over then, for the next time that the page is opened.
 *
 * Over plain HTTP there are no workers, and none without a certificate that the phone trusts; the
 * page works as well, but for that.
 */
export async function registerServiceWorker() {
  if (!navigator.serviceWorker) return;
  try {
    const registration = await navigator.serviceWorker.register(WORKER_PATH, { scope: SCOPE });
    letTakeOver(registration.waiting);
    registration.addEventListener('updatefound', () => {
      const worker = registration.installing;
      worker.addEventListener('statechange', () => letTakeOver(registration.waiting));
    });
  } catch {
    // The next load tries again.
  }
}

function letTakeOver(worker) {
  worker?.postMessage('take-over');
}

/** What the browser offers before it is asked, kept until the judge wants it. */
class InstallOffer {
  #event = null;
  #listeners = new Set();

  constructor() {
    window.addEventListener('beforeinstallprompt', (event) => {
      event.preventDefault();
      this.#change(event);
    });
    window.addEventListener('appinstalled', () => this.#change(null));
  }

  get isThere() {
    return this.#event !== null;
  }

  /** Calls `listener()` whenever the offer comes or goes; returns a function that ends that. */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Asks the judge, in the browser's own words; an offer is good for one question. */
  async take() {
    const event = this.#event;
    this.#change(null);
    await event?.prompt();
  }

  #change(event) {
    this.#event = event;
    for (const listener of this.#listeners) listener();
  }
}

// The browser may make its offer before anything is drawn.
const installOffer = new InstallOffer();

/** Whether the page was opened from the home screen. */
export const isInstalled = () =>
  matchMedia('(display-mode: standalone)').matches || navigator.standalone === true;

/** A function that puts the page on the home screen; null where the browser does not offer it. */
export function useInstallOffer() {
  const [isThere, setThere] = useState(installOffer.isThere);
  useEffect(() => installOffer.subscribe(() => setThere(installOffer.isThere)), []);
  return isThere ? () => installOffer.take() : null;
}
