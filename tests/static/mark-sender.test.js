import assert from 'node:assert/strict';
import { mock, test } from 'node:test';

import { decodeJudgeFrame } from '../../static/shared/judge-protocol.js';
import { bibOf, NEW_MARK } from '../../static/shared/line-marks.js';
import { TapBook } from '../../static/shared/tap-book.js';
import { TapSender } from '../../static/shared/tap-sender.js';

const ANA = 1;
const NOW = 1_795_000_000_000;
const settled = () => new Promise((resolve) => setTimeout(resolve));

/** A judge's phone at line 3, with a way to the laptop that the test plays. */
async function somePhone() {
  const phone = { sent: [], timeMs: 0 };
  let count = 0;
  const book = new TapBook({ newId: () => `id${++count}` });
  await book.useStore({ all: async () => [], put: async () => {}, delete: async () => {} }, NOW);
  const sender = new TapSender({
    book,
    judgeId: ANA,
    resolve: () => ({ offsetMs: -7000.4, uncertaintyMs: 8.2 }),
    send: (text) => phone.sent.push(JSON.parse(text)) > 0,
    nowMs: () => phone.timeMs,
    onStuck: mock.fn(),
  });
  const moment = () => ({ readingMs: NOW + ++count, timeline: 'x', dateMs: NOW });
  const goesOn = async () => {
    await settled();
    sender.pump();
  };
  phone.marks = async (more = {}) => {
    const mark = book.take({
      ...NEW_MARK, ...moment(), judgeId: ANA, judgeName: 'Ana', lineId: 3, lineName: 'Meta',
      competitionId: 4, device: 'Moto', sequence: count, hasTime: true, ...more,
    });
    await goesOn();
    return mark;
  };
  phone.corrects = async (id, change) => {
    book.correct(id, change, { ...moment(), offsetMs: null, uncertaintyMs: null });
    await goesOn();
  };
  phone.answers = async (wire) => {
    sender.receive(decodeJudgeFrame(JSON.stringify({ ref: phone.sent.at(-1).ref, ...wire })));
    await goesOn();
  };
  phone.stores = (more = {}) => phone.answers({
    tipo: 'marcas_registradas',
    linea_id: 3,
    marcas_guardadas: phone.sent.at(-1).marcas.map(({ id_marca }, index) => ({
      indice: index + 1, id_marca, tiempo_carrera: 61_000, corredor: null, avisos: [],
      duplicada: false, ...more,
    })),
    marcas_fallidas: [],
  });
  phone.fails = (codigo) => phone.answers({ tipo: 'error', mensaje: '', codigo });
  return { phone, book, sender };
}

const withoutRef = ({ ref, ...message }) => message;

test('a mark goes with its line, device, number, time and bib', async () => {
  const { phone, sender } = await somePhone();
  const timed = await phone.marks({ bib: '42' });
  const noted = await phone.marks({ hasTime: false, bib: 'A 7' });
  sender.ready();

  assert.deepEqual(withoutRef(phone.sent[0]), {
    tipo: 'marcar',
    linea_id: 3,
    dispositivo: 'Moto',
    marcas: [
      {
        id_marca: timed.id, secuencia: timed.sequence, tiempo: timed.readingMs, desfase_ms: -7000,
        incertidumbre_ms: 9, dorsal: '42',
      },
      {
        id_marca: noted.id, secuencia: noted.sequence, anotado: noted.readingMs, desfase_ms: -7000,
        incertidumbre_ms: 9, dorsal: 'A 7',
      },
    ],
  });
});

test('what the laptop says of a mark is kept with it', async () => {
  const { phone, book, sender } = await somePhone();
  sender.ready();
  const { id } = await phone.marks();
  await phone.stores({
    avisos: ['dorsal_desconocido', 'segunda_marca', 'algo_nuevo'],
    corredor: { id: 9, dorsal: '42', nombre: 'Ana' },
  });

  const { state, raceMs, flags, runner } = book.get(id);
  assert.deepEqual([state, raceMs, flags], ['stored', 61_000, ['unknown_bib', 'second_mark']]);
  assert.equal(runner.name, 'Ana');
});

test('a correction follows its mark, with when it was made by the laptop\'s clock', async () => {
  const { phone, book, sender } = await somePhone();
  sender.ready();
  const { id } = await phone.marks();
  await phone.corrects(id, { bib: '42' });
  await phone.corrects(id, { isWithdrawn: true });
  assert.equal(phone.sent.length, 1);
  await phone.stores();

  const [first, second] = book.get(id).corrections;
  assert.deepEqual(withoutRef(phone.sent[1]), {
    tipo: 'corregir_marca', id_marca: id, id_correccion: first.id,
    hecha_ms: first.readingMs + 7000, dorsal: '42',
  });
  await phone.answers({
    tipo: 'marca_corregida', id_marca: id, id_correccion: first.id, duplicada: false,
    corredor: { id: 9, dorsal: '42', nombre: 'Ana' }, avisos: ['segunda_marca'],
  });
  assert.deepEqual(book.get(id).flags, ['second_mark']);
  assert.equal(phone.sent[2].id_correccion, second.id);
  assert.equal(phone.sent[2].retirada, true);
});

test('what was not answered is sent again on the next connection, as it was', async () => {
  const { phone, sender } = await somePhone();
  sender.ready();
  const { id } = await phone.marks();
  sender.lost();
  await phone.corrects(id, { bib: '42' });
  sender.ready();

  assert.deepEqual(phone.sent[1].marcas, phone.sent[0].marcas);
});

for (const code of ['line_not_found', 'line_not_allowed']) {
  test(`${code}: the marks stay here with the reason, and are tried again later`, async () => {
    const { phone, book, sender } = await somePhone();
    sender.ready();
    const { id } = await phone.marks();
    await phone.fails(code);
    assert.deepEqual([book.get(id).state, book.get(id).reason], ['held', code]);
    assert.equal(book.unsentCount(ANA), 1);

    sender.lost();
    sender.ready();
    await settled();
    sender.pump();
    assert.equal(phone.sent.at(-1).marcas[0].id_marca, id);
  });
}

test('a correction that the laptop cannot store now is sent again, others are undone', async () => {
  const { phone, book, sender } = await somePhone();
  sender.ready();
  const { id } = await phone.marks({ bib: '19' });
  await phone.stores();
  await phone.corrects(id, { isWithdrawn: true });
  await phone.fails('storage_failed');
  assert.ok(book.get(id).isWithdrawn);
  phone.timeMs = 2001;
  sender.tick();
  assert.equal(phone.sent.at(-1).tipo, 'corregir_marca');

  await phone.fails('too_many_changes');
  assert.ok(!book.get(id).isWithdrawn);
  assert.equal(book.unsentCount(ANA), 0);
});

test('a mark that the laptop has as another judge’s is not at the laptop, with its bib', async () => {
  const { phone, book, sender } = await somePhone();
  sender.ready();
  const { id } = await phone.marks();
  await phone.stores();
  await phone.corrects(id, { bib: '42' });
  await phone.fails('mark_not_allowed');

  assert.deepEqual([book.get(id).state, book.get(id).reason], ['held', 'mark_not_allowed']);
  assert.equal(bibOf(book.get(id)), '42');
  assert.equal(book.unsentCount(ANA), 1);
});

test('nor is one counted as withdrawn that still counts as another judge’s', async () => {
  const { phone, book, sender } = await somePhone();
  sender.ready();
  const { id } = await phone.marks({ bib: '19' });
  await phone.stores();
  await phone.corrects(id, { isWithdrawn: true });
  await phone.fails('mark_not_allowed');

  assert.deepEqual([book.get(id).state, book.get(id).isWithdrawn], ['held', false]);
  assert.equal(book.unsentCount(ANA), 1);
});

test('a correction of a mark that the laptop does not know sends the mark first', async () => {
  const { phone, sender } = await somePhone();
  sender.ready();
  const { id } = await phone.marks({ bib: '19' });
  await phone.stores();
  await phone.corrects(id, { bib: '89' });
  await phone.fails('mark_not_found');
  assert.deepEqual(phone.sent.at(-1).marcas.map((mark) => mark.dorsal), ['19']);
  await phone.stores();
  assert.equal(phone.sent.at(-1).dorsal, '89');
});

test('a laptop that was swapped for its backup is made whole, taps, marks and corrections', async () => {
  const { phone, book, sender } = await somePhone();
  sender.ready();
  const marks = [await phone.marks()];
  await phone.stores();
  await phone.corrects(marks[0].id, { bib: '42' });
  const [{ id: correctionId }] = book.get(marks[0].id).corrections;
  await phone.answers({
    tipo: 'marca_corregida', id_marca: marks[0].id, id_correccion: correctionId, duplicada: false,
    corredor: null, avisos: [],
  });
  marks.push(await phone.marks({ bib: '7' }));
  await phone.stores();
  const tap = book.take({
    judgeId: ANA, judgeName: 'Ana', teamId: 7, competitionId: 1, readingMs: NOW, timeline: 'x',
    dateMs: NOW,
  });
  book.stored(tap.id, { raceMs: 5 });
  await settled();
  sender.lost();
  sender.ready();
  assert.equal(phone.sent.at(-1).tipo, 'comprobar_registros');
  await phone.answers({
    tipo: 'registros_comprobados', guardados: [tap.id], retirados: [], rechazados: [], faltan: [],
  });
  assert.deepEqual(withoutRef(phone.sent.at(-1)), {
    tipo: 'comprobar_marcas', ids: marks.map(({ id }) => id), correcciones: [correctionId],
  });

  await phone.answers({
    tipo: 'marcas_comprobadas', guardadas: [marks[0].id], retiradas: [], faltan: [marks[1].id],
    correcciones_faltan: [correctionId],
  });
  assert.deepEqual(phone.sent.at(-1).marcas.map((mark) => mark.id_marca), [marks[1].id]);
  await phone.stores();
  assert.equal(phone.sent.at(-1).id_correccion, correctionId);
});

test('marks are delivered by another way where the socket lets nobody in', async () => {
  const { phone, book, sender } = await somePhone();
  const mark = await phone.marks({ bib: '7' });
  const posted = [];
  await sender.deliver(async ({ lineId, teamId, taps }) => {
    posted.push([lineId, teamId, taps.length]);
    return { type: 'marks_answered', saved: [{ index: 0, raceMs: 5, flags: [] }], failed: [] };
  });

  assert.deepEqual(posted, [[3, undefined, 1]]);
  assert.equal(book.get(mark.id).state, 'stored');
});
