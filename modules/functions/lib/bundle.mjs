// Makes the files in ../src/main/resources/dev/hawser/functions/lib/: each library as one function
// that gives it, a manifest with versions and checksums, and the licences.
import { build, version } from 'esbuild';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';

const parts = ['base64', 'collections', 'csv', 'date', 'hash', 'url', 'xml'];
const out = new URL('../src/main/resources/dev/hawser/functions/lib/', import.meta.url);
mkdirSync(out, { recursive: true });

const inputs = new Set();
const sha256 = {};
let total = 0;
for (const part of parts) {
  const made = await build({
    entryPoints: [`src/${part}.mjs`],
    bundle: true,
    write: false,
    minify: true,
    external: ['stream'], // of Papa Parse's Node streams, which nothing here calls
    metafile: true,
    legalComments: 'none',
    format: 'iife',
    globalName: 'part',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2023',
  });
  Object.keys(made.metafile.inputs).forEach((name) => inputs.add(name));
  const code =
    '// Made by modules/functions/lib/bundle.mjs; licences: licences.txt\n' +
    `(function () {${made.outputFiles[0].text.trim()}\nreturn part.default;})\n`;
  sha256[part] = createHash('sha256').update(code).digest('hex');
  total += code.length;
  writeFileSync(new URL(`${part}.js`, out), code);
}

// For a package that declares the licence and its author, and ships no text.
function mit(name, about) {
  if (about.license !== 'MIT' || !about.author) throw new Error(`${name} has no licence text`);
  const text = readFileSync('node_modules/strnum/LICENSE', 'utf8');
  const terms = text.slice(text.indexOf('Permission is hereby granted'));
  return `MIT License\n\nCopyright (c) ${about.author.name ?? about.author}\n\n${terms}`;
}

const packages = [
  ...new Set([...inputs].map((name) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(name)?.[1]).filter(Boolean)),
].sort();
let licences = 'The libraries that customers\' functions get as `lib`, and their licences.\n';
const versions = {};
for (const name of packages) {
  const folder = `node_modules/${name}`;
  const about = JSON.parse(readFileSync(`${folder}/package.json`));
  versions[name] = about.version;
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? readFileSync(`${folder}/${file}`, 'utf8') : mit(name, about);
  licences += `\n\n${'='.repeat(79)}\n${name} ${about.version} (${about.license})\n\n${text.trim()}\n`;
}
writeFileSync(new URL('licences.txt', out), licences);
writeFileSync(
  new URL('manifest.json', out),
  JSON.stringify(
    { esbuild: version, packages: versions, sha256 },
    null,
    2,
  ) + '\n',
);
console.log(`${total} characters from ${packages.length} packages`);
