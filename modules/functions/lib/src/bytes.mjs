import { toBytes, toText } from './text.mjs';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export function base64(bytes) {
  let out = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const n = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    out += LETTERS[n >> 18] + LETTERS[(n >> 12) & 63];
    out += i + 1 < bytes.length ? LETTERS[(n >> 6) & 63] : '=';
    out += i + 2 < bytes.length ? LETTERS[n & 63] : '=';
  }
  return out;
}

export function fromBase64(text) {
  if (typeof text !== 'string') throw new TypeError(`base64 must be a string, not ${typeof text}`);
  const clean = text.replace(/[\t\n\f\r ]/g, '').replace(/-/g, '+').replace(/_/g, '/').replace(/={1,2}$/, '');
  const wrong = /[^A-Za-z0-9+/]/.exec(clean);
  if (wrong) throw new TypeError(`not base64: unexpected ${JSON.stringify(wrong[0])} at ${wrong.index}`);
  if (clean.length % 4 === 1) throw new TypeError('not base64: it ends too early');
  const bytes = new Uint8Array(Math.floor((clean.length * 3) / 4));
  let bits = 0;
  let count = 0;
  let at = 0;
  for (const letter of clean) {
    bits = ((bits << 6) | LETTERS.indexOf(letter)) & 0xffffff;
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes[at++] = (bits >> count) & 255;
    }
  }
  return bytes;
}

export function hex(bytes) {
  let out = '';
  for (const byte of bytes) out += (byte < 16 ? '0' : '') + byte.toString(16);
  return out;
}

export { toBytes, toText };
