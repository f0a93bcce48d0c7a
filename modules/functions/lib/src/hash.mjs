import { hmac as hmacOf } from '@noble/hashes/hmac.js';
import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { base64, hex, toBytes } from './bytes.mjs';

const ALGORITHMS = { md5, sha1, sha256, sha384, sha512 };

function encoded(bytes, encoding) {
  switch (encoding) {
    case 'hex':
      return hex(bytes);
    case 'base64':
      return base64(bytes);
    case 'base64url':
      return base64(bytes).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
    case 'bytes':
      return bytes;
    default:
      throw new TypeError(`unknown encoding ${JSON.stringify(encoding)}: take hex, base64, base64url or bytes`);
  }
}

function hmac(algorithm, key, value, encoding = 'hex') {
  if (!Object.hasOwn(ALGORITHMS, algorithm)) {
    throw new TypeError(`unknown algorithm ${JSON.stringify(algorithm)}: take ${Object.keys(ALGORITHMS).join(', ')}`);
  }
  return encoded(hmacOf(ALGORITHMS[algorithm], toBytes(key, 'the key'), toBytes(value, 'the value')), encoding);
}

const hash = { hmac };
for (const [name, algorithm] of Object.entries(ALGORITHMS)) {
  hash[name] = (value, encoding = 'hex') => encoded(algorithm(toBytes(value, 'the value')), encoding);
}
export default hash;
