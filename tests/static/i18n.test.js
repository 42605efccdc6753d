import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

import { chooseLocale, loadTranslator, Translator } from '../../static/shared/i18n.js';

const locales = new URL('../../static/shared/locales/', import.meta.url);
const readTexts = async (language) =>
  JSON.parse(await readFile(new URL(`${language}.json`, locales), 'utf8'));

test('the first accepted language that has texts is taken, with its region', () => {
  assert.equal(chooseLocale(['es-EC', 'en']), 'es-EC');
  assert.equal(chooseLocale(['en-GB', 'es']), 'en-GB');
  assert.equal(chooseLocale(['pt-BR', 'EN-us', 'es']), 'EN-us');
});

test('who accepts neither language gets Spanish', () => {
  assert.equal(chooseLocale(['de-DE', 'fr']), 'es');
  assert.equal(chooseLocale([]), 'es');
});

test('a language that only begins with the same letters is another one', () => {
  assert.equal(chooseLocale(['est', 'eng', 'en']), 'en');
});

test('texts are filled in, and a missing one shows its key', () => {
  const translator = new Translator('en', { greeting: 'Starts at {time}, {other}' });

  assert.equal(translator.text('greeting', { time: '8:00' }), 'Starts at 8:00, {other}');
  assert.equal(translator.text('absent'), 'absent');
});

test('numbers and days are written as in the language', async () => {
  const spanish = await loadTranslator(['es-EC'], readTexts);
  const english = await loadTranslator(['en-US'], readTexts);
  const day = new Date(2025, 10, 12, 8, 5).getTime();

  assert.equal(spanish.text('connection.open'), 'En vivo');
  assert.equal(english.text('connection.open'), 'Live');
  assert.match(spanish.day(day), /miércoles.*12.*noviembre/);
  assert.match(english.day(day), /Wednesday.*November.*12/);
  assert.equal(english.number(1234567), '1,234,567');
  assert.equal(spanish.timeOfDay(day + 12 * 3_600_000), '20:05');
  assert.equal(english.timeOfDay(day, { withSeconds: true }), '08:05:00');
});

test('both languages have the same texts with the same blanks', async () => {
  const blanks = (text) => (text.match(/\{\w+\}/g) ?? []).sort().join();
  const shape = (texts) => Object.entries(texts).map(([key, text]) => `${key} ${blanks(text)}`);

  assert.deepEqual(shape(await readTexts('es')).sort(), shape(await readTexts('en')).sort());
});
