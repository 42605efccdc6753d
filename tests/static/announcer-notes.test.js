import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { noteText } from '../../static/announcer/note-text.js';
import { Translator } from '../../static/shared/i18n.js';

const texts = new URL('../../static/shared/locales/es.json', import.meta.url);
const translator = new Translator('es-EC', JSON.parse(readFileSync(texts, 'utf8')));
const said = (word, more = {}) => noteText(translator, {
  word, group: 'all', value: '', marginMs: null, holder: '', year: null, number: null, ...more,
});

test('a record says by how much, of whom, and whose it was', () => {
  const ofRosa = { holder: 'Rosa Paz', year: 2019 };

  assert.equal(
    said('newRecord', { marginMs: 12_000, group: 'sex', value: 'F', ...ofRosa }),
    '¡Nuevo récord (Femenino)! Lo baja en 0:12 · hasta hoy, Rosa Paz, 2019',
  );
  assert.equal(said('recordMissed', { marginMs: 1400 }), 'A 0:01.4 del récord');
  assert.equal(said('recordEqualled', { marginMs: 0, holder: 'Rosa' }), '¡Iguala el récord! · hasta hoy, Rosa');
});

test('everything else is said in a few words', () => {
  assert.equal(said('first'), 'Primer lugar: General');
  assert.equal(said('first', { group: 'category', value: 'Máster' }), 'Primer lugar: Máster');
  assert.equal(said('roundNumber', { number: 1200 }), 'Llegada número 1.200');
  assert.equal(said('birthday'), '¡Hoy cumple años!');
  assert.equal(said('bestOfTeam', { group: 'team', value: 'Liga' }), 'El mejor tiempo de Liga');
});
