/** A long list that shows its first few, until somebody asks for the rest. */

import { usePage } from '../../../ui/page.js';
import { html, useState } from '../../../vendor/htm-preact/standalone.module.js';

/** `[shown, button]`: the first `few` of `items`, and what shows the others; null for none. */
export function useFold(items, few) {
  const { text, translator } = usePage();
  const [isWhole, setWhole] = useState(false);
  const rest = items.length - few;
  if (isWhole || rest <= 0) return [items, null];
  const button = html`<p class="show-more">
    <button class="small secondary outline" onClick=${() => setWhole(true)}>
      ${text('room.showMore', { count: translator.number(rest) })}</button>
  </p>`;
  return [items.slice(0, few), button];
}
