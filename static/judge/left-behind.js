/** Taps that are on this phone and not at the laptop, whoever made them: told before a sign-in. */

import { TapBook } from '../shared/tap-book.js';
import { newUuid } from '../shared/uuid.js';
import { usePage } from '../ui/page.js';
import { html, useEffect, useState } from '../vendor/htm-preact/standalone.module.js';
import { openTapDatabase } from './tap-database.js';
import { othersText } from './tap-words.js';

export function LeftBehind() {
  const { text } = usePage();
  const judges = useUnsent();
  if (judges.length === 0) return null;
  return html`<div class="banner banner-warn" role="status">
    ${judges.map((one) => html`<p key=${one.judgeName}>${othersText(one, text)}</p>`)}
  </div>`;
}

/** `[{judgeName, count}]` of all judges. */
function useUnsent() {
  const [judges, setJudges] = useState([]);
  useEffect(() => {
    let store = null;
    const book = new TapBook({
      newId: newUuid, onChange: () => setJudges(book.othersUnsent(null)),
    });
    const open = async () => {
      store = await openTapDatabase((tap) => book.adopt(tap));
      await book.useStore(store, Date.now());
    };
    // A phone that stores nothing has nothing to tell.
    open().catch(() => {});
    return () => store?.close();
  }, []);
  return judges;
}
