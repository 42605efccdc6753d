/** Whole numbers as they are typed into the forms of teams and prizes. Pure. */

/** The number that a text says, or null unless it is a whole one within these. */
export function wholeNumber(text, least, most) {
  const typed = String(text).trim();
  if (!/^\d{1,4}$/.test(typed)) return null;
  const number = Number(typed);
  return number >= least && number <= most ? number : null;
}
