// build.mjs - makes the page: bundles web/src with esbuild, packs every file with gzip and writes them as one C file
// (src/serve/inside.h: ch__assets). Usage: node build.mjs OUT [MODULES]: OUT gets page/ and assets.c; MODULES is the
// folder with node_modules (default: beside this file).
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2] ?? join(here, 'dist'));
const modules = resolve(process.argv[3] ?? here);
const require = createRequire(join(modules, 'package.json'));
const esbuild = require('esbuild');
const page = join(out, 'page');
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
};

/** The rows of a table of knowledge/ as objects by the names of its columns. */
function table(name) {
  const lines = readFileSync(join(here, '../knowledge', name), 'utf8').split('\n');
  const columns = lines.find((line) => line.startsWith('#:')).slice(3).split('\t').map((c) => c.replace(/[*^]$/, ''));
  return lines
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => Object.fromEntries(line.split('\t').map((cell, i) => [columns[i], cell])));
}
const once = (rows, column) => [...new Set(rows.map((row) => row[column]))].filter((value) => value && value !== '-').sort();

/** What may stand in a record, for the forms of reviews: `import { modes } from 'chancery:vocabulary'`. */
function vocabulary() {
  const plover = table('events/plover.tsv');
  const of = (kind) => plover.filter((row) => row.kind === kind);
  const modes = {};
  for (const { name, of: type } of of('mode')) (modes[type] ??= []).push(name);
  const units = table('ledger/units.tsv').filter((row) => row.kind !== 'time');
  return {
    modes,
    contexts: of('context').map((row) => row.name).sort(),
    levels: once(table('ledger/levels.tsv').filter((row) => row.needs !== 'none'), 'level'),
    measures: once(table('ledger/measures.tsv'), 'measure'),
    units: once(units, 'code'),
  };
}
const fromKnowledge = {
  name: 'vocabulary',
  setup(build) {
    build.onResolve({ filter: /^chancery:vocabulary$/ }, ({ path }) => ({ path, namespace: 'knowledge' }));
    build.onLoad({ filter: /.*/, namespace: 'knowledge' }, () => ({ contents: JSON.stringify(vocabulary()), loader: 'json' }));
  },
};

rmSync(page, { recursive: true, force: true });
mkdirSync(page, { recursive: true });
const { metafile } = await esbuild.build({
  entryPoints: [join(here, 'src/main.js'), join(here, 'src/style.css')],
  outdir: page,
  bundle: true,
  splitting: true,
  format: 'esm',
  target: ['chrome110', 'firefox110', 'safari16'],
  minify: true,
  legalComments: 'none',
  nodePaths: [join(modules, 'node_modules')],
  chunkNames: 'part-[hash]',
  metafile: true,
  plugins: [fromKnowledge],
  logLevel: 'warning',
});

/** The map is worked out here, once (atlas.mjs). */
const made = await esbuild.build({
  entryPoints: [join(here, 'atlas.mjs')],
  outfile: join(out, 'atlas.mjs'),
  bundle: true,
  format: 'esm',
  platform: 'node',
  nodePaths: [join(modules, 'node_modules')],
  metafile: true,
  logLevel: 'warning',
});
const { world } = await import(pathToFileURL(join(out, 'atlas.mjs')));

/** The modules that went in, with their licences, as those ask for it. */
function licences() {
  const names = new Set();
  for (const input of [...Object.keys(metafile.inputs), ...Object.keys(made.metafile.inputs)]) {
    const at = input.lastIndexOf('node_modules/');
    if (at >= 0) names.add(input.slice(at + 13).split('/').slice(0, input[at + 13] === '@' ? 2 : 1).join('/'));
  }
  return [...names].sort().map((name) => {
    const folder = join(modules, 'node_modules', name);
    const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((f) => /^(licen[cs]e|copying)/i.test(f));
    return `${name} ${about.version} (${about.license})\n\n${file ? readFileSync(join(folder, file), 'utf8').trim() : about.homepage ?? ''}\n`;
  }).join(`\n${'-'.repeat(80)}\n\n`);
}
writeFileSync(join(page, 'licences.txt'), licences());
writeFileSync(join(page, 'index.html'), readFileSync(join(here, 'src/index.html')));
writeFileSync(join(page, 'icon.svg'), readFileSync(join(here, 'src/icon.svg')));
writeFileSync(join(page, 'world.json'), JSON.stringify(world));

const rows = [];
const data = [];
for (const name of readdirSync(page).sort()) {
  const bytes = readFileSync(join(page, name));
  const packed = gzipSync(bytes, { level: 9 });
  const etag = createHash('sha256').update(bytes).digest('hex').slice(0, 32);
  const path = name === 'index.html' ? '/' : `/${name}`;
  data.push(`static const unsigned char file_${rows.length}[] = {${[...packed].join(',')}};`);
  const lasts = name.startsWith('part-');
  rows.push(`    {"${path}", "${types[extname(name)]}", "${etag}", file_${rows.length}, sizeof file_${rows.length}, true, ${lasts}},`);
}
writeFileSync(
  join(out, 'assets.c'),
  `/* Made by web/build.mjs. */\n#include "serve/inside.h"\n\n${data.join('\n')}\n\n` +
    `const ch__asset ch__assets[] = {\n${rows.join('\n')}\n    {NULL, NULL, NULL, NULL, 0, false, false}};\n`,
);
