import assert from 'node:assert/strict';
import { test } from 'node:test';

process.env.TZ = 'UTC';
const { Translator } = await import('../../static/shared/i18n.js');
const { acceptedText, groupsOf, refusedWhileStopped, teamText, timeOf } = await import(
  '../../static/admin/pages/room/refused-texts.js'
);

const translator = new Translator('es-EC', {
  'refused.accepted': 'Aceptados: {count}.',
  'refused.notAccepted': 'Sin aceptar: {count}. {why}',
  'refused.inBin': '{name} (en la papelera)',
  'error.unknown': 'No se pudo ({code}).',
  'error.other': 'Faltan {count}.',
});
const panel = { translator, text: (key, values) => translator.text(key, values) };

test('a time before the start has its sign', () => {
  const competition = { startCorrectionMs: 62_500 };
  assert.equal(timeOf(translator, { sent: 61_000 }, competition).time, '−0:01.500');
  assert.equal(timeOf(translator, { sent: 63_000 }, competition).time, '0:00.500');
});

test('a team in the bin is told as such', () => {
  const item = { teamId: 3, teamName: 'Pie Ligero', bib: 12, isTeamDeleted: true };
  assert.equal(teamText(panel.text, item), '12 · Pie Ligero (en la papelera)');
  assert.equal(teamText(panel.text, { ...item, bib: null, isTeamDeleted: false }), 'Pie Ligero');
});

test('each reason why some were not accepted is told once, without empty places', () => {
  const refused = [
    { id: 1, code: 'new', error: 'Ya no.' },
    { id: 2, code: 'other', error: 'Faltan 3.' },
    { id: 3, code: 'new', error: 'Ya no.' },
  ];
  assert.equal(
    acceptedText(panel, { accepted: 1200, refused }),
    'Aceptados: 1.200. Sin aceptar: 2. Ya no. Sin aceptar: 1. Faltan 3.',
  );
});

test('groups are of one competition and one reason', () => {
  const items = [[1, 'a'], [2, 'a'], [1, 'a'], [1, 'b']].map(([competitionId, reason]) => ({
    competitionId, reason,
  }));
  assert.deepEqual(groupsOf(items).map((group) => group.items.length), [2, 1, 1]);
});

test('only what was refused after the press of the start came in while it was stopped', () => {
  const competition = { id: 1, isRunning: true, startedAtMs: 9_000, startCorrectionMs: -1_000 };
  const item = { competitionId: 1, reason: 'race_not_running', receivedMs: 10_000 };
  const refused = [
    item, { ...item, receivedMs: 9_999 }, { ...item, competitionId: 2 },
    { ...item, reason: 'team_complete' },
  ];
  assert.deepEqual(refusedWhileStopped(refused, competition), [item]);
  assert.deepEqual(refusedWhileStopped(refused, { ...competition, isRunning: false }), []);
});
