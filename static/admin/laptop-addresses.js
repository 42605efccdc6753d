/** The laptop's addresses as phones open them. Pure. */

import { TRUST_PAGE_PATH } from '../shared/trust-protocol.js';

/** An address as one types it: without `https:` a browser would ask for the other. */
export const shortAddress = (url) => url.replace(/^http:\/\//, '');

/** Whether it goes by a name that stays, whatever the network. */
export const isByName = (url) => new URL(url).hostname.endsWith('.local');

export const isEncrypted = (url) => new URL(url).protocol === 'https:';

/**
 * Where a phone that is to use `url` learns to trust the laptop: without HTTPS, on the same
 * network, and not by a name, which not every phone finds. `urls` are the laptop's, the likeliest
 * first.
 */
export function trustPageOf(url, urls) {
  const { hostname } = new URL(url);
  const plain = urls.filter((one) => !isEncrypted(one));
  const same = plain.find((one) => new URL(one).hostname === hostname && !isByName(one));
  return (same ?? plain[0]) + TRUST_PAGE_PATH;
}
