// reading.test.mjs - files dropped, chosen and pasted are read; a story is read with its evidence beside it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { ask, axeSource, copyStore, makeStore, openBrowser, openPage, startDesk, until } from './desk.mjs';

const rows = async (desk, path) => (await (await ask(desk, path)).json()).rows;
const STORY = '2023-03-10-riyadh-tehran.txt';
const EXAMPLE = readFileSync(join(process.env.CHANCERY_SOURCE ?? '.', 'examples', STORY), 'utf8');
const ACCRA = 'Ghana and Kenya sign trade pact\n\nACCRA, 4 May 2025 - Ghana and Kenya signed a trade agreement in Accra on Sunday.\n';

/** Drops files, each [name, text or number of bytes of it], on the page. */
const drop = (page, files) =>
  page.evaluate((all) => {
    const transfer = new DataTransfer();
    for (const [name, content] of all) transfer.items.add(new File([typeof content === 'number' ? 'x'.repeat(content) : content], name));
    dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, cancelable: true }));
  }, files);

describe('reading', () => {
  let store, desk, browser, page;
  before(async () => {
    store = makeStore();
    desk = await startDesk(copyStore(store, 'reading.db'));
    browser = await openBrowser();
    page = await openPage(browser, desk);
  });
  after(async () => {
    await browser?.close();
    await desk?.stop();
    store?.remove();
  });
  const line = (name) => page.locator('.jobs li', { hasText: name });

  it('reads files that are dropped on any view, one of them wrong', async () => {
    await page.visit('/today');
    await drop(page, [['accra.txt', ACCRA], ['broken.bin', '\u0000\u0001\u0002'], ['empty.txt', ''], [STORY, EXAMPLE], ['copy.txt', EXAMPLE]]);
    await page.waitForURL(/\/read/);
    await page.getByRole('status').filter({ hasText: '5 of 5 files done, 2 of them could not be read.' }).waitFor();
    await line('accra.txt').filter({ hasText: /1 new story, \d+ records?/ }).waitFor();
    await line('broken.bin').filter({ hasText: 'not read: not text' }).waitFor();
    await line('empty.txt').filter({ hasText: 'not read: it is empty' }).waitFor();
    await line('copy.txt').filter({ hasText: `the same text as ${STORY}` }).waitFor();
    await page.locator('.jobs li', { hasText: 'known already, nothing changed' }).getByRole('link', { name: STORY }).waitFor();
    const axe = axeSource();
    await page.evaluate(axe);
    assert.deepEqual((await page.evaluate(() => globalThis.axe.run())).violations.map((v) => `${v.id} ${v.nodes[0].html}`), []);
    await page.getByRole('link', { name: 'accra.txt' }).click();
    await page.waitForURL(/\/document\//);
    await page.locator('.card', { hasText: /GHA|Ghana/ }).first().waitFor();
  });

  it('shows how far the sending is', async () => {
    await page.visit('/read');
    let go;
    await page.route('**/api/v1/jobs/*', async (route) => (await new Promise((done) => (go = done)), route.continue()));
    await drop(page, [['slow.txt', ACCRA.replaceAll('Ghana', 'Togo')]]);
    await page.getByRole('progressbar', { name: 'reading slow.txt' }).waitFor();
    await page.getByRole('status').filter({ hasText: '0 of 1 file done' }).waitFor();
    await page.waitForTimeout(300);
    await page.unroute('**/api/v1/jobs/*');
    go();
    await page.getByRole('status').filter({ hasText: '1 of 1 file done.' }).waitFor();
    assert.equal(await page.getByRole('progressbar').count(), 0);
  });

  it('refuses what is too big, and says what to do', async () => {
    await page.visit('/read');
    await drop(page, [['big.txt', 65 * 1024 * 1024], ['long.txt', 60 * 1024 * 1024]]);
    await line('big.txt').filter({ hasText: 'it has 65 MiB; the desk takes files of up to 64 MiB. In a terminal, chancery read takes any size' }).waitFor();
    await line('long.txt').filter({ hasText: /not read: the file is larger than 4 MiB/ }).waitFor({ timeout: 60000 });
    assert.equal((await rows(desk, 'list/documents?doc=long.txt')).length, 0);
  });

  it('reads many files, more than the desk keeps waiting', async () => {
    await page.visit('/read');
    await drop(page, Array.from({ length: 35 }, (_, i) => [`story-${i}.txt`, ACCRA.replace('Sunday', `Sunday for the ${i + 2}th time`)]));
    await page.getByRole('status').filter({ hasText: '35 of 35 files done.' }).waitFor({ timeout: 240000 });
  });

  it('takes files that were chosen', async () => {
    await page.visit('/read');
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByLabel('Files').click()]);
    await chooser.setFiles({ name: 'picture.bin', mimeType: 'application/octet-stream', buffer: Buffer.from([0, 1, 2, 3]) });
    await line('picture.bin').filter({ hasText: 'not read: not text' }).waitFor();
  });

  it('reads a story that was pasted, with its day and source', async () => {
    await page.visit('/read');
    await page.getByRole('button', { name: 'Read it' }).click();
    await page.getByText('There is no text yet').waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.id), 'story-text');
    await page.getByLabel('Story', { exact: true }).fill('Norway expelled two diplomats of Peru on Tuesday.');
    await page.getByLabel('Published').fill('2024-02-08');
    await page.getByLabel('Source').fill('Halyard Wire');
    await page.getByLabel('Headline').fill('Norway expels envoys of Peru');
    await page.getByRole('button', { name: 'Read it' }).click();
    await page.locator('.jobs li').filter({ hasText: '1 new story' }).getByRole('link').first().click();
    await page.getByRole('heading', { level: 1, name: 'Norway expels envoys of Peru' }).waitFor();
    const [event] = await rows(desk, 'list/events?pair=NOR,PER');
    assert.equal(event.date_start, '2024-02-06');
    const [document] = await rows(desk, `list/documents?doc=${encodeURIComponent('Norway expels envoys of Peru')}`);
    assert.deepEqual([document.published, document.source], ['2024-02-08', 'Halyard Wire']);
  });

  it('keeps corrections when the same story is read again', async () => {
    const [event] = await rows(desk, `list/events?doc=${STORY}&type=SUPPORT`);
    await page.evaluate(() => localStorage.setItem('chancery-reviewer', 'Ann'));
    await page.visit(`/review?record=${event.id}`);
    await page.keyboard.press('e');
    await page.getByLabel('Place', { exact: true }).fill('Muscat');
    await page.getByRole('button', { name: 'Keep' }).click();
    await page.locator('.said', { hasText: 'Corrected:' }).waitFor();
    await page.visit('/read');
    await drop(page, [[STORY, EXAMPLE], ['changed.txt', EXAMPLE.replace('It gave no date.', 'It gave no date at all.')]]);
    await page.getByRole('status').filter({ hasText: '2 of 2 files done.' }).waitFor();
    const [after] = await rows(desk, `list/events?id=${event.id}`);
    assert.deepEqual([after.place, after.rule], ['Muscat', 'review']);
  });
});

describe('the reader', () => {
  let store, desk, browser, page;
  before(async () => {
    store = makeStore();
    desk = await startDesk(copyStore(store, 'reader.db'));
    browser = await openBrowser();
    page = await openPage(browser, desk);
  });
  after(async () => {
    await browser?.close();
    await desk?.stop();
    store?.remove();
  });
  const chosenText = () => page.evaluate(() => [...document.querySelectorAll('mark[data-chosen]')].map((m) => m.textContent).join(''));

  it('shows what rests on words that several records share', async () => {
    await page.visit(`/document/${STORY}`);
    const level = (await rows(desk, `list/levels?doc=${STORY}`)).find((r) => r.quote === 'restore diplomatic relations');
    const words = page.locator('mark', { hasText: /^restore diplomatic relations$/ });
    const ids = (await words.getAttribute('data-records')).split(' ');
    assert.ok(ids.length >= 4, 'events, a statement and a level lie over these words');
    assert.equal(ids[0], level.id, 'the shortest record is what is meant');
    assert.match(await words.getAttribute('class'), /^level lane1-event lane2-statement lane3-level$/);
    const drawn = await words.evaluate((mark) => getComputedStyle(mark).backgroundImage);
    assert.equal(drawn.match(/gradient/g).length, 3, 'a line for each kind');
  });

  it('links words and cards both ways, with the pointer', async () => {
    await page.visit(`/document/${STORY}`);
    const words = page.locator('mark', { hasText: /^severed relations$/ }).or(page.locator('mark', { hasText: 'severed' })).first();
    const [id] = (await words.getAttribute('data-records')).split(' ');
    await words.hover();
    await page.locator(`#r-${id}[data-chosen]`).waitFor();
    await page.mouse.move(0, 0);
    await page.locator('.card[data-chosen]').waitFor({ state: 'detached' });
    await page.locator(`#r-${id}`).hover();
    await page.locator('mark[data-chosen]').first().waitFor();
    assert.match(await chosenText(), /severed/);
    await page.mouse.move(0, 0);
    await words.click();
    await page.waitForURL(new RegExp(`record=${id}`));
    const card = await page.locator(`#r-${id}[data-open]`).boundingBox();
    const mark = await page.locator('mark[data-chosen]').first().boundingBox();
    assert.ok(Math.abs(card.y - mark.y) < 500 && card.y > 0 && card.y < 900, 'the card is in view, near its words');
  });

  it('links words and cards both ways, with the keyboard', async () => {
    await page.visit(`/document/${STORY}`);
    await page.locator('mark[data-stop]').first().focus();
    await page.keyboard.press('ArrowRight');
    const ids = await page.evaluate(() => document.activeElement.dataset.stop.split(' '));
    await page.locator(`#r-${ids[0]}[data-chosen]`).waitFor();
    await page.keyboard.press('Enter');
    await until(page, () => document.activeElement.closest('.card[data-open]'));
    const id = await page.evaluate(() => document.activeElement.closest('.card').id.slice(2));
    assert.ok(ids.includes(id));
    await until(page, () => document.getElementById('said').textContent.length > 3);
    await page.keyboard.press('Escape');
    assert.ok(await page.evaluate((x) => document.activeElement.dataset.stop?.includes(x), id));
    await page.locator('.card .says').nth(4).focus();
    const focused = await page.evaluate(() => document.activeElement.closest('.card').id.slice(2));
    await page.locator(`#r-${focused}[data-chosen]`).waitFor();
    assert.ok((await page.locator('mark[data-chosen]').count()) > 0);
  });

  it('names who is who over the chosen words', async () => {
    const [event] = await rows(desk, `list/events?doc=${STORY}&type=CONSULT`);
    await page.visit(`/document/${STORY}?record=${event.id}`);
    const roles = await page.locator('mark[data-role]').evaluateAll((marks) => marks.map((m) => m.dataset.role));
    assert.ok(roles.includes('actor'), String(roles));
    await page.locator(`#r-${event.id}`).getByText(/Iran/).first().waitFor();
  });

  it('hides kinds, in the address too', async () => {
    await page.visit(`/document/${STORY}`);
    const all = await page.locator('.card').count();
    await page.getByLabel('Events').uncheck();
    await page.waitForURL(/hide=event/);
    assert.ok((await page.locator('.card').count()) < all);
    assert.equal(await page.locator('mark.event').count(), 0);
    await page.reload();
    await page.locator('.story mark').first().waitFor();
    assert.equal(await page.getByLabel('Events').isChecked(), false);
  });

  it('draws the tree of a sentence, with its table, and says why', async () => {
    await page.visit(`/document/${STORY}`);
    await page.locator('.card.event .says').nth(1).click();
    await page.getByRole('link', { name: 'How its sentence was read' }).click();
    await page.locator('svg.tree').waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'How this sentence was read');
    const words = await page.locator('svg.tree .word').count();
    assert.equal(await page.locator('svg.tree .relation').count(), words - await page.locator('svg.tree .root').count());
    await page.getByText('The tree as a table').click();
    assert.equal(await page.locator('details table tbody tr:visible').count(), words);
    await page.getByRole('table', { name: /What was weighed/ }).waitFor();
    const axe = axeSource();
    await page.evaluate(axe);
    assert.deepEqual((await page.evaluate(() => globalThis.axe.run())).violations.map((v) => `${v.id} ${v.nodes[0].html}`), []);
    await page.getByRole('link', { name: 'Close' }).click();
    await page.locator('svg.tree').waitFor({ state: 'detached' });
    await page.getByText(/sentences? without an event, and why/).click();
    await page.locator('.uncoded a').first().click();
    await page.locator('.explain').waitFor();
  });

  it('says its title, and comes back to the place that was left', async () => {
    await page.visit(`/document/${STORY}`);
    await until(page, () => document.title.startsWith('Saudi Arabia, Iran to restore ties'));
    await page.evaluate(() => scrollTo(0, 600));
    await page.waitForTimeout(400);
    await page.evaluate(() => document.querySelector('nav a[href="/search"]').click());
    await page.waitForURL(/search/);
    await until(page, () => document.title.startsWith('Search'));
    assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
    await page.goBack();
    await page.locator('.story mark').first().waitFor();
    await until(page, () => scrollY === 600);
  });

  it('stays quick with a story of two thousand sentences', async () => {
    const states = ['Kenya', 'Ghana', 'Norway', 'Peru', 'Japan', 'Oman', 'Chile'];
    const sentence = (i) => `${states[i % 7]} expelled ${2 + (i % 90)} diplomats of ${states[(i + 1 + (i % 5)) % 7]} in round ${i} of a dispute.`;
    const paragraphs = Array.from({ length: 500 }, (_, p) => [0, 1, 2, 3].map((s) => sentence(4 * p + s)).join(' '));
    const read = await ask(desk, 'read?name=long.txt', { method: 'POST', body: `A long dispute\n\n${paragraphs.join('\n\n')}\n` });
    const { job } = await read.json();
    let state = 'waiting';
    for (let i = 0; i < 300 && state !== 'done'; i++) {
      await new Promise((done) => setTimeout(done, 100));
      state = (await (await ask(desk, `jobs/${job}`)).json()).state;
    }
    const records = await rows(desk, 'list/events?doc=long.txt&limit=1000');
    assert.ok(records.length > 900);
    await page.visit('/search');
    await page.goto(`${desk.origin}/document/long.txt?record=${records[800].id}`);
    await page.locator(`#r-${records[800].id}[data-open]`).waitFor({ timeout: 5000 });
    await page.locator('.coming').first().waitFor({ state: 'detached', timeout: 30000 });
    const slow = await page.evaluate(async () => {
      const took = [];
      for (const card of [...document.querySelectorAll('.card')].slice(100, 110)) {
        const start = performance.now();
        card.dispatchEvent(new MouseEvent('mouseenter'));
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        if (!document.querySelector('mark[data-chosen]')) return Infinity;
        took.push(performance.now() - start);
        card.dispatchEvent(new MouseEvent('mouseleave'));
      }
      return took.sort((a, b) => a - b)[5];
    });
    assert.ok(slow < 300, `${slow} ms to mark the words of a record`);
  });
});
