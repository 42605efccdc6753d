/** Categories by age and sex: who falls into which, and a set to begin with. Pure. */

/** `[key of the name, from, to]` in whole years; null has no end. */
const STARTER = [['under20', 0, 19], ['open', 20, 39], ['masters40', 40, 49],
  ['masters50', 50, 59], ['masters60', 60, null]];
const STARTER_SEXES = ['F', 'M'];
const OLDEST = 130;

/** The rows of the starter set, named by `text`; each for women and for men. */
export function starterBands(text) {
  return STARTER.flatMap(([key, min, max]) =>
    STARTER_SEXES.map((sex) => rowOf({
      name: `${text(`bands.starter.${key}`)} ${text(`bands.starter.${sex}`)}`,
      sex, min_age: min, max_age: max,
    })));
}

/** A category of the API as a row of the form: all texts. */
export const rowOf = ({ name, sex, min_age: min, max_age: max }) => ({
  name, sex: sex ?? '', min_age: min === 0 ? '' : String(min), max_age: max === null ? '' : String(max),
});

export const EMPTY_ROW = Object.freeze({ name: '', sex: '', min_age: '', max_age: '' });

/** A row as the API takes it. */
export const bandOf = ({ name, sex, min_age: min, max_age: max }) => ({
  name: name.trim(),
  sex: sex || null,
  min_age: min.trim() === '' ? 0 : Number(min),
  max_age: max.trim() === '' ? null : Number(max),
});

const isAge = (typed) => typed.trim() === '' || (/^\d{1,3}$/.test(typed.trim()) && +typed <= OLDEST);

/** What is wrong with rows: `{"<index>.<field>": sentence}`; the same names as the server's. */
export function checkRows(rows, text) {
  const found = {};
  const seen = new Set();
  rows.forEach((row, index) => {
    const name = row.name.trim().toLocaleLowerCase();
    if (name === '') found[`${index}.name`] = text('form.required');
    else if (seen.has(name)) found[`${index}.name`] = text('bands.repeated');
    seen.add(name);
    for (const field of ['min_age', 'max_age']) {
      if (!isAge(row[field])) found[`${index}.${field}`] = text('bands.age.invalid');
    }
    const { min_age: min, max_age: max } = bandOf(row);
    if (!found[`${index}.max_age`] && max !== null && max < min) {
      found[`${index}.max_age`] = text('bands.age.order');
    }
  });
  return found;
}

/** The row and field that the server means by `[2].max_age`; null for another form. */
export function placeOf(field) {
  const found = /^\[(\d+)\]\.?(\w*)$/.exec(field ?? '');
  return found ? `${found[1]}.${found[2] || 'name'}` : null;
}

/** As the server has it: a band that is for all ages needs no age. */
function takes(band, { sex, age_shown: age }) {
  if (band.sex !== null && sex !== band.sex) return false;
  if (band.min_age === 0 && band.max_age === null) return true;
  return age !== null && band.min_age <= age && (band.max_age === null || age <= band.max_age);
}

/**
 * How many of `runners` fall into each of `bands`, in their order, the first that fits; `given`
 * have another category by their entry, `none` fall into no band.
 */
export function countsOf(runners, bands) {
  const counts = bands.map(() => 0);
  let given = 0;
  let none = 0;
  for (const runner of runners) {
    const at = runner.category ? -1 : bands.findIndex((band) => takes(band, runner));
    if (runner.category) given += 1;
    else if (at < 0) none += 1;
    else counts[at] += 1;
  }
  return { counts, given, none };
}
