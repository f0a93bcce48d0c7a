// Text as UTF-8 and back: the sandbox has no TextEncoder.
export function toBytes(value, what) {
  if (value instanceof Uint8Array) return value;
  if (typeof value !== 'string') throw new TypeError(`${what} must be a string or a Uint8Array, not ${typeof value}`);
  const bytes = [];
  for (const char of value) {
    let code = char.codePointAt(0);
    if (code >= 0xd800 && code <= 0xdfff) code = 0xfffd;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  }
  return Uint8Array.from(bytes);
}

export function toText(bytes) {
  let escaped = '';
  for (const byte of bytes) escaped += '%' + (byte < 16 ? '0' : '') + byte.toString(16);
  try {
    return decodeURIComponent(escaped);
  } catch {
    throw new TypeError('these bytes are not UTF-8 text; take decodeBytes for bytes');
  }
}
