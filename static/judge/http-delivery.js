/** Taps and marks over HTTP, for where the laptop answers and its socket does not let the judge in. */

import { decodeTapsAnswer, decodeTapsError, tapsRequest } from '../shared/judge-protocol.js';
import { decodeMarksAnswer, marksRequest } from '../shared/mark-protocol.js';

/**
 * What TapSender delivers by: answers as the socket's. Raises ApiError where the laptop does not
 * answer.
 */
export const deliveryOf = (session) => async ({ teamId, lineId, taps }) => {
  const isOfLine = lineId !== undefined;
  const { path, body } = isOfLine ? marksRequest({ lineId, taps }) : tapsRequest({ teamId, taps });
  try {
    const answer = await session.request(path, { method: 'POST', body });
    return isOfLine ? decodeMarksAnswer(answer) : decodeTapsAnswer(answer, teamId);
  } catch (error) {
    if (error.name !== 'ApiError' || error.body === null) throw error;
    return decodeTapsError(error.body);
  }
};
