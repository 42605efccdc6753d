/** What every page of the panel has at hand: texts, requests, and the room as it is now. */

import { languageOf } from '../shared/i18n.js';
import {
  createContext, useCallback, useContext, useEffect, useRef, useState,
} from '../vendor/htm-preact/standalone.module.js';

export const PanelContext = createContext(null);

/**
 * `{session, translator, text, room, go, speak}`: `text(key, values)` in the user's language,
 * `room` a `RoomFeed`, `go(name, argument, detail)` to another place, `speak(language)`.
 */
export const usePanel = () => useContext(PanelContext);

/**
 * The sentence for an `ApiError` in the user's language.
 *
 * The server speaks Spanish only: its own words are for those who read Spanish, and for what this
 * page has no words for. It puts the field's wire name before them, which is for programs.
 */
export function errorText(translator, error) {
  const key = `error.${error.code}`;
  const known = translator.text(key, error.body ?? {});
  const said = error.sentence?.replace(/^\w+: /, '') ?? null;
  if (error.code === 'invalid_field') return isSpanish(translator) && said ? said : known;
  if (known !== key) return known;
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

/** The control room as it is now: `{isLive, room, clock}`; see room-feed.js. */
export function useRoom() {
  const { room } = usePanel();
  const [shown, setShown] = useState(room.now);
  useEffect(() => room.watch(setShown), [room]);
  return { ...shown, clock: room.clock };
}

/** Changes that come one upon the other are one reason to load again. */
const SETTLE_MS = 300;
/** Who looks away for less than this has missed nothing. */
const AWAY_MS = 1500;

/**
 * As `useLoaded`, and loaded again when another organizer may have changed it: when the list of
 * competitions in the control room changes, when the connection comes back, and when the user
 * comes back to the page. Times that come in are no reason.
 */
export function useLive(load, dependencies) {
  const loaded = useLoaded(load, dependencies);
  const { isLive, room } = useRoom();
  const { reload } = loaded;
  const seen = JSON.stringify(room.competitions.map(({ recordCount: _, ...setUp }) => setUp));
  const isFirst = useRef(true);
  useEffect(() => {
    if (isFirst.current) {
      isFirst.current = false;
      return undefined;
    }
    if (!isLive) return undefined;
    const timer = setTimeout(reload, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [isLive, seen, reload]);
  useEffect(() => {
    let lastMs = performance.now();
    const comeBack = () => {
      if (document.hidden || performance.now() - lastMs < AWAY_MS) return;
      lastMs = performance.now();
      reload();
    };
    window.addEventListener('focus', comeBack);
    document.addEventListener('visibilitychange', comeBack);
    return () => {
      window.removeEventListener('focus', comeBack);
      document.removeEventListener('visibilitychange', comeBack);
    };
  }, [reload]);
  return loaded;
}

/** Calls `tick` every `periodMs` while the component is shown, and draws it again. */
export function useTick(periodMs) {
  const [, setCount] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setCount((count) => count + 1), periodMs);
    return () => clearInterval(timer);
  }, [periodMs]);
}
