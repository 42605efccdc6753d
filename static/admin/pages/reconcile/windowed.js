/** Thousands of rows of one height in a box that is scrolled: those in view are drawn. */

import {
  useEffect, useLayoutEffect, useRef, useState,
} from '../../../vendor/htm-preact/standalone.module.js';

const FIRST_GUESS_PX = 56;
/** Rows that are drawn above and below the view. */
const SPARE = 8;

/**
 * `{box, from, to, rowPx, totalPx, bringIntoView}`: `box` is the ref of the box, whose first child
 * holds the rows, one of them at least drawn; the rows from `from` up to `to` are to be drawn, each
 * `rowPx` below the one before. `bringIntoView(place)` scrolls to a row.
 *
 * `ids` are those of the rows: when rows come and go above, what is in view stays where it is.
 */
export function useWindow(ids) {
  const box = useRef(null);
  const anchor = useRef(null);
  const wanted = useRef(null);
  const [rowPx, setRowPx] = useState(FIRST_GUESS_PX);
  const [view, setView] = useState({ top: 0, height: 600 });
  const look = () => {
    const { scrollTop: top, clientHeight: height } = box.current;
    const first = Math.floor(top / rowPx);
    anchor.current = { id: ids[first], offset: top - first * rowPx };
    setView((now) => (now.top === top && now.height === height ? now : { top, height }));
  };
  const latest = useRef(look);
  latest.current = look;
  useEffect(() => {
    const onScroll = () => latest.current();
    const watch = new ResizeObserver(onScroll);
    watch.observe(box.current);
    box.current.addEventListener('scroll', onScroll, { passive: true });
    return () => watch.disconnect();
  }, []);
  useLayoutEffect(() => {
    const place = anchor.current === null ? -1 : ids.indexOf(anchor.current.id);
    if (place > -1) box.current.scrollTop = place * rowPx + anchor.current.offset;
    look();
  }, [ids, rowPx]);
  useLayoutEffect(() => {
    // The style sheet has other heights for other widths and sizes of letters.
    const heightPx = box.current.querySelector('[data-id]')?.offsetHeight ?? 0;
    if (heightPx > 0 && heightPx !== rowPx) setRowPx(heightPx);
    else if (wanted.current !== null) {
      box.current.scrollTop = wanted.current * rowPx - seenPx(box.current) / 3;
      wanted.current = null;
      look();
    }
  });
  const bringIntoView = (place) => {
    const { scrollTop } = box.current;
    const top = place * rowPx;
    const isInView = top >= scrollTop && top + 2 * rowPx <= scrollTop + seenPx(box.current);
    if (isInView && rowPx !== FIRST_GUESS_PX) return;
    wanted.current = place;
    setView((now) => ({ ...now }));
  };
  const first = Math.floor(view.top / rowPx);
  return {
    box,
    from: Math.max(0, first - SPARE),
    to: Math.min(ids.length, first + Math.ceil(view.height / rowPx) + SPARE),
    rowPx,
    totalPx: ids.length * rowPx,
    bringIntoView,
  };
}

/** How much of the box is above the lower edge of the window; all of it where nothing is. */
function seenPx(box) {
  const seen = window.innerHeight - box.getBoundingClientRect().top;
  return seen > 0 ? Math.min(seen, box.clientHeight) : box.clientHeight;
}
