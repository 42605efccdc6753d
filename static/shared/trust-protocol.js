/** The wire of the page that explains how a phone comes to trust this laptop. */

export const TRUST_PATH = '/api/confianza/';
export const TRUST_PAGE_PATH = '/confianza/';
/** The authority's certificate, and the same as a profile, which iPhones take more readily. */
export const AUTHORITY_PATH = '/confianza/autoridad.crt';
export const PROFILE_PATH = '/confianza/autoridad.mobileconfig';
const GROUP = 8;

/**
 * What the server tells of its HTTPS: `isEnabled`, and the authority's `fingerprint` in groups that
 * people can compare (empty without HTTPS); `secureUrls`, where a phone that trusts it goes.
 */
export function decodeTrust({ enabled, fingerprint, https_urls: secureUrls }) {
  return { isEnabled: enabled, fingerprint: groupsOf(fingerprint ?? ''), secureUrls };
}

/**
 * The secure address for a phone that has come by `hostname`: by that one it reaches the laptop,
 * by another one perhaps not. Null where there is none.
 */
export function secureUrlFor({ secureUrls }, hostname) {
  const same = secureUrls.find((url) => new URL(url).hostname === hostname);
  return same ?? secureUrls[0] ?? null;
}

function groupsOf(fingerprint) {
  const pairs = fingerprint.split(':').filter(Boolean);
  const starts = pairs.map((_, index) => index).filter((index) => index % GROUP === 0);
  return starts.map((start) => pairs.slice(start, start + GROUP).join(':'));
}
