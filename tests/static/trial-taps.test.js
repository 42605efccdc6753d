import assert from 'node:assert/strict';
import { test } from 'node:test';

import { decodeJudgeFrame } from '../../static/shared/judge-protocol.js';
import { racesOf, TrialTaps } from '../../static/shared/trial-taps.js';

const START = 1_795_000_000_000;
const OFFSET = 500;
const AHEAD = { id: 4, isRunning: false, startedAtMs: null, finishedAtMs: null };
const RUNNING = { ...AHEAD, isRunning: true, startedAtMs: START };

/** A phone of one race, whose clock is OFFSET ahead. */
function somePhone() {
  const phone = { sent: [], race: AHEAD, isOpen: true, nowMs: 0, changes: 0, offsetMs: OFFSET };
  phone.trials = new TrialTaps({
    nowMs: () => phone.nowMs,
    send: (text) => phone.sent.push(JSON.parse(text)),
    isOpen: () => phone.isOpen,
    resolve: () => ({ offsetMs: phone.offsetMs, uncertaintyMs: 8 }),
    races: () => [phone.race],
    onChange: () => { phone.changes += 1; },
  });
  phone.hear = (frame) => phone.trials.receive(decodeJudgeFrame(JSON.stringify(frame)));
  phone.ask = () => phone.hear({ tipo: 'prueba_solicitada', prueba_id: 3, segundos: 600 });
  phone.tapAt = (takenAtMs) => phone.trials.tap({ readingMs: takenAtMs + OFFSET });
  return phone;
}

test('a trial tap is sent like a time, answered, and forgotten', () => {
  const phone = somePhone();
  assert.equal(phone.trials.state, null);
  assert.equal(phone.ask(), true);
  assert.equal(phone.trials.state, 'asked');

  phone.tapAt(START - 60_000);
  assert.deepEqual(phone.sent, [{
    tipo: 'toque_prueba', prueba_id: 3, tiempo: START - 60_000 + OFFSET, desfase_ms: OFFSET,
    incertidumbre_ms: 8, ref: 'trial1',
  }]);
  assert.equal(phone.trials.state, 'sent');
  phone.hear({ tipo: 'prueba_recibida', prueba_id: 3, tardanza_ms: 40, ref: 'trial1' });
  assert.equal(phone.trials.state, 'answered');
  phone.trials.end();
  assert.equal(phone.trials.state, null);
  phone.race = { ...RUNNING, startedAtMs: START - 60_001 };
  assert.deepEqual(phone.trials.takeReal(), [], 'what was answered is in no doubt');
});

test('a race in progress, or no connection, leaves the real button alone', () => {
  const phone = somePhone();
  phone.ask();
  phone.race = RUNNING;
  assert.equal(phone.trials.state, null);
  phone.race = AHEAD;
  phone.isOpen = false;
  assert.equal(phone.trials.state, null);
});

test('it ends when the laptop says so, and by itself', () => {
  const phone = somePhone();
  phone.ask();
  phone.hear({ tipo: 'prueba_terminada', prueba_id: 3 });
  assert.equal(phone.trials.state, null);

  phone.ask();
  phone.nowMs = 600_001;
  assert.equal(phone.trials.state, null);
  const before = phone.changes;
  phone.trials.tick();
  assert.equal(phone.changes, before + 1);
});

test('a tap that was refused because the race had begun is a real one', () => {
  const phone = somePhone();
  phone.ask();
  phone.tapAt(START + 200);
  assert.equal(phone.hear({ tipo: 'error', codigo: 'rehearsal_over', ref: 'trial1' }), true);
  assert.equal(phone.trials.state, null);
  assert.deepEqual(phone.trials.takeReal(), [], 'nothing is known of a start yet');
  phone.race = RUNNING;
  assert.deepEqual(phone.trials.takeReal(), [START + 200 + OFFSET]);
  assert.deepEqual(phone.trials.takeReal(), [], 'each once');
});

test('so is one without an answer, however long the connection is lost', () => {
  const phone = somePhone();
  phone.ask();
  phone.tapAt(START - 3000);
  phone.tapAt(START + 1000);
  phone.tapAt(START - 60_000);
  phone.trials.end();
  phone.race = { ...RUNNING, isRunning: false, finishedAtMs: START + 3_600_000 };
  const real = phone.trials.takeReal();
  assert.deepEqual(real, [START - 3000 + OFFSET, START + 1000 + OFFSET]);
});

test('and one after the button was gone, or by a clock that nobody knows', () => {
  const phone = somePhone();
  phone.offsetMs = null;
  phone.tapAt(START);
  assert.deepEqual(phone.sent, []);
  phone.race = RUNNING;
  assert.equal(phone.trials.takeReal().length, 1);
});

test('a tap after the end of the race is none of it', () => {
  const phone = somePhone();
  phone.ask();
  phone.tapAt(START + 5_000_000);
  phone.race = { ...RUNNING, isRunning: false, finishedAtMs: START + 3_600_000 };
  assert.deepEqual(phone.trials.takeReal(), []);
});

test('errors and frames of others are not for the rehearsal', () => {
  const phone = somePhone();
  assert.equal(phone.hear({ tipo: 'error', codigo: 'before_start', ref: 't1' }), false);
  assert.equal(phone.hear({ tipo: 'equipo.asignado' }), false);
});

test("a judge's races are those of teams and lines", () => {
  const races = racesOf({
    teams: [{ competitionId: 1 }],
    lines: [{ competitionId: 3 }],
    competitions: [{ id: 1 }, { id: 2 }, { id: 3 }],
  });
  assert.deepEqual(races.map(({ id }) => id), [1, 3]);
});
