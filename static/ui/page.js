/** What every part of a page has at hand: texts, the session, what it loads. */

import { languageOf } from '../shared/i18n.js';
import {
  createContext, useCallback, useContext, useEffect, useRef, useState,
} from '../vendor/htm-preact/standalone.module.js';

export const PageContext = createContext(null);

/**
 * `{session, translator, text, speak}`: `text(key, values)` in the user's language,
 * `speak(language)`. The panel adds `room`, a `RoomFeed`, `go(name, argument, detail)`, to another
 * place, and `leave(then)`, which asks before something typed is lost.
 */
export const usePage = () => useContext(PageContext);

/**
 * The sentence for an `ApiError` in the user's language.
 *
 * The server speaks Spanish only: its own words are for those who read Spanish, and for what this
 * page has no words for. It puts the field's wire name before them, which is for programs. A text
 * whose places the answer does not fill is no text.
 */
export function errorText(translator, error) {
  const key = `error.${error.code}`;
  const known = translator.text(key, error.body ?? {});
  const said = error.sentence?.replace(/^\w+: /, '') ?? null;
  if (error.code === 'invalid_field') return isSpanish(translator) && said ? said : known;
  if (known !== key && !/\{\w+\}/.test(known)) return known;
  return isSpanish(translator) && said
    ? said
    : translator.text('error.unknown', { code: error.code });
}

const isSpanish = (translator) => languageOf(translator.locale) === 'es';

/**
 * What `load` gives, loaded when the page appears and again with `reload()`.
 *
 * `value` is null until the first time, and stays what it was when loading again fails; then
 * `error` says why.
 */
export function useLoaded(load, dependencies) {
  const [loaded, setLoaded] = useState({ value: null, error: null, isLoading: true });
  const latest = useRef(0);
  const reload = useCallback(async () => {
    latest.current += 1;
    const mine = latest.current;
    setLoaded((before) => ({ ...before, isLoading: true }));
    try {
      const value = await load();
      if (mine === latest.current) setLoaded({ value, error: null, isLoading: false });
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      if (mine === latest.current) {
        setLoaded((before) => ({ value: before.value, error, isLoading: false }));
      }
    }
  }, dependencies);
  useEffect(() => {
    reload();
    return () => {
      latest.current += 1;
    };
  }, [reload]);
  return { ...loaded, reload };
}

/** Calls `tick` every `periodMs` while the component is shown, and draws it again. */
export function useTick(periodMs) {
  const [, setCount] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setCount((count) => count + 1), periodMs);
    return () => clearInterval(timer);
  }, [periodMs]);
}
