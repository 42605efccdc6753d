/** The texts in the language that the browser's user reads. */

import { ApiError } from '../shared/api.js';
import { loadTranslator } from '../shared/i18n.js';

const RETRY_MS = 3000;

/** A Translator, however long the server stays away. */
export async function translatorForUser() {
  for (;;) {
    try {
      return await loadTranslator(navigator.languages);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}
