// views.test.mjs - each view against the record of examples/, and the way from every number to the words it came from.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { ask, axeSource, copyStore, emptyStore, makeStore, openBrowser, openPage, startDesk, until } from './desk.mjs';

const VIEWS = ['/today?at=2023-03-27', '/pair', '/pair/IRN/SAU', '/pair/GHA/TGO', '/matrix', '/matrix?measure=balance', '/map', '/network/CHN', '/search', '/search?q=embassy', '/search?q=embassy&actor=SAU', '/list/events', '/list/events?sort=confidence&descending=1', '/list/documents', '/list/relations', '/read', '/review', '/export', '/export?form=geojson&since=2021', '/document/2023-03-10-riyadh-tehran.txt'];

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
    await page.locator('.events summary').click();
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
    await until(page, () => document.querySelector('.period [aria-current]').textContent === '12 months');
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
    await page.locator('tbody tr').nth(events - 1).waitFor();
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
    assert.ok((await page.locator('datalist#codes option').count()) > 100, 'names are suggested once the form is used');
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
    await until(page, () => document.activeElement.id === 'main');
  });
});

describe('map and network', () => {
  let store, desk, browser, page;
  const told = () => page.locator('.told').textContent();
  const focused = () => page.evaluate(() => document.activeElement.dataset.spot);
  /** Waits for the drawing and puts the focus where the Tab key would. */
  const enter = async (address, name) => {
    await page.visit(address);
    await page.locator(`svg.${name} [data-spot][tabindex="0"]`).waitFor();
    await page.locator('main').focus();
    while ((await focused()) === undefined) await page.keyboard.press('Tab');
  };
  const at = (id) => page.locator(`[data-spot="${id}"]`).evaluate((a) => { const { x, y, width, height } = a.querySelector('circle, path, rect').getBoundingClientRect(); return [x + width / 2, y + height / 2]; });
  const scale = (name) => page.locator(`svg.${name} > g`).evaluate((g) => Number(/scale\(([^)]*)/.exec(g.getAttribute('transform'))[1]));
  const answer = (list, rows) => page.route(`**/api/v1/list/${list}?*`, (route) => route.fulfill({ json: { list, columns: [], rows, offset: 0, more: false } }));
  const counts = { verbal_cooperation: 3, material_cooperation: 1, verbal_conflict: 1, material_conflict: 0, score_sum: 8 };

  before(async () => {
    store = makeStore();
    desk = await startDesk(copyStore(store, 'world.db'));
    browser = await openBrowser();
    page = await openPage(browser, desk);
  });
  after(async () => {
    assert.deepEqual(page?.faults, []);
    await browser?.close();
    await desk?.stop();
    store?.remove();
  });

  it('is walked by keys: a country of the map, its events, the words', async () => {
    await enter('/map', 'map');
    assert.equal(await page.locator('svg.map [tabindex="0"]').count(), 1);
    assert.equal(await focused(), 'SAU');
    assert.match(await told(), /^Saudi Arabia: \d+ events, \+\d+ of cooperation, −\d+ of conflict$/);
    const [from] = await at('SAU');
    await page.keyboard.press('ArrowRight');
    const right = await focused();
    assert.notEqual(right, 'SAU');
    assert.ok((await at(right))[0] > from);
    assert.ok((await told()).startsWith(`${await page.locator(`[data-spot="${right}"]`).getAttribute('aria-label')}: `));
    assert.equal(await page.locator('svg.map [tabindex="0"]').count(), 1);
    await page.keyboard.press('Home');
    await page.keyboard.press('PageDown');
    assert.equal(await focused(), 'IRN', 'the one with most events but one');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/list\/events\?actor=IRN/);
    await page.locator('main td a[href^="/document/"]').first().click();
    await page.waitForURL(/\/document\/.*record=/);
    await page.goBack();
    await page.goBack();
    await page.waitForURL(/\/map/);
  });

  it('goes from a place of the map to just the events there', async () => {
    await enter('/map?show=places&since=2023-01&until=2023-12', 'map');
    assert.match(await told(), /^Beijing, China: \d+ events there/);
    const number = Number(/(\d+) events/.exec(await told())[1]);
    await page.keyboard.press('Enter');
    await page.waitForURL(/place=Beijing%2C\+CHN/);
    assert.match(page.url(), /since=2023-01&until=2023-12/);
    await page.locator('main td a[href^="/document/"]').first().waitFor();
    assert.equal(await page.locator('main tbody tr').count(), number);
    const other = await (await ask(desk, 'list/events?place=beijing&limit=1000&since=2023-01&until=2023-12')).json();
    assert.equal(other.rows.length, number, 'by the name alone, in any case');
    assert.equal((await ask(desk, 'list/levels?place=Beijing')).status, 400);
  });

  it('goes from countries to places and back, and leaves with Escape', async () => {
    await enter('/map', 'map');
    await page.keyboard.press('p');
    assert.match(await focused(), /^place /);
    await page.keyboard.press('ArrowRight');
    assert.match(await focused(), /^place /);
    await page.keyboard.press('p');
    assert.match(await focused(), /^[A-Z]{3}$/);
    await page.keyboard.press('Escape');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Countries as a table');
  });

  it('becomes larger by keys, buttons and the wheel with Ctrl; the wheel alone scrolls the page', async () => {
    for (const [address, name] of [['/map', 'map'], ['/network/CHN', 'network']]) {
      await enter(address, name);
      await page.keyboard.press('+');
      await until(page, (n) => document.querySelector(`svg.${n}`).dataset.zoomed === 'true', name);
      const before = await page.locator(`svg.${name} > g`).getAttribute('transform');
      await page.keyboard.press('Shift+ArrowRight');
      await until(page, ([n, old]) => document.querySelector(`svg.${n} > g`).getAttribute('transform') !== old, [name, before]);
      await page.keyboard.press('0');
      await until(page, (n) => document.querySelector(`svg.${n}`).dataset.zoomed === 'false', name);
      await page.getByRole('button', { name: 'Larger' }).click();
      await until(page, (n) => document.querySelector(`svg.${n}`).dataset.zoomed === 'true', name);
      await page.getByRole('button', { name: 'Whole' }).click();
      await until(page, (n) => document.querySelector(`svg.${n}`).dataset.zoomed === 'false', name);
      await page.setViewportSize({ width: 1280, height: 600 });
      await page.locator(`svg.${name}`).scrollIntoViewIfNeeded();
      const box = await page.locator(`svg.${name}`).boundingBox();
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      const y = await page.evaluate(() => scrollY);
      await page.mouse.wheel(0, y ? -80 : 80);
      await until(page, (old) => scrollY !== old, y);
      assert.equal(await scale(name), 1);
      await page.keyboard.down('Control');
      await page.mouse.wheel(0, -200);
      await page.keyboard.up('Control');
      await until(page, (n) => document.querySelector(`svg.${n}`).dataset.zoomed === 'true', name);
      await page.setViewportSize({ width: 1280, height: 900 });
    }
  });

  it('has a point for states too small to be seen, until they are', async () => {
    const small = ['SGP', 'MLT', 'NRU', 'TUV', 'KNA', 'XKX'];
    await answer('countries', [...small, 'FRA'].map((code) => ({ code, name: code, acts: 2, events: 5, ...counts })));
    await enter('/map?show=countries', 'map');
    for (const code of small) {
      const box = await page.locator(`[data-spot="${code}"] rect`).boundingBox();
      assert.ok(box.width >= 8 && box.height >= 8, `${code} is ${box.width} wide`);
    }
    assert.equal(await page.locator('[data-spot="FRA"] rect').count(), 0);
    await page.locator('[data-spot="XKX"]').focus();
    for (let i = 0; i < 5; i++) await page.keyboard.press('+');
    await page.locator('[data-spot="XKX"] rect').waitFor({ state: 'hidden' });
    assert.ok(await page.locator('[data-spot="NRU"] .point').evaluate((g) => g.dataset.seen === 'false'));
    await page.unroute('**/api/v1/list/countries?*');
  });

  it('tells conflict by texture and sign, not by colour alone', async () => {
    const fills = () => page.locator('svg.map a[data-spot] path').evaluateAll((paths) => paths.map((p) => p.style.fill));
    await page.visit('/map?measure=conflict&show=countries');
    await page.locator('svg.map a[data-spot]').first().waitFor();
    assert.ok((await fills()).some((f) => f.includes('#map-hatch-')));
    await page.visit('/map?measure=balance&show=countries');
    await page.locator('svg.map a[data-spot]').first().waitFor();
    const key = await page.locator('.key li').allTextContents();
    assert.ok(key.some((t) => t.includes('−5 to −2')) && key.some((t) => t.includes('+2 to +5')) && key.some((t) => t.includes('nothing on record')));
    assert.ok((await fills()).some((f) => f.includes('#map-hatch-')) && (await fills()).some((f) => f.includes('--cooperation')));
    await page.visit('/network/CHN');
    await page.locator('svg.network line.conflict').first().waitFor();
    assert.notEqual(await page.locator('svg.network line.conflict').first().evaluate((l) => getComputedStyle(l).strokeDasharray), 'none');
    assert.equal(await page.locator('svg.network .sign').count(), await page.locator('svg.network line.conflict').count());
  });

  it('has the same numbers as its tables', async () => {
    await page.visit('/map');
    await page.locator('svg.map a[data-spot]').first().waitFor();
    await page.locator('details.countries > summary').click();
    await page.locator('details.places > summary').click();
    const countries = await page.locator('details.countries tbody tr').evaluateAll((rows) => rows.map((r) => [...r.cells].map((c) => c.textContent)));
    const drawn = await page.locator('svg.map a[data-spot]:not([data-spot^="place "])').evaluateAll((links) => links.map((a) => a.dataset.says));
    assert.deepEqual(drawn.sort(), countries.filter((c) => c.at(-1) === 'yes').map(([name, n, up, down]) => `${name}: ${n} event${n === '1' ? '' : 's'}, +${up} of cooperation, −${down} of conflict`).sort());
    assert.equal(await page.locator('svg.map a[data-spot^="place "]').count(), await page.locator('details.places tbody tr').count());
    await page.visit('/network/CHN');
    await page.locator('svg.network a[data-a]').first().waitFor();
    await page.locator('figure > details > summary').click();
    const pairs = await page.locator('figure > details tbody tr').evaluateAll((rows) => rows.map((r) => [...r.cells].slice(0, 4).map((c) => c.textContent)));
    const lines = await page.locator('svg.network a[data-a]').evaluateAll((links) => links.map((a) => a.dataset.says));
    assert.deepEqual(lines.sort(), pairs.map(([pair, n, up, down]) => `${pair.replace(' – ', ' and ')}: ${n} event${n === '1' ? '' : 's'}, +${up} of cooperation, −${down} of conflict`).sort());
  });

  it('walks the network by keys, puts another in the middle and opens a pair', async () => {
    await enter('/network/CHN?since=2023-01', 'network');
    assert.equal(await focused(), 'CHN');
    assert.equal(await page.locator('svg.network [tabindex="0"]').count(), 1);
    const [x] = await at('CHN');
    await page.keyboard.press('ArrowLeft');
    const left = await focused();
    assert.ok((await at(left))[0] < x);
    assert.match(await told(), /: \d+ events?, \+\d+ of cooperation, −\d+ of conflict with China/);
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.pathname === `/network/${left}` && url.search === '?since=2023-01');
    await until(page, (id) => document.activeElement.dataset.spot === id && document.activeElement.classList.contains('middle'), left);
    await until(page, () => document.querySelector('.told').textContent.endsWith(', in the middle'));
    await page.goBack();
    await page.waitForURL(/\/network\/CHN/);
    await enter('/network/CHN?since=2023-01', 'network');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('p');
    await page.waitForURL(new RegExp(`/pair/CHN/${left}`));
    await page.locator('section.part a[href^="/document/"]').first().waitFor();
  });

  it('counts the network in its period', async () => {
    const rows = async (period) => (await (await ask(desk, `list/network?actor=IRN&limit=1000${period}`)).json()).rows;
    const all = await rows('');
    const march = await rows('&since=2023-03&until=2023-03');
    const pair = (list) => list.find((r) => r.a === 'IRN' && r.b === 'SAU').events;
    assert.ok(pair(march) > 0 && pair(march) < pair(all));
    assert.ok(all.findLastIndex((r) => r.a === 'IRN' || r.b === 'IRN') < all.findIndex((r) => r.a !== 'IRN' && r.b !== 'IRN'), 'its own pairs first');
    assert.deepEqual(await rows('&since=1900&until=1900'), []);
  });

  it('draws five hundred actors, the same each time, and answers meanwhile', async () => {
    const codes = Array.from({ length: 499 }, (_, i) => `Q${String(i).padStart(3, '0')}`);
    const row = (a, b, events, conflict) => ({ a, b, a_name: a, b_name: b, events, cooperation: events, conflict, level: null, last_date: '2024-01-01' });
    await answer('network', [...codes.map((c, i) => row('CHN', c, 500 - i, i % 3 ? 0 : 900)), ...codes.slice(0, 400).map((c, i) => row(c, codes[(i * 7 + 450) % 499], 1 + (i % 9), 0)).filter((r) => r.a !== r.b)]);
    await page.visit('/network/CHN?n=500');
    const pictures = [];
    for (let i = 0; i < 2; i++) {
      await page.reload();
      const frames = await page.evaluate(async () => {
        let n = 0;
        while (!document.querySelector('svg.network')) await new Promise((done) => requestAnimationFrame(() => done(n++)));
        return n;
      });
      assert.ok(frames > 5, `${frames} frames while the picture was made`);
      await until(page, () => document.querySelectorAll('svg.network a[data-a]').length > 850);
      pictures.push(await page.locator('svg.network a[data-spot] > g').evaluateAll((nodes) => nodes.map((n) => n.getAttribute('transform'))));
    }
    assert.equal(pictures[0].length, 500);
    assert.deepEqual(pictures[0], pictures[1]);
    assert.equal(await page.locator('svg.network [tabindex="0"]').count(), 1);
    const names = await page.locator('svg.network [data-label="long"] text.long, svg.network [data-label="short"] text.short').evaluateAll((texts) => texts.map((t) => t.getBoundingClientRect()).map(({ left, right, top, bottom }) => [left, top, right, bottom]));
    const over = names.filter((a, i) => names.some((b, j) => j > i && a[0] < b[2] - 2 && b[0] < a[2] - 2 && a[1] < b[3] - 2 && b[1] < a[3] - 2));
    assert.ok(names.length > 20);
    assert.deepEqual(over, [], 'no name lies on another');
    await page.unroute('**/api/v1/list/network?*');
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
    await page.locator('th[aria-sort]').waitFor({ state: 'detached' });
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
    await page.locator('.hits li').nth(count).waitFor();
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
