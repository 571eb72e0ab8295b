// views.test.mjs - each view against the record of examples/, and the way from every number to the words it came from.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { axeSource, copyStore, emptyStore, makeStore, openBrowser, openPage, startDesk } from './desk.mjs';

const VIEWS = ['/today?at=2023-03-27', '/pair', '/pair/IRN/SAU', '/pair/GHA/TGO', '/matrix', '/matrix?measure=balance', '/map', '/network/CHN', '/search?q=embassy', '/list/events', '/list/documents', '/read', '/review', '/export', '/document/2023-03-10-riyadh-tehran.txt'];

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

  it('says in plain words how two states stand', async () => {
    await page.visit('/pair/IRN/SAU');
    assert.equal(
      (await page.locator('.standing').innerText()).trim(),
      'diplomatic relations (restored 2023-03-10) · 1 agreement in force · 4 open promises · last contact 2023-11-11 (visit)',
    );
    await page.visit('/pair/GHA/TGO');
    await page.getByText('Nothing between Ghana and Togo is on record.').waitFor();
    await page.visit('/pair/IRN/XYZZY');
    await page.getByText('No state or organisation goes by the name of').waitFor();
    assert.ok((await page.getByText('Iran has most records with').locator('a').count()) > 1);
  });

  it('draws the level over time, a band for each level, on the axis of the events', async () => {
    await page.visit('/pair/IRN/SAU?period=all');
    assert.deepEqual(await page.locator('.levels .name').allInnerTexts(), ['diplomatic relations', 'diplomatic relations, severed']);
    const middle = async (selector) => {
      const box = await page.locator(selector).first().boundingBox();
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    };
    const [cut, back] = [await middle('.levels .turn[aria-label^="2016"]'), await middle('.levels .turn[aria-label^="2023-03-10"]')];
    assert.ok(cut.x < back.x && cut.y > back.y, 'relations that were cut stand lower than those restored later');
    const event = await middle('.events .event[aria-label^="2023-03-10"]');
    assert.ok(Math.abs(event.x - back.x) < 1, `a day is at ${event.x} in the strip, at ${back.x} above it`);
    await page.locator('.levels summary').click();
    const twin = await page.locator('.levels tbody tr').allInnerTexts();
    assert.equal(twin.length, 2);
    assert.match(twin[0], /2016-01-01\s+2023-03-10\s+diplomatic relations, severed/);
    await page.locator('.levels .turn').last().click();
    await page.waitForURL(/\/document\/.*record=/);
  });

  it('marks each event of a pair by its day, side and shape', async () => {
    await page.visit('/pair/IRN/SAU');
    const marks = await page.locator('.events .event').evaluateAll((all) => {
      const zero = document.querySelector('.events .zero').getBoundingClientRect().y;
      return all.map((a) => {
        const box = a.getBoundingClientRect();
        return { below: box.y + box.height / 2 - zero, label: a.getAttribute('aria-label'), side: a.firstChild.classList[1], shape: a.querySelector('path').getAttribute('d') };
      });
    });
    assert.ok(marks.length > 20);
    const shapes = new Map();
    for (const { below, label, side, shape } of marks) {
      shapes.set(side, (shapes.get(side) ?? new Set()).add(shape));
      if (side === 'neither') assert.ok(Math.abs(below) < 1, label);
      else assert.ok(side === 'cooperation' ? below < -4 : below > 4, `${label} is at ${below}`);
      if (side !== 'neither') assert.ok(label.includes(side), label);
    }
    assert.deepEqual([...shapes.keys()].sort(), ['conflict', 'cooperation', 'neither']);
    assert.equal(new Set([...shapes.values()].flatMap((s) => [...s])).size, 3);
    assert.equal(await page.locator('.events tbody tr').count(), marks.length);
  });

  it('leads from the strip to the words with the keyboard, by one stop of Tab', async () => {
    await page.visit('/pair/IRN/SAU');
    assert.equal(await page.locator('.events .event[tabindex="0"]').count(), 1);
    await page.locator('.events .event[tabindex="0"]').focus();
    const label = () => page.evaluate(() => document.activeElement.getAttribute('aria-label'));
    const first = await label();
    await page.keyboard.press('End');
    assert.match(await label(), /^2023-11-11/);
    await page.keyboard.press('Home');
    assert.equal(await label(), first);
    await page.keyboard.press('ArrowRight');
    const second = await label();
    assert.notEqual(second, first);
    assert.ok(second.endsWith((await page.locator('.events .readout').innerText()).slice(-20)));
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/document\/.*record=/);
    await page.locator('mark[data-chosen]').first().waitFor();
  });

  it('keeps the period of the charts in the URL; without one, the shortest that holds most of the events', async () => {
    await page.visit('/pair/IRN/SAU');
    const ticks = async () => (await page.locator('.trend .ticks li').allTextContents()).join(' ');
    const chosen = () => page.locator('.period [aria-current]').innerText();
    assert.equal(await chosen(), '12 months');
    assert.match(await ticks(), /^2023-01 .*2023-11$/);
    await page.getByText('Earlier than 2022-12: 3 events.').waitFor();
    await page.getByRole('link', { name: 'Everything', exact: true }).click();
    await page.waitForURL(/period=all/);
    assert.equal(await chosen(), 'Everything');
    assert.match(await ticks(), /^2005 2010 2015 2020$/);
    await page.goBack();
    await page.waitForFunction(() => document.querySelector('.period [aria-current]').textContent === '12 months');
    await page.visit('/pair/CHN/HND');
    assert.equal(await page.locator('.period').count(), 0, 'no choice where all lies within a year');
  });

  it('leads from each number of a pair and of its charts to the words', async () => {
    await page.visit('/pair/IRN/SAU');
    await page.locator('.trend summary').click();
    await page.locator('.trend tbody a').first().click();
    await page.waitForURL(/\/list\/events\?pair=IRN,SAU&since=2023-03&until=2023-03/);
    await page.locator('td a[href*="record="]').first().waitFor();
    await page.visit('/pair/IRN/SAU');
    for (const id of await page.locator('.standing a').evaluateAll((all) => all.map((a) => a.getAttribute('href')))) assert.ok((await page.locator(`${id} a[href*="record="]`).count()) > 0, id);
    const broken = await page.locator('a[href*="undefined"], a[href*="null"]').count();
    assert.equal(broken, 0);
    await page.locator('.trend .u-over').hover({ position: { x: 10, y: 20 } });
    assert.match(await page.locator('.trend .readout').innerText(), /^2022-12: no events of cooperation, none of conflict/);
  });

  it('gives each side its latest statements', async () => {
    await page.visit('/pair/IRN/SAU');
    assert.deepEqual(await page.locator('#statements h3').allInnerTexts(), ['Iran', 'Saudi Arabia', 'Others']);
    assert.ok((await page.locator('#statements table').count()) >= 2);
  });

  it('prints the brief: no controls, light, the documents named, nothing wider than the paper', async () => {
    const other = await openPage(browser, desk, { colorScheme: 'dark', viewport: { width: 1280, height: 900 } });
    await other.visit('/pair/IRN/SAU');
    await other.evaluate(() => addEventListener('beforeprint', () => (globalThis.plotted = document.querySelector('.trend .uplot').clientWidth)));
    await other.pdf({ format: 'A4' });
    assert.equal(await other.evaluate(() => globalThis.plotted), 640);
    assert.ok((await other.evaluate(() => document.querySelector('.trend .uplot').clientWidth)) > 1000, 'and is as wide as the page again');
    await other.emulateMedia({ media: 'print' });
    await other.setViewportSize({ width: 688, height: 970 });
    for (const hidden of ['header.frame', '.filters', '.period', 'details']) assert.equal(await other.locator(hidden).first().isVisible(), false, hidden);
    assert.ok(await other.locator('#pacts .source').first().isVisible());
    assert.equal(await other.evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgb(255, 255, 255)');
    assert.ok((await other.evaluate(() => document.documentElement.scrollWidth)) <= 688);
    await other.context().close();
  });

  it('says what changed, of which day it speaks, and leads to pairs, events and stories', async () => {
    await page.visit('/today?at=2023-03-27');
    assert.equal((await page.locator('.standing').innerText()).trim(), '3 new levels · 1 break · 2 agreements · 2 surges');
    await page.getByText('to 2023-03-27, the day chosen').waitFor();
    assert.deepEqual(await page.locator('#agreements td a[href^="/pair/"]').evaluateAll((all) => all.map((a) => a.getAttribute('href'))), ['/pair/CHN/HND', '/pair/CHN/IRN']);
    const number = page.locator('#surges td.number a').first();
    const events = Number(await number.innerText());
    await number.click();
    await page.waitForURL(/\/list\/events\?pair=HND,TWN&since=2023-03-21&until=2023-03-27/);
    await page.waitForFunction((n) => document.querySelectorAll('tbody tr').length >= n, events);
    await page.goBack();
    await page.locator('.coverage .days a').last().click();
    await page.waitForURL(/\/list\/documents\?since=2023-03-26&until=2023-03-26/);
    await page.locator('td a[href^="/document/"]').first().waitFor();
    await page.visit('/today');
    await page.getByText('the last day that was read.').waitFor();
    await page.visit('/today?at=1999-01-01');
    await page.getByText('No story is of 1999-01-01 or the days before.').waitFor();
  });

  it('names what the colours of the matrix mean, and keeps its heads in sight', async () => {
    await page.visit('/matrix?measure=balance&n=40');
    const legend = await page.locator('.legend li').allInnerTexts();
    assert.match(legend[0], /^−/);
    assert.match(legend.at(-2), /^\+/);
    assert.equal(await page.locator('.matrix td a[tabindex="0"]').count(), 1);
    assert.match(await page.locator('.matrix tbody th').first().innerText(), /^Saudi Arabia\s+SAU$/);
    const top = () => page.locator('.matrix thead th').first().evaluate((th) => th.getBoundingClientRect().y - th.closest('.scroll').getBoundingClientRect().y);
    const left = () => page.locator('.matrix tbody th').first().evaluate((th) => th.getBoundingClientRect().x - th.closest('.scroll').getBoundingClientRect().x);
    const before = [await top(), await left()];
    await page.locator('.cells .scroll').evaluate((box) => box.scrollTo(200, 200));
    assert.ok(await page.locator('.cells .scroll').evaluate((box) => box.scrollTop > 0 && box.scrollLeft > 0), 'it scrolls');
    assert.deepEqual([await top(), await left()], before);
    await page.visit('/matrix?measure=events&since=2023-03&until=2023-03');
    assert.equal(await page.locator('.legend li').first().innerText(), '1');
    await page.locator('summary').click();
    assert.match(await page.locator('details td.number a').first().getAttribute('href'), /&since=2023-03&until=2023-03$/);
    await page.getByLabel('States').selectOption('10');
    await page.waitForURL(/n=10/);
    await page.visit('/matrix?since=1990-01&until=1990-02');
    await page.getByText('No event between two states is on record in this period.').waitFor();
  });

  it('reads well where nothing was read yet', async () => {
    const empty = await startDesk(emptyStore(store));
    const other = await openPage(browser, empty);
    for (const [view, text] of [['/today', 'The record is empty.'], ['/pair', 'No two states stand in one record yet.'], ['/pair/IRN/SAU', 'Nothing between Iran and Saudi Arabia is on record.'], ['/matrix', 'No event between two states is on record.']]) {
      await other.visit(view);
      await other.getByText(text).waitFor();
    }
    assert.deepEqual(other.faults, []);
    await other.context().close();
    await empty.stop();
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
