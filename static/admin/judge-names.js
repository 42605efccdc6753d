/** Usernames for judges who have been given none. Pure. */

/** Letters, figures and dots, as one types them on a phone: "Ana María Núñez" is `ana.nunez`. */
function usernameOf(name) {
  const words = name
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  const parts = words.length > 1 ? [words[0], words.at(-1)] : words;
  return parts.join('.').slice(0, 40);
}

/**
 * A username for each of `names`, none of them in `taken` or twice; one without a name becomes
 * `{word}1`, `{word}2` ... with the `word` for a judge.
 *
 *     usernamesFor(['Ana Paz', '', ''], ['juez1'], 'juez') // ['ana.paz', 'juez2', 'juez3']
 */
export function usernamesFor(names, taken, word) {
  const used = new Set(taken.map((username) => username.toLowerCase()));
  return names.map((name) => {
    const stem = usernameOf(name);
    let username = stem || `${word}1`;
    for (let count = stem ? 2 : 1; used.has(username); count += 1) {
      username = `${stem || word}${count}`;
    }
    used.add(username);
    return username;
  });
}
