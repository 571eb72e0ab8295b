// desk.mjs - a desk on a store of its own, and a browser before it. What the tests of this folder share.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const build = resolve(process.env.CHANCERY_BUILD ?? 'build');
const source = resolve(process.env.CHANCERY_SOURCE ?? '.');
const require = createRequire(join(process.env.CHANCERY_MODULES ?? source, 'package.json'));
const chancery = join(build, 'chancery');

/** A store of the stories in examples/, made once for the whole file of tests. */
export function makeStore() {
  const folder = mkdtempSync(join(tmpdir(), 'chancery-desk-'));
  const db = join(folder, 'record.db');
  execFileSync(chancery, ['read', join(source, 'examples'), '--db', db, '--quiet']);
  return { folder, db, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A store beside it into which nothing was read: reading an empty folder makes one, and fails. */
export function emptyStore(store) {
  const nothing = join(store.folder, 'nothing');
  mkdirSync(nothing, { recursive: true });
  spawnSync(chancery, ['read', nothing, '--db', join(store.folder, 'empty.db'), '--quiet']);
  return join(store.folder, 'empty.db');
}

/** Reads a story into a store, as another program than the desk. */
export function readInto(db, name, text) {
  writeFileSync(join(dirname(db), name), text);
  execFileSync(chancery, ['read', join(dirname(db), name), '--db', db, '--quiet']);
}

export const copyStore = (store, name) => {
  const db = join(store.folder, name);
  cpSync(store.db, db);
  return db;
};

/** Starts a desk on any free port: {url (with the token), origin, token, stop}. */
export async function startDesk(db, ...options) {
  const child = spawn(chancery, ['desk', '--db', db, '--port', '0', ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await new Promise((done, fail) => {
    let text = '';
    child.stdout.on('data', (piece) => {
      text += piece;
      if (text.includes('\n')) done(text.trim());
    });
    child.on('exit', (code) => fail(new Error(`the desk ended with ${code}`)));
  });
  const { origin, searchParams } = new URL(url);
  const stop = () => new Promise((done) => (child.on('exit', done), child.kill('SIGTERM')));
  return { url, origin, token: searchParams.get('token'), stop };
}

/** GET or POST as a program: with the token in a header. */
export const ask = (desk, path, init = {}) =>
  fetch(`${desk.origin}/api/v1/${path}`, { ...init, headers: { authorization: `Bearer ${desk.token}`, ...init.headers } });

export async function openBrowser() {
  const { chromium } = require('playwright-core');
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
}

/** A page that has been let in; what it complains of is collected in page.faults. */
export async function openPage(browser, desk, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.faults = [];
  page.on('pageerror', (error) => page.faults.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && page.faults.push(message.text()));
  page.on('request', (request) => new URL(request.url()).origin === desk.origin || page.faults.push(`request outside: ${request.url()}`));
  const asked = watchRequests(page);
  await page.goto(desk.url);
  page.visit = async (path) => {
    await page.goto(desk.origin + path);
    await settled(page, asked);
  };
  return page;
}

/** What a page has asked for: {under (way): requests, ever: how many}. What an earlier document asked for may never end. */
function watchRequests(page) {
  const asked = { under: new Set(), ever: 0 };
  page.on('request', (request) => (asked.under.add(request), asked.ever++));
  page.on('response', (response) => response.request().isNavigationRequest() && asked.under.clear());
  for (const end of ['requestfinished', 'requestfailed']) page.on(end, (request) => asked.under.delete(request));
  return asked;
}

/** Whether a page draws a frame, and stays as it is for a while behind it. */
const staysSo = () =>
  new Promise((done) => {
    let changes = 0;
    const observer = new MutationObserver(() => changes++);
    observer.observe(document, { childList: true, subtree: true, attributes: true, characterData: true });
    requestAnimationFrame(() => setTimeout(() => requestAnimationFrame(() => (observer.disconnect(), done(changes === 0))), 40));
  });

/** Waits until a page has asked for nothing and changed nothing for a good while, counted in frames that it drew, so that a
 * machine that is busy waits longer. Playwright's own way, half a second without a request, takes longer and looks at
 * requests alone. */
async function settled(page, asked) {
  const end = Date.now() + 30000;
  for (let still = 0; still < 3; ) {
    const { ever } = asked;
    const same = await page.evaluate(staysSo);
    still = same && asked.under.size === 0 && asked.ever === ever ? still + 1 : 0;
    if (Date.now() > end) throw new Error(`never settled: ${page.url()} ${[...asked.under].map((request) => request.url())}`);
  }
}

/** Waits until a function, run in the page, gives something true. (Playwright's own way needs eval, which the page forbids.) */
export async function until(page, test, argument) {
  const end = Date.now() + 15000;
  while (!(await page.evaluate(test, argument))) {
    if (Date.now() > end) throw new Error(`never came true: ${test}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** The checker as a script; a debugger's evaluation is not bound by the page's policy. */
export const axeSource = () => readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
