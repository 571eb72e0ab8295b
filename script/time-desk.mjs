#!/usr/bin/env node
// How long a person waits: opens a desk on a store in Chromium, comes to it afresh and clicks through it. A time runs
// from the click (from the address, for the first view) until the last answer that it led to is drawn; medians, once as
// on a store that was just written into (what the desk keeps of earlier answers is worth nothing), once as on one that
// was not.
// Usage: script/time-desk.mjs STORE [TIMES]. CHANCERY is the program (default build/chancery), CHROMIUM the browser
// (default /usr/bin/chromium), CHANCERY_MODULES the folder with playwright-core (default build/desk-tests, where the
// tests have it). Reviews that it makes are taken back; the record is as before, the reviews are longer.
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { median, openDesk } from './driven-desk.mjs';

const [db, times = '7'] = process.argv.slice(2);
if (!db) {
  console.error('usage: script/time-desk.mjs STORE [TIMES]');
  process.exit(2);
}
const TIMES = Number(times);
const QUIET = 150;
const { chromium } = createRequire(join(resolve(process.env.CHANCERY_MODULES ?? 'build/desk-tests'), 'package.json'))('playwright-core');

const { url, origin, api, write, stop } = await openDesk(db);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });

/** Runs in the page before its own code: counts what is under way and keeps when the last of it was drawn. */
function watch() {
  const clock = { from: 0, drawn: 0, under: 0 };
  const drawn = () => requestAnimationFrame(() => setTimeout(() => (clock.drawn = performance.now())));
  const during = async (work) => {
    clock.under++;
    try {
      return await work;
    } finally {
      clock.under--;
      drawn();
    }
  };
  const plain = globalThis.fetch;
  globalThis.fetch = (...args) => during(plain(...args));
  for (const name of ['json', 'text']) {
    const read = Response.prototype[name];
    Response.prototype[name] = function () {
      return during(read.call(this));
    };
  }
  for (const kind of ['click', 'keydown', 'change'])
    addEventListener(kind, () => ((clock.from = performance.now()), drawn()), true);
  new MutationObserver(drawn).observe(document, { childList: true, subtree: true, attributes: true });
  globalThis.deskClock = clock;
}

/** Milliseconds from the last click or key to the last drawing, once nothing has been under way for a while. */
const settled = (page) =>
  page.evaluate(async (quiet) => {
    const still = () => deskClock.under === 0 && deskClock.drawn > deskClock.from && performance.now() - deskClock.drawn > quiet;
    while (!still()) await new Promise((done) => setTimeout(done, 20));
    return deskClock.drawn - deskClock.from;
  }, QUIET);

async function open() {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.addInitScript(watch);
  return page;
}

async function firstView() {
  const page = await open();
  await page.goto(url);
  const ms = await settled(page);
  await page.context().close();
  return ms;
}

/** What is clicked, from where: a view's address and what to do there. */
const link = (text) => (page) => page.locator('nav a', { hasText: text }).click();
const first = (selector) => (page) => page.locator(selector).first().click();
const key = (name) => (page) => page.keyboard.press(name);
const submit = (label, text, button) => async (page) => {
  await page.getByLabel(label).fill(text);
  await page.getByRole('button', { name: button }).click();
};
const CLICKS = [
  ['to Today', '/export', link('Today')],
  ['to Pair', '/export', link('Pair')],
  ['to Matrix', '/export', link('Matrix')],
  ['to Map', '/export', link('Map')],
  ['to Network', '/export', link('Network')],
  ['to Search', '/export', link('Search')],
  ['to Tables', '/export', link('Tables')],
  ['to Export', '/today', link('Export')],
  ['to Review', '/export', link('Review')],
  ['a cell of the matrix: the busiest pair', '/matrix', first('.matrix td a')],
  ['evidence of the pair: its story', '/pair/{a}/{b}', first('section.part a[href^="/document/"]')],
  ['another period of the pair', '/pair/{a}/{b}', first('.period a:not([aria-current])')],
  ['words in a table: their story', '/list/events', first('td a[href^="/document/"]')],
  ['search, a common word', '/search', submit('Words', 'border', 'Search')],
  ['search, a rare word', '/search', submit('Words', 'isthmus', 'Search')],
  ...['Statements', 'Agreements', 'Levels', 'Figures', 'Documents', 'Actors'].map((name) => [`table of ${name.toLowerCase()}`, '/list/events', first(`.tabs a:text-is("${name}")`)]),
  ['review: next', '/review', key('j')],
  ['review: accept', '/review', key('a'), key('u')],
  ['review: reject', '/review', key('r'), key('u')],
];

async function click(page, from, act, back) {
  await page.goto(origin + from);
  await settled(page);
  await act(page);
  const ms = await settled(page);
  await back?.(page);
  if (back) await settled(page);
  return ms;
}

/** What it takes behind a write, and without one. */
async function time(what, once) {
  const ms = { behind: [], again: [] };
  for (let i = 0; i < TIMES; i++) {
    await write();
    ms.behind.push(await once());
    ms.again.push(await once());
  }
  say(what, ms);
}

const inWords = (list) => `${median(list).toFixed(0).padStart(6)} ms (slowest ${Math.max(...list).toFixed(0)})`;
const say = (what, ms) => console.log(`${what.padEnd(42)} ${inWords(ms.behind).padEnd(26)} again ${inWords(ms.again)}`);

try {
  await time('first view', firstView);
  const page = await open();
  await page.goto(url);
  await settled(page);
  await page.evaluate(() => localStorage.setItem('chancery-reviewer', 'bench'));
  const { rows: [{ a, b }] } = await api('list/relations?limit=1');
  for (const [what, from, act, back] of CLICKS)
    try {
      await time(what, () => click(page, from.replace('{a}', a).replace('{b}', b), act, back));
    } catch (error) {
      console.log(`${what.padEnd(42)} failed: ${String(error).split('\n')[0]}`);
      process.exitCode = 1;
    }
} finally {
  await browser.close();
  stop();
}
