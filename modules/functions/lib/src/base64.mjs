import { base64, fromBase64, toBytes, toText } from './bytes.mjs';

export default {
  encode: (value) => base64(toBytes(value, 'the value to encode')),
  encodeUrl: (value) => base64(toBytes(value, 'the value to encode')).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, ''),
  decode: (text) => toText(fromBase64(text)),
  decodeBytes: fromBase64,
};
