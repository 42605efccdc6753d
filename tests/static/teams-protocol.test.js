/** Teams of individual races as the wire tells them. */

import assert from 'node:assert/strict';
import test from 'node:test';

import { decodeTeamGroups, decodeTeamMethod } from '../../static/shared/teams-protocol.js';

const RUNNER = {
  corredor: { id: 7, dorsal: '7', nombre: 'Ana', sexo: 'F', categoria: '', equipo: 'Cóndor', oculto: false },
  posicion: 2,
  puesto: 1.5,
  tiempo_oficial: 60_000,
  tiempo_oficial_formateado: '0:01:00',
};
const TEAM = {
  posicion: 1, equipo: 'Cóndor', puntaje: 3, puntaje_formateado: '3', completo: true,
  desempate: 'ultimo_que_cuenta', puntuan: [RUNNER], desplazan: [],
};

test('a list of teams has places, scores and who counts', () => {
  const [group] = decodeTeamGroups([
    { grupo: 'mixto', puntaje_equipos: 'puestos', cuentan: 2, equipos: [TEAM] },
  ]);
  const [team] = group.teams;

  assert.deepEqual([group.group, group.method, group.scorerCount], ['mixed', 'places', 2]);
  assert.deepEqual([team.position, team.name, team.score, team.tie], [1, 'Cóndor', 3, 'last']);
  assert.deepEqual(
    [team.scorers[0].runner.name, team.scorers[0].points, team.scorers[0].officialText],
    ['Ana', 1.5, '0:01:00'],
  );
});

test('lists by sex keep its letter, and a tie that is not known is none', () => {
  const [group] = decodeTeamGroups([{
    grupo: 'F', puntaje_equipos: 'tiempos', cuentan: 2, equipos: [{ ...TEAM, desempate: 'otro' }],
  }]);

  assert.equal(group.group, 'F');
  assert.equal(group.teams[0].tie, null);
});

test('an older server, or one without teams, has no method', () => {
  assert.deepEqual(['tiempos', 'puestos', 'no', undefined].map(decodeTeamMethod), [
    'times', 'places', null, null,
  ]);
});
