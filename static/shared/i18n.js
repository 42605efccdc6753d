/** The user's language: which one, its texts, and dates and numbers as it writes them. */

/** The languages that have texts; the first is for those who accept none of them. */
const LANGUAGES = ['es', 'en'];

/**
 * The first of the `accepted` tags (`navigator.languages`) that has texts, with its region:
 * `es-EC` writes numbers otherwise than `es-ES`.
 *
 *     chooseLocale(['pt-BR', 'en-GB']) // "en-GB"
 */
export function chooseLocale(accepted) {
  const isKnown = (tag) => LANGUAGES.includes(languageOf(tag));
  return accepted.find(isKnown) ?? LANGUAGES[0];
}

/** `es` of `es-EC`. */
export const languageOf = (locale) => locale.toLowerCase().split('-')[0];

/** Texts, numbers, dates and times of day in one locale; hours as in races, from 0 to 23. */
export class Translator {
  #texts;
  #number;
  #timeOfDay;
  #exactTimeOfDay;
  #day;
  #dayAndTime;

  constructor(locale, texts) {
    this.locale = locale;
    this.#texts = texts;
    this.#number = new Intl.NumberFormat(locale);
    const format = (options) => new Intl.DateTimeFormat(locale, { hourCycle: 'h23', ...options });
    this.#timeOfDay = format({ hour: '2-digit', minute: '2-digit' });
    this.#exactTimeOfDay = format({ timeStyle: 'medium' });
    this.#day = format({ weekday: 'long', day: 'numeric', month: 'long' });
    this.#dayAndTime = format({ dateStyle: 'long', timeStyle: 'short' });
  }

  /** The text named `key` with `{name}` filled in; the key itself where there is none. */
  text(key, values = {}) {
    const text = this.#texts[key] ?? key;
    return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
  }

  number(value) {
    return this.#number.format(value);
  }

  timeOfDay(epochMs, { withSeconds = false } = {}) {
    return (withSeconds ? this.#exactTimeOfDay : this.#timeOfDay).format(epochMs);
  }

  /** `sábado, 21 de noviembre` */
  day(epochMs) {
    return this.#day.format(epochMs);
  }

  dayAndTime(epochMs) {
    return this.#dayAndTime.format(epochMs);
  }
}

/** The translator for a user who accepts these languages; `readTexts(language)` has the texts. */
export async function loadTranslator(accepted, readTexts) {
  const locale = chooseLocale(accepted);
  return new Translator(locale, await readTexts(languageOf(locale)));
}
