#!/usr/bin/env node
// Many readers at once before a desk: each asks one question after the other, over a connection of its own, and says
// how long the answers took. Before that each view's questions alone, as a page puts them: the time until the last is
// answered, behind a write into the store (nothing that was answered before is worth anything) and once more.
// Usage: script/load-desk.mjs STORE [SECONDS [READERS [EVERY]]]; CHANCERY is the program (default build/chancery). With
// EVERY somebody reviews a record every so many seconds while the others read. Reviews are taken back at once; the record
// is as before, the reviews are longer.
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { median, openDesk } from './driven-desk.mjs';

const [db, seconds = '60', readers = '200', every] = process.argv.slice(2);
if (!db) {
  console.error('usage: script/load-desk.mjs STORE [SECONDS [READERS [EVERY]]]');
  process.exit(2);
}
const TIMES = 7;

const { url, headers, api, write, stop } = await openDesk(db);
const { hostname, port } = new URL(url);

/** The milliseconds of a question and its status; 0 for a connection that broke. */
const ask = (path, agent) =>
  new Promise((done) => {
    const start = performance.now();
    const end = (status) => done({ ms: performance.now() - start, status });
    request({ host: hostname, port, path: path.startsWith('/') ? path : `/api/v1/${path}`, headers, agent }, (answer) =>
      answer.on('error', () => end(0)).on('end', () => end(answer.statusCode)).resume(),
    ).on('error', () => end(0)).end();
  });

const rows = (path) => api(path).then((page) => page.rows);
const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;

const [document] = await rows('list/documents?limit=1');
const [pair] = await rows('list/relations?limit=1');
const sides = `pair=${pair.a},${pair.b}`;
const [day] = await rows('list/days?newest=1&limit=1');
const before = (days) => new Date(Date.parse(day.day) - days * 86400000).toISOString().slice(0, 10);
const since = before(30);
const of = (...lists) => lists.map((list) => `list/${list}`);

/** What a page asks of the API for each view. */
const VIEWS = {
  'first view (today)': ['/', '/main.js', '/style.css', ...of('days?newest=1&limit=60', `standings?since=${since}&until=${day.day}&newest=1&limit=200`, `pacts?since=${since}&until=${day.day}&newest=1&limit=200`, `surges?at=${day.day}&limit=20`, 'runs?newest=1&limit=5')],
  pair: of(`relations?${sides}`, `trend?${sides}&limit=1000&newest=1`, `standings?${sides}&limit=500&newest=1`, ...['standings', 'pacts', 'contacts', 'figures'].map((list) => `${list}?${sides}&limit=8&newest=1`), `statements?${sides}&limit=60&newest=1`, ...['contradictions', 'denials'].map((list) => `${list}?${sides}&limit=50&newest=1`), `promises?${sides}&type=open&limit=8&newest=1`, `timeline?${sides}&type=event&limit=20&newest=1`, `timeline?${sides}&type=event&since=${before(365)}&until=${day.day}&limit=500&newest=1`),
  matrix: of('matrix?limit=1000'),
  map: of('countries?limit=1000', 'places?limit=500'),
  network: of(`network?actor=${pair.a}&limit=1000`),
  search: of('search?match=ambassador&limit=50'),
  review: of('unsure?type=event&limit=100', 'precision'),
  document: [`document/${document.id}`],
  ...Object.fromEntries(['events', 'statements', 'agreements', 'levels', 'figures', 'documents', 'actors'].map((list) => [`list ${list}`, of(`${list}?limit=50`)])),
};

async function crowd() {
  const paths = Object.values(VIEWS).flat();
  const end = performance.now() + 1000 * Number(seconds);
  const times = [];
  let errors = 0;
  const read = async (n) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (let i = n; performance.now() < end; i++) {
      const { ms, status } = await ask(paths[i % paths.length], agent);
      times.push(ms);
      if (status !== 200) errors++;
    }
    agent.destroy();
  };
  const review = async () => {
    for (; performance.now() < end; await sleep(1000 * Number(every))) await write();
  };
  await Promise.all([...Array.from({ length: Number(readers) }, (_, n) => read(n)), every && review()]);
  times.sort((a, b) => a - b);
  console.log(`${readers} readers${every ? `, a review every ${every} s,` : ''} for ${seconds} s: ${times.length} requests, ${errors} errors, median ${at(times, 0.5).toFixed(1)} ms, 99th percentile ${at(times, 0.99).toFixed(1)} ms`);
  return errors;
}

async function views() {
  const agent = new Agent({ keepAlive: true, maxSockets: 6 });
  for (const [name, paths] of Object.entries(VIEWS)) {
    const askAll = async () => {
      const start = performance.now();
      await Promise.all(paths.map((path) => ask(path, agent)));
      return performance.now() - start;
    };
    const behind = [];
    const again = [];
    for (let i = 0; i < TIMES; i++) {
      await write();
      behind.push(await askAll());
      again.push(await askAll());
    }
    console.log(`${name}: ${paths.length} requests, median of ${TIMES} ${median(behind).toFixed(1)} ms, again ${median(again).toFixed(1)} ms`);
  }
  agent.destroy();
}

await views();
const errors = await crowd();
stop();
process.exitCode = errors ? 1 : 0;
