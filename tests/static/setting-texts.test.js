/** What was chosen for a race, in the words of the form where it is chosen. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { actionText, detailLines } from '../../static/admin/pages/record/entry-texts.js';
import { Translator } from '../../static/shared/i18n.js';

const read = (folder) => JSON.parse(readFileSync(
  new URL(`../../static/${folder}/locales/es.json`, import.meta.url),
));
const translator = new Translator('es-EC', { ...read('shared'), ...read('ui'), ...read('admin') });
const panel = { translator, text: (key, values) => translator.text(key, values) };

const chosen = (setting, changes) => ({
  action: 'race_setting_changed', subject_name: '5K', details: { setting, changes },
});

test('rules of teams are told by the words of their form', () => {
  const entry = chosen('team_scoring', {
    method: ['none', 'places'], displacers: [2, null], several_teams: [false, true],
  });

  assert.equal(actionText(panel.text, entry), 'Cambió cómo puntúan los equipos de «5K»');
  assert.deepEqual(detailLines(panel, entry), [
    { name: 'Clasificación por equipos', before: 'No hay', after: 'Sumar los puestos' },
    { name: 'Corredores que además ocupan puesto', before: '2', after: 'todos' },
    { name: 'Un club puede tener varios equipos', before: 'no', after: 'sí' },
  ]);
});

test('records of the course are told with holder and time, and a logo only as another one', () => {
  const record = { group: 'sex', value: 'F', official_ms: 902_000, holder: 'Carla Paz', year: 2024 };
  assert.deepEqual(detailLines(panel, chosen('course_records', { records: [[], [record]] })), [
    { name: 'Récords', before: '–', after: 'F Carla Paz 0:15:02 (2024)' },
  ]);
  const [logo] = detailLines(panel, chosen('certificate', { logo: ['…', '…'] }));
  assert.equal(logo.after, '(no se guarda en el registro)');
});

test('what is chosen in a new kind is told by its bare names', () => {
  const entry = chosen('weather', { wind_speed: [1, 2] });

  assert.equal(actionText(panel.text, entry), 'Cambió lo elegido para «5K»');
  assert.deepEqual(detailLines(panel, entry), [{ name: 'wind speed', before: '1', after: '2' }]);
});
