import Papa from 'papaparse';

export default {
  parse(text, options = {}) {
    if (typeof text !== 'string') throw new TypeError(`csv.parse takes a string, not ${typeof text}`);
    const { header = true, delimiter = '', quote = '"', types = false } = options;
    const { data, errors } = Papa.parse(text.replace(/^\ufeff/, ''), {
      header,
      delimiter,
      quoteChar: quote,
      dynamicTyping: types,
      skipEmptyLines: true,
    });
    const wrong = errors.find((error) => error.code !== 'UndetectableDelimiter');
    if (wrong) throw new Error(`not CSV: ${wrong.message}${wrong.row === undefined ? '' : ` (row ${wrong.row + 1})`}`);
    return data;
  },
  format(rows, options = {}) {
    if (!Array.isArray(rows)) throw new TypeError('csv.format takes an array of objects or of arrays');
    const { header = true, delimiter = ',', quote = '"', newline = '\r\n', columns } = options;
    return Papa.unparse(rows, { header, delimiter, quoteChar: quote, newline, columns });
  },
};
