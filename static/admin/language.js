/** Which language the panel speaks: the one that was chosen, else the browser's. */

import { getJson } from '../shared/api.js';

const LANGUAGE_KEY = 'tornado-timing.language';

/** The accepted languages, the chosen one first. */
export function acceptedLanguages() {
  const chosen = localStorage.getItem(LANGUAGE_KEY);
  return chosen === null ? navigator.languages : [chosen, ...navigator.languages];
}

/** Keeps the choice for the next time. */
export function keepLanguage(language) {
  localStorage.setItem(LANGUAGE_KEY, language);
}

/** The texts of the panel and those that all pages share. */
export async function readTexts(language) {
  const [shared, own] = await Promise.all([
    getJson(`/static/shared/locales/${language}.json`),
    getJson(`/static/admin/locales/${language}.json`),
  ]);
  return { ...shared, ...own };
}
