// views.test.mjs - each view against the record of examples/, and the way from every number to the words it came from.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { ask, axeSource, copyStore, makeStore, openBrowser, openPage, startDesk } from './desk.mjs';

const VIEWS = ['/today?at=2023-03-27', '/pair', '/pair/IRN/SAU', '/matrix', '/map', '/network/CHN', '/search?q=embassy', '/list/events', '/list/events?sort=confidence&descending=1', '/list/documents', '/list/relations', '/search', '/search?q=embassy&actor=SAU', '/export?form=geojson&since=2021', '/read', '/review', '/export', '/document/2023-03-10-riyadh-tehran.txt'];

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
    await page.getByLabel('Country or actor').fill('Iran');
    await page.getByLabel('And with').fill('saudi arabia');
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.waitForURL(/pair=IRN%2CSAU/);
    await page.locator('.tabs a', { hasText: /^Levels$/ }).click();
    await page.waitForURL(/\/list\/levels/);
    await page.goBack();
    await page.waitForURL(/pair=IRN%2CSAU/);
    assert.equal(await page.getByLabel('Country or actor').inputValue(), 'Iran');
    assert.equal(await page.getByLabel('And with').inputValue(), 'Saudi Arabia');
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

describe('tables, search and export', () => {
  let store, desk, browser, page;
  before(async () => {
    store = makeStore();
    desk = await startDesk(copyStore(store, 'lists.db'));
    browser = await openBrowser();
    page = await openPage(browser, desk);
  });
  after(async () => {
    await browser?.close();
    await desk?.stop();
    store?.remove();
  });

  const rowsOf = async (path) => (await (await ask(desk, path)).json()).rows;
  const column = (n) => page.locator(`tbody tr td:nth-child(${n})`).allTextContents();
  const sorted = (order) => page.locator(`th[aria-sort="${order}"]`);

  it('sorts by the head of a column, both ways, by mouse and by keyboard', async () => {
    await page.visit('/list/events');
    await page.getByRole('link', { name: /^Confidence/ }).click();
    await sorted('descending').filter({ hasText: 'Confidence' }).waitFor();
    const down = (await column(10)).map(parseFloat);
    assert.deepEqual(down, [...down].sort((a, b) => b - a));
    assert.ok(new Set(down).size > 1);
    await page.getByRole('link', { name: /^Confidence/ }).focus();
    await page.keyboard.press('Enter');
    await sorted('ascending').filter({ hasText: 'Confidence' }).waitFor();
    assert.equal(new URL(page.url()).searchParams.get('sort'), 'confidence');
    const [first] = await rowsOf('list/events?sort=confidence&limit=1');
    assert.equal((await column(10))[0], `${Math.round(first.confidence * 100)} %`);
    await page.getByRole('link', { name: /^Not sorted/ }).click();
    await page.waitForFunction(() => !document.querySelector('th[aria-sort]'));
  });

  it('narrows by choices that the record has, and says how many rows there are', async () => {
    await page.visit('/list/events');
    const [{ type, records }] = (await rowsOf('list/labels?type=event')).filter((r) => r.type === 'AGREE').reduce(([sum], r) => [{ type: r.type, records: sum.records + r.records }], [{ records: 0 }]);
    await page.getByLabel('Type').selectOption({ label: `${type} (${records})` });
    await page.waitForURL(/type=AGREE/);
    await page.getByRole('status').filter({ hasText: `of ${records}` }).first().waitFor();
    assert.ok((await column(2)).every((cell) => cell.includes('AGREE')));
    await page.getByLabel('Happened').selectOption('future');
    await page.waitForURL(/modality=future/);
    const left = (await rowsOf('list/events?type=AGREE&modality=future&limit=1000')).length;
    await page.getByRole('status').filter({ hasText: left ? `of ${left}` : 'No rows' }).first().waitFor();
    await page.getByLabel('Since').fill('22');
    await page.getByRole('button', { name: 'Filter' }).click();
    assert.ok(await page.getByLabel('Since').evaluate((field) => field.matches(':invalid')));
    assert.doesNotMatch(page.url(), /since/);
  });

  it('pages through a table', async () => {
    await page.visit('/list/events?sort=event');
    const first = await column(8);
    await page.getByRole('link', { name: 'More rows' }).first().click();
    await page.waitForURL(/offset=50/);
    await page.getByRole('status').filter({ hasText: 'Rows 51 to 100' }).first().waitFor();
    assert.notDeepEqual(await column(8), first);
    await page.getByRole('link', { name: 'Earlier rows' }).first().click();
    await page.getByRole('status').filter({ hasText: 'Rows 1 to 50' }).first().waitFor();
    assert.deepEqual(await column(8), first);
  });

  it('has every table, and its rows lead to the words', async () => {
    await page.visit('/list/events');
    const tables = await page.locator('.groups a').evaluateAll((links) => links.map((a) => a.getAttribute('href')));
    assert.ok(tables.length > 20);
    for (const table of tables) {
      page.faults.length = 0;
      await page.visit(table);
      await page.locator('main table, main .empty').first().waitFor();
      assert.equal(await page.locator('main .error').count(), 0, table);
      assert.deepEqual(page.faults, [], table);
    }
    for (const table of ['events', 'statements', 'levels', 'pacts', 'promises', 'contacts', 'occurrences']) {
      await page.visit(`/list/${table}`);
      await page.locator('tbody a[href*="record="]').first().click();
      await page.waitForURL(/\/document\/.*record=/);
      await page.locator('mark[data-chosen]').first().waitFor();
    }
  });

  it('narrows a search by what it counts', async () => {
    await page.visit('/search?q=embassy');
    const country = page.locator('.facets li', { hasText: 'Iran' });
    const count = Number(await country.locator('.count').textContent());
    await country.getByRole('link').click();
    await page.waitForURL(/actor=IRN/);
    await page.getByRole('status').filter({ hasText: `1 to ${count},` }).waitFor();
    assert.equal(await page.locator('.hits li').count(), count);
    assert.ok((await page.locator('.hits mark.hit').count()) >= count);
    await page.getByRole('link', { name: 'Not only Iran' }).click();
    await page.waitForFunction((n) => document.querySelectorAll('.hits li').length > n, count);
    await page.locator('.facets li', { hasText: '2023' }).getByRole('link').click();
    await page.waitForURL(/since=2023&until=2023/);
    assert.equal(await page.getByLabel('Published since').inputValue(), '2023');
    await page.locator('.hits a').first().click();
    await page.waitForURL(/\/document\/.*sentence=/);
  });

  it('says what words lack that cannot be looked for, and how to ask', async () => {
    await page.visit('/search?q=%22embassy');
    await page.getByRole('alert').filter({ hasText: 'quotation mark' }).waitFor();
    assert.ok(await page.getByText('these words in a row').isVisible());
    await page.visit('/search?q=embassy&since=2023-13');
    await page.getByRole('alert').filter({ hasText: 'not a date that exists' }).waitFor();
  });

  it('exports what a table shows, with its SQL', async () => {
    await page.visit('/list/events?type=CONSULT&sort=actor');
    const all = await rowsOf('list/events?type=CONSULT&sort=actor&limit=1000');
    await page.getByRole('link', { name: 'Export these' }).click();
    await page.waitForURL(/\/export\?/);
    await page.getByRole('status').filter({ hasText: `${all.length} rows` }).waitFor();
    assert.match(await page.locator('pre.sql').textContent(), /t\.event = 'CONSULT'/);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download' }).click()]);
    assert.equal(download.suggestedFilename(), 'events.csv');
    const lines = readFileSync(await download.path(), 'utf8').trimEnd().split('\r\n');
    assert.equal(lines.length, all.length + 1);
    assert.ok(lines[1].startsWith(all[0].id));
    await page.getByLabel('GeoJSON').check();
    await page.waitForURL(/form=geojson/);
    const [map] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download' }).click()]);
    assert.equal(JSON.parse(readFileSync(await map.path(), 'utf8')).type, 'FeatureCollection');
  });

  it('copies the SQL', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: desk.origin });
    await page.visit('/export?form=rows&list=levels');
    await page.getByRole('button', { name: 'Copy' }).click();
    await page.getByText('Copied.').waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await page.locator('pre.sql').textContent());
  });
});
