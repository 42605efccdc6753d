import assert from 'node:assert/strict';
import test from 'node:test';

import {
  keptText, linesOf, PLACES, shownText, unknownPlace,
} from '../../static/admin/certificate-texts.js';

const SPANISH = {
  name: 'nombre', time: 'tiempo', place: 'puesto', category: 'categoria',
  place_in_category: 'puesto_categoria', race: 'carrera', date: 'fecha', team: 'equipo',
};
const wordOf = (place) => SPANISH[place];

test('places are shown in the words of the organizer and kept by their names', () => {
  for (const place of PLACES) {
    const kept = `antes {${place}} después`;
    const shown = shownText(kept, wordOf);
    assert.equal(shown, `antes {${SPANISH[place]}} después`);
    assert.equal(keptText(shown, wordOf), kept);
  }
});

test('accents, capitals and blanks in braces are of no account', () => {
  assert.equal(keptText('{Categoría} { NOMBRE }', wordOf), '{category} {name}');
});

test('a place by its own name is taken too', () => {
  assert.equal(keptText('{place}', wordOf), '{place}');
});

test('a word that is no place is named as it was written, and kept so', () => {
  assert.equal(unknownPlace('para {nombre} y {club}', wordOf), 'club');
  assert.equal(keptText('{club}', wordOf), '{club}');
  assert.equal(unknownPlace('para {nombre} { y }', wordOf), 'y');
  assert.equal(unknownPlace('sin llaves', wordOf), null);
});

test('lines are trimmed, and those in between may be empty', () => {
  assert.deepEqual(linesOf('uno \n\n dos\n\n'), ['uno', '', 'dos']);
});
