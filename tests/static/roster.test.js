import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Roster } from '../../static/judge/roster.js';

const LINE = { id: 3, nombre: 'Meta', competencia_id: 4, tipo: 'meta', modo: 'ambos' };
const RACE = { id: 4, name: '5K', kind: 'individual', started_at: null, start_correction_ms: 0 };

/** A laptop that answers with what is in `lists`, by path. */
function someRoster({ profile = {}, marked = [], lists = {} } = {}) {
  const laptop = {
    '/api/equipos/': [], '/api/mis-lineas/': [LINE], '/api/competencias/': [RACE], ...lists,
  };
  const roster = new Roster({
    session: { request: async (path) => laptop[path] },
    profile: { id: 1, teams: [], competitions: [], selectedTeamId: null, ...profile },
    hasTaps: () => false,
    hasMarks: (lineId) => marked.includes(lineId),
    onChange: () => {},
  });
  return { roster, laptop };
}

test('lines come over HTTP, too, also to a phone that knew none', async () => {
  const { roster } = someRoster();
  assert.equal(await roster.load(), 'loaded');

  assert.deepEqual(roster.profile.lines, [
    { id: 3, name: 'Meta', competitionId: 4, kind: 'finish', mode: 'both' },
  ]);
  assert.equal(roster.profile.competitions[0].kind, 'individual');
  assert.deepEqual(roster.competitionsOfLines, [4]);
});

test('a line that was taken away stays while it has marks, with its race', async () => {
  const { roster, laptop } = someRoster({ marked: [3] });
  await roster.load();
  Object.assign(laptop, { '/api/mis-lineas/': [], '/api/competencias/': [] });
  roster.receive({ type: 'lines_changed', lines: [] });
  await roster.load();

  const [line] = roster.profile.lines;
  assert.deepEqual([line.id, line.isGone], [3, true]);
  assert.equal(roster.profile.competitions[0].name, '5K');
  assert.deepEqual(roster.competitionsOfLines, [], 'nothing of it is asked for any more');
});

test('a line that was taken away without marks is gone, and one that is chosen stays', async () => {
  const { roster } = someRoster({ lists: { '/api/mis-lineas/': [] } });
  roster.receive({ type: 'connected', lines: [{ id: 3, name: 'Meta', competitionId: 4 }] });
  await roster.load();
  assert.deepEqual(roster.profile.lines, []);

  roster.receive({ type: 'connected', lines: [{ id: 3, name: 'Meta', competitionId: 4 }] });
  roster.selectLine(3);
  await roster.load();
  assert.equal(roster.profile.lines[0].isGone, true);
});

test('choosing a line lets the team go, and the other way round', () => {
  const { roster } = someRoster({ profile: { selectedTeamId: 7 } });
  roster.selectLine(3);
  assert.deepEqual([roster.profile.selectedTeamId, roster.profile.selectedLineId], [null, 3]);
  roster.select(7);
  assert.deepEqual([roster.profile.selectedTeamId, roster.profile.selectedLineId], [7, null]);
});

test('what another judge has signed in for is not taken in', async () => {
  const laptop = { '/api/equipos/': [], '/api/mis-lineas/': [LINE], '/api/competencias/': [RACE] };
  const session = { isAnothers: false, request: async (path) => laptop[path] };
  const roster = new Roster({
    session,
    profile: { id: 1, teams: [], competitions: [], selectedTeamId: null },
    hasTaps: () => false,
    hasMarks: () => false,
    onChange: () => {},
  });
  const loading = roster.load();
  session.isAnothers = true;
  await loading;
  assert.deepEqual(roster.profile.lines, []);
});
