/** QR codes that are made in the browser, for what the server does not draw. */

import { qrcode } from '../vendor/qrcode-generator/qrcode.js';

/** As small as the text allows. */
const ANY_SIZE = 0;
/** As those of the server: a seventh of it may be unreadable. */
const CORRECTION = 'M';
const QUIET_MODULES = 4;

/** `{size, path}` of the code that says `content`, its quiet zone included. */
export function drawQr(content) {
  const code = qrcode(ANY_SIZE, CORRECTION);
  code.addData(content, 'Byte');
  code.make();
  const count = code.getModuleCount();
  const runs = [];
  for (let row = 0; row < count; row += 1) {
    for (let from = 0; from < count; from += 1) {
      if (!code.isDark(row, from)) continue;
      let to = from + 1;
      while (to < count && code.isDark(row, to)) to += 1;
      runs.push(`M${from + QUIET_MODULES} ${row + QUIET_MODULES}h${to - from}v1h${from - to}z`);
      from = to;
    }
  }
  return { size: count + 2 * QUIET_MODULES, path: runs.join('') };
}
