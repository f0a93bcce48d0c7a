import { XMLBuilder, XMLParser, XMLValidator } from 'fast-xml-parser';

export default {
  parse(text, options = {}) {
    if (typeof text !== 'string') throw new TypeError(`xml.parse takes a string, not ${typeof text}`);
    const checked = XMLValidator.validate(text);
    if (checked !== true) {
      throw new Error(`not XML: ${checked.err.msg} (line ${checked.err.line}, column ${checked.err.col})`);
    }
    return new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@', parseTagValue: false, ...options }).parse(text);
  },
  format(value, options = {}) {
    return new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', ...options }).build(value);
  },
};
