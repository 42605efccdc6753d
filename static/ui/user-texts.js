/** The texts in the language that the user reads: the one that was chosen, else the browser's. */

import { ApiError, getJson } from '../shared/api.js';
import { loadTranslator } from '../shared/i18n.js';
import { keepText, readText } from './kept.js';

const LANGUAGE_KEY = 'tornado-timing.language';
const RETRY_MS = 3000;

/** The accepted languages, the chosen one first. */
export function acceptedLanguages() {
  const chosen = readText(LANGUAGE_KEY);
  return chosen === null ? navigator.languages : [chosen, ...navigator.languages];
}

/** Keeps the choice for the next time. */
export function keepLanguage(language) {
  keepText(LANGUAGE_KEY, language);
}

/**
 * A Translator, however long the server stays away, with the texts that all pages share and those
 * of the folders `own`.
 */
export async function translatorForUser(accepted, own = []) {
  const readTexts = async (language) => {
    const read = (folder) => getJson(`/static/${folder}/locales/${language}.json`);
    return Object.assign({}, ...(await Promise.all(['shared', ...own].map(read))));
  };
  for (;;) {
    try {
      return await loadTranslator(accepted, readTexts);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}
