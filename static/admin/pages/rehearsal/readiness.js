/** What is still missing before a race, of what the laptop has found and of the judges. Pure. */

/** Half of a second that is shown: from here on a clock is not known well enough for places. */
const UNSURE_MS = 100;
const SLOW_MS = 1000;

/**
 * What the page says of a judge: `{level, key}`, `good`, `warn` or `bad`, and the key of its text.
 * Who is racing needs no rehearsal.
 */
export function judgeState({ phone, tap, is_racing: isRacing, is_asked: isAsked }) {
  if (phone === null) return { level: 'bad', key: 'rehearsal.away' };
  if (isRacing) return { level: 'good', key: 'rehearsal.racing' };
  if (tap !== null) {
    const isSlow = tap.delay_ms !== null && tap.delay_ms > SLOW_MS;
    return { level: isSlow ? 'warn' : 'good', key: 'rehearsal.tapped' };
  }
  if (!phone.can_rehearse) return { level: 'warn', key: 'rehearsal.otherApp' };
  return { level: 'bad', key: isAsked ? 'rehearsal.waiting' : 'rehearsal.notAsked' };
}

/** How far the clock of a judge's phone may be off: as its tap says, else as the laptop measures. */
export const uncertaintyOf = ({ phone, tap }) =>
  tap?.uncertainty_ms ?? phone.clock_uncertainty_ms;

/** How well it is known: `good`, or `warn`. */
export function clockLevel(judge) {
  const uncertaintyMs = uncertaintyOf(judge);
  return uncertaintyMs !== null && uncertaintyMs <= UNSURE_MS ? 'good' : 'warn';
}

/** When the last test tap came, as the protocol writes it; null without one. */
export const lastTapAt = (judges) =>
  judges.map(({ tap }) => tap?.received_at).filter(Boolean).sort().at(-1) ?? null;

/** How many things are missing, and how many are worth a look. */
export function openCounts(findings, judges) {
  const levels = [
    ...findings.map(({ kind }) => ({ good: 'good', look: 'warn', bad: 'bad' }[kind])),
    ...judges.map((judge) => judgeState(judge).level),
  ];
  const count = (level) => levels.filter((one) => one === level).length;
  return { missing: count('bad') + (judges.length === 0 ? 1 : 0), looks: count('warn') };
}
