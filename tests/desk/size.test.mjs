// size.test.mjs - how much a browser loads before it shows something: packed, without the answers of the API.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { makeStore, openBrowser, openPage, startDesk } from './desk.mjs';

const KB = 1000;

describe('the first load', () => {
  let store, desk, browser;
  before(async () => {
    store = makeStore();
    desk = await startDesk(store.db);
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await desk?.stop();
    store?.remove();
  });

  /** The bytes of all files of the page that a fresh browser fetches for a view. */
  async function load(view) {
    const page = await openPage(browser, desk);
    const { cookies } = await page.context().storageState();
    await page.context().close();
    const fresh = await browser.newContext({ storageState: { cookies, origins: [] } });
    const other = await fresh.newPage();
    const sizes = new Map();
    other.on('response', (r) => new URL(r.url()).pathname.startsWith('/api/') || sizes.set(r.url(), r.headers()));
    await other.goto(desk.origin + view);
    await other.waitForLoadState('networkidle');
    await fresh.close();
    for (const [url, fields] of sizes) if (/\.(js|css|json)$/.test(url) && Number(fields['content-length']) > KB) assert.equal(fields['content-encoding'], 'gzip', url);
    return [...sizes.values()].reduce((n, fields) => n + Number(fields['content-length']), 0);
  }

  it('is under 100 KB without the map', async () => {
    for (const view of ['/today', '/pair/IRN/SAU', '/document/2023-03-10-riyadh-tehran.txt']) {
      const bytes = await load(view);
      assert.ok(bytes > KB && bytes < 100 * KB, `${view}: ${bytes} bytes`);
    }
  });

  it('is under 350 KB with the map', async () => {
    const bytes = await load('/map');
    assert.ok(bytes > 50 * KB && bytes < 350 * KB, `${bytes} bytes`);
  });
});
