/** How judges are called: by their names, and by usernames for those without one. Pure. */

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

/**
 * A function from a judge's id to what the judge is called in a list, null for nobody there: the
 * name, with the username beside it where several have that name.
 */
export function namesOf(judges) {
  const plain = (judge) => judge.full_name.trim().toLowerCase();
  const counts = new Map();
  for (const judge of judges) counts.set(plain(judge), (counts.get(plain(judge)) ?? 0) + 1);
  const nameOf = (judge) => {
    if (!judge.full_name) return judge.username;
    if (counts.get(plain(judge)) === 1) return judge.full_name;
    return `${judge.full_name} (${judge.username})`;
  };
  const names = new Map(judges.map((judge) => [judge.id, nameOf(judge)]));
  return (id) => names.get(id) ?? null;
}
