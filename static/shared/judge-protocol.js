/**
 * The wire of a judge's page: the link of a card, and the frames of a judge's socket turned into
 * objects with English names. The forms are described in docs/protocol.md.
 */

import { decodeCompetition } from './protocol.js';

/** The one-time code in the part of a card's link that is behind the `#`, or null. */
export function codeOfFragment(fragment) {
  return new URLSearchParams(fragment.replace(/^#/, '')).get('codigo') || null;
}

/**
 * What somebody typed or pasted as the code of a card, ready to be sent: a card's whole link will
 * do. How the letters are written and grouped is the server's business.
 */
export const codeAsTyped = (typed) =>
  codeOfFragment(typed.includes('#') ? typed.slice(typed.indexOf('#')) : '') ?? typed.trim();

/** The username in the answer to a sign-in by code. */
export const usernameOfAnswer = (answer) => answer.juez.username;

/**
 * A judge's heartbeat: `nowMs` is the phone's clock in epoch ms, from which the server learns its
 * offset; the rest is what the organizer sees of the phone.
 */
export function encodeStatusPing({ nowMs, unsentCount, device }) {
  return JSON.stringify({
    tipo: 'ping', t0: nowMs, pendientes: unsentCount, dispositivo: device,
  });
}

/** Judges are told when the start was pressed; pages show the official one, as the board does. */
function aboutCompetition({ competencia: wire }) {
  if (!wire) return null;
  const competition = decodeCompetition(wire);
  if (competition.startedAtMs != null) competition.startedAtMs += wire.correccion_ms ?? 0;
  return competition;
}

const DECODERS = {
  __proto__: null,
  conexion_establecida: (wire) => ({
    type: 'connected',
    serverMs: wire.servidor_ms,
    rate: wire.ritmo ?? 1,
    competition: aboutCompetition(wire),
  }),
  competencia_iniciada: (wire) => ({
    type: 'race_started',
    serverMs: wire.servidor_ms,
    competition: aboutCompetition(wire),
  }),
  competencia_detenida: (wire) => ({
    type: 'race_stopped',
    serverMs: wire.servidor_ms,
    competition: aboutCompetition(wire),
  }),
  competencia_actualizada: (wire) => ({
    type: 'race_changed',
    serverMs: wire.servidor_ms,
    competition: aboutCompetition(wire),
  }),
  'equipo.asignado': () => ({ type: 'teams_changed' }),
  pong: (wire) => ({ type: 'pong', serverMs: wire.t2, sentMs: wire.t0 }),
};

/** One message of a judge's socket; what is not understood becomes `{type: "unknown"}`. */
export function decodeJudgeFrame(text) {
  try {
    const wire = JSON.parse(text);
    return DECODERS[wire.tipo](wire);
  } catch {
    return { type: 'unknown' };
  }
}
