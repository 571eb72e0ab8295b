// views.test.mjs - each view against the record of examples/, and the way from every number to the words it came from.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { axeSource, copyStore, makeStore, openBrowser, openPage, startDesk } from './desk.mjs';

const VIEWS = ['/today?at=2023-03-27', '/pair', '/pair/IRN/SAU', '/matrix', '/map', '/network/CHN', '/search?q=embassy', '/list/events', '/list/documents', '/read', '/review', '/export', '/document/2023-03-10-riyadh-tehran.txt'];

describe('the desk', () => {
  let store, desk, browser, page;
  before(async () => {
    store = makeStore();
    desk = await startDesk(copyStore(store, 'views.db'));
    browser = await openBrowser();
    page = await openPage(browser, desk);
  });
  after(async () => {
    await browser?.close();
    await desk?.stop();
    store?.remove();
  });

  for (const view of VIEWS)
    it(`shows ${view} without a fault`, async () => {
      page.faults.length = 0;
      await page.visit(view);
      assert.ok(await page.locator('main h1').first().isVisible());
      assert.equal(await page.locator('main .error').count(), 0);
      assert.deepEqual(page.faults, []);
    });

  it('takes the token out of the address', async () => {
    await page.goto(desk.url);
    assert.equal(new URL(page.url()).search, '');
  });

  it('leads from a number of the matrix to the words in two clicks', async () => {
    await page.visit('/matrix');
    await page.locator('.matrix td a').first().click();
    await page.waitForURL(/\/pair\//);
    await page.locator('section.part a[href^="/document/"]').first().click();
    await page.waitForURL(/\/document\/.*record=/);
    await page.mouse.move(0, 0);
    await page.locator('mark[data-chosen]').first().waitFor();
    const record = new URL(page.url()).searchParams.get('record');
    await page.locator(`#r-${record}[data-chosen]`).waitFor();
  });

  it('keeps the state in the URL: back and forward', async () => {
    await page.visit('/list/events');
    await page.getByLabel('Pair (CHN,IRN)').fill('IRN,SAU');
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.waitForURL(/pair=IRN%2CSAU/);
    await page.locator('.tabs a', { hasText: 'Levels' }).click();
    await page.waitForURL(/\/list\/levels/);
    await page.goBack();
    await page.waitForURL(/pair=IRN%2CSAU/);
    assert.equal(await page.getByLabel('Pair (CHN,IRN)').inputValue(), 'IRN,SAU');
  });

  it('shows the boilerplate of a story dimmed and text never as markup', async () => {
    await page.visit('/document/2023-03-10-riyadh-tehran.txt');
    assert.ok((await page.locator('.story .dimmed').count()) > 0);
    assert.equal(await page.locator('.story script, .story img').count(), 0);
  });

  it('finds a pair by the names of its countries', async () => {
    await page.visit('/pair');
    await page.getByLabel('One side').fill('Saudi Arabia');
    await page.getByLabel('The other').fill('iran');
    await page.getByRole('button', { name: 'Show' }).click();
    await page.waitForURL(/\/pair\/SAU\/IRN/);
    await page.getByRole('heading', { level: 1, name: 'Saudi Arabia and Iran' }).waitFor();
  });

  for (const colorScheme of ['light', 'dark'])
    it(`has no violation that axe finds, ${colorScheme}`, async () => {
      const axe = axeSource();
      const other = await openPage(browser, desk, { colorScheme });
      for (const view of VIEWS) {
        await other.visit(view);
        await other.evaluate(axe);
        const { violations } = await other.evaluate(() => globalThis.axe.run());
        assert.deepEqual(violations.map((v) => `${view} ${v.id}: ${v.nodes[0].html}`), []);
      }
      await other.context().close();
    });

  it('fits into 320 pixels without scrolling sideways', async () => {
    const narrow = await openPage(browser, desk, { viewport: { width: 320, height: 700 } });
    for (const view of VIEWS) {
      await narrow.visit(view);
      const over = await narrow.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(over <= 0, `${view} is ${over} pixels too wide`);
    }
    await narrow.context().close();
  });

  it('can be walked with the keyboard alone', async () => {
    await page.visit('/matrix');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Skip to the view');
    await page.keyboard.press('Enter');
    await page.locator('.matrix td a').first().focus();
    await page.keyboard.press('ArrowDown');
    assert.ok(await page.evaluate(() => document.activeElement.closest('.matrix td') !== null));
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/pair\//);
    await page.waitForFunction(() => document.activeElement.id === 'main');
  });
});
