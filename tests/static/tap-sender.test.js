import assert from 'node:assert/strict';
import { mock, test } from 'node:test';

import { decodeJudgeFrame } from '../../static/shared/judge-protocol.js';
import { TapBook } from '../../static/shared/tap-book.js';
import { TapSender } from '../../static/shared/tap-sender.js';

const ANA = 1;
const NOW = 1_795_000_000_000;

/** A judge's phone with a way to the laptop that the test plays. */
async function somePhone() {
  const phone = { sent: [], isOpen: true, timeMs: 0, onStuck: mock.fn() };
  let count = 0;
  const book = new TapBook({ newId: () => `id${++count}` });
  await book.useStore({ all: async () => [], put: async () => {}, delete: async () => {} }, NOW);
  const sender = new TapSender({
    book,
    judgeId: ANA,
    resolve: () => ({ offsetMs: -7000.4, uncertaintyMs: 8.2 }),
    send: (text) => phone.isOpen && phone.sent.push(JSON.parse(text)) > 0,
    nowMs: () => phone.timeMs,
    onStuck: phone.onStuck,
  });
  phone.tap = async (teamId = 7) => {
    const tap = book.take({
      judgeId: ANA, judgeName: 'Ana', teamId, competitionId: 1, readingMs: NOW + count,
      timeline: 'x', dateMs: NOW,
    });
    await new Promise((resolve) => setTimeout(resolve));
    sender.pump();
    return tap;
  };
  phone.answers = (wire) => sender.receive(decodeJudgeFrame(JSON.stringify(wire)));
  phone.stores = (message = phone.sent.at(-1), more = {}) => phone.answers({
    tipo: 'tiempos_registrados_batch',
    equipo_id: message.equipo_id,
    ref: message.ref,
    registros_guardados: message.registros.map((record, index) => ({
      indice: index + 1, id_registro: record.id_registro, tiempo: record.tiempo,
      tiempo_carrera: 61_000, duplicado: false, ...more,
    })),
    registros_fallidos: [],
  });
  phone.fails = (codigo, more = {}) => phone.answers({
    tipo: 'error', mensaje: '', codigo, ref: phone.sent.at(-1).ref, ...more,
  });
  return { phone, book, sender };
}

test('a tap goes with the reading, where the clock stood, and how surely', async () => {
  const { phone, sender } = await somePhone();
  sender.ready();
  const tap = await phone.tap();

  const { ref, ...message } = phone.sent[0];
  assert.deepEqual(message, {
    tipo: 'registrar_tiempos',
    equipo_id: 7,
    registros: [{
      id_registro: tap.id, tiempo: tap.readingMs, desfase_ms: -7000, incertidumbre_ms: 9,
    }],
  });
  assert.ok(ref);
});

test('nothing is sent before the clock of the connection is measured', async () => {
  const { phone, sender } = await somePhone();
  await phone.tap();
  assert.deepEqual(phone.sent, []);

  sender.ready();
  assert.equal(phone.sent.length, 1);
});

test('one message waits for its answer, then all that came meanwhile goes together', async () => {
  const { phone, book, sender } = await somePhone();
  sender.ready();
  for (let count = 0; count < 4; count += 1) await phone.tap();
  assert.equal(phone.sent.length, 1);

  phone.stores();
  assert.deepEqual(phone.sent.map((message) => message.registros.length), [1, 3]);
  phone.stores();
  assert.equal(book.unsentCount(ANA), 0);
});

test('what was not answered is sent again on the next connection, under the same id', async () => {
  const { phone, book, sender } = await somePhone();
  sender.ready();
  const tap = await phone.tap();
  sender.lost();
  sender.tick();
  assert.equal(phone.sent.length, 1);
  sender.ready();

  assert.deepEqual(phone.sent.map((message) => message.registros[0].id_registro), [tap.id, tap.id]);
  phone.stores(phone.sent[0]);
  assert.equal(book.unsentCount(ANA), 1, 'the answer to the old message is not for the new one');
  phone.stores();
  assert.equal(book.unsentCount(ANA), 0);
});

test('an answer that never comes gives the connection up', async () => {
  const { phone, sender } = await somePhone();
  sender.ready();
  await phone.tap();
  phone.timeMs = 8001;
  sender.tick();

  assert.equal(phone.onStuck.mock.callCount(), 1);
});

for (const code of ['storage_failed', 'too_many_messages', 'internal', 'server_stopping']) {
  test(`${code} passes: the same is sent again, after a while`, async () => {
    const { phone, book, sender } = await somePhone();
    sender.ready();
    const tap = await phone.tap();
    phone.fails(code);
    assert.equal(book.get(tap.id).state, 'unsent');
    assert.equal(phone.sent.length, 1);

    phone.timeMs = 2001;
    sender.tick();
    assert.equal(phone.sent.length, 2);
  });
}

test('what the laptop keeps for the organizer is not sent again', async () => {
  const { phone, book, sender } = await somePhone();
  sender.ready();
  const tap = await phone.tap();
  phone.fails('race_not_running', { conservado: true });

  assert.equal(book.get(tap.id).state, 'refused');
  assert.equal(book.unsentCount(ANA), 0);
});

test('what the laptop neither stores nor keeps stays on the phone, and blocks nothing', async () => {
  const { phone, book, sender } = await somePhone();
  sender.ready();
  const tap = await phone.tap();
  phone.fails('team_not_found');
  await phone.tap(8);

  assert.equal(book.get(tap.id).state, 'held');
  assert.equal(phone.sent.at(-1).equipo_id, 8);
});

test('of a batch each tap is answered by itself', async () => {
  const { phone, book, sender } = await somePhone();
  const taps = [await phone.tap(), await phone.tap(), await phone.tap()];
  sender.ready();
  phone.answers({
    tipo: 'tiempos_registrados_batch',
    equipo_id: 7,
    ref: phone.sent[0].ref,
    registros_guardados: [
      { indice: 2, id_registro: taps[1].id, tiempo: 1, tiempo_carrera: 5, duplicado: true },
    ],
    registros_fallidos: [
      { indice: 1, error: '', codigo: 'team_complete', conservado: true },
      { indice: 3, error: '', codigo: 'invalid_clock_offset' },
    ],
  });

  assert.deepEqual(taps.map((tap) => book.get(tap.id).state), ['refused', 'stored', 'held']);
});

test('a withdrawal follows its tap, and a tap given back is told as well', async () => {
  const { phone, book, sender } = await somePhone();
  sender.ready();
  const tap = await phone.tap();
  book.setWithdrawn(tap.id, true);
  phone.stores();
  const { ref, ...message } = phone.sent.at(-1);
  assert.deepEqual(message, { tipo: 'retirar_registro', id_registro: tap.id });

  phone.answers({ tipo: 'registro_retirado', id_registro: tap.id, equipo_id: 7, ref });
  assert.equal(book.unsentCount(ANA), 0);
  book.setWithdrawn(tap.id, false);
  sender.pump();
  assert.equal(phone.sent.at(-1).tipo, 'devolver_registro');
});

test('a withdrawal of what the laptop does not know sends the tap first', async () => {
  const { phone, book, sender } = await somePhone();
  sender.ready();
  const tap = await phone.tap();
  phone.stores();
  book.setWithdrawn(tap.id, true);
  sender.pump();
  phone.fails('record_not_found');
  await new Promise((resolve) => setTimeout(resolve));
  sender.pump();

  assert.equal(phone.sent.at(-1).tipo, 'registrar_tiempos');
});

test('a laptop that was swapped for its backup is sent what that lacks', async () => {
  const { phone, book, sender } = await somePhone();
  sender.ready();
  const one = await phone.tap();
  phone.stores();
  const taps = [one, await phone.tap()];
  phone.stores();
  sender.lost();
  sender.ready();
  const { tipo, ids, ref } = phone.sent.at(-1);
  assert.equal(tipo, 'comprobar_registros');
  assert.deepEqual(ids, taps.map((tap) => tap.id));

  phone.answers({
    tipo: 'registros_comprobados', ref, guardados: [ids[0]], retirados: [], rechazados: [],
    faltan: [ids[1]],
  });
  await new Promise((resolve) => setTimeout(resolve));
  sender.pump();
  assert.deepEqual(phone.sent.at(-1).registros.map((record) => record.id_registro), [ids[1]]);
  assert.equal(book.unsentCount(ANA), 1);
});

test('a server that does not know the question is sent taps all the same', async () => {
  const { phone, sender } = await somePhone();
  sender.ready();
  await phone.tap();
  phone.stores();
  sender.lost();
  sender.ready();
  await phone.tap();
  phone.fails('unknown_message_type');

  assert.equal(phone.sent.at(-1).tipo, 'registrar_tiempos');
});

test('what the organizer gives back is seen at once', async () => {
  const { phone, book, sender } = await somePhone();
  sender.ready();
  const tap = await phone.tap();
  phone.stores();
  phone.answers({ tipo: 'registros_cambiados', retirados: [tap.id], devueltos: [] });
  assert.ok(book.get(tap.id).isWithdrawn);
  phone.answers({ tipo: 'registros_cambiados', retirados: [], devueltos: [tap.id] });
  const refused = await phone.tap();
  phone.fails('race_not_running', { conservado: true });
  phone.answers({ tipo: 'registros_cambiados', retirados: [refused.id], devueltos: [] });
  assert.equal(book.get(refused.id).state, 'refused', 'it waits for the organizer as before');

  assert.ok(!book.get(tap.id).isWithdrawn);
  assert.equal(book.unsentCount(ANA), 0);
});

test('a judge whom the laptop lets in no more delivers by another way', async () => {
  const { phone, book, sender } = await somePhone();
  const taps = [await phone.tap(), await phone.tap(), await phone.tap(8)];
  const posted = [];
  await sender.deliver(async ({ teamId, taps: batch }) => {
    posted.push([teamId, batch.length]);
    return { type: 'error', code: 'team_not_allowed', isKept: teamId === 7 };
  });

  assert.deepEqual(posted, [[7, 2], [8, 1]]);
  assert.deepEqual(taps.map((tap) => book.get(tap.id).state), ['refused', 'refused', 'held']);
});

test('a laptop that does not answer the other way either gets it later', async () => {
  const { phone, book, sender } = await somePhone();
  await phone.tap();
  const away = Object.assign(new Error('no answer'), { name: 'ApiError' });
  await sender.deliver(async () => {
    throw away;
  });
  assert.equal(book.unsentCount(ANA), 1);
  await sender.deliver(async () => ({ type: 'error', code: 'storage_failed', isKept: false }));
  assert.equal(book.unsentCount(ANA), 1, 'and nothing is asked again and again');
});
