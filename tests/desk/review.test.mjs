// review.test.mjs - a session of reviewing with its undo, a record added by selecting words, a file dropped on the page.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ask, copyStore, makeStore, openBrowser, openPage, startDesk } from './desk.mjs';

const rows = async (desk, path) => (await (await ask(desk, path)).json()).rows;

describe('reviews and reading', () => {
  let store, desk, browser, page;
  before(async () => {
    store = makeStore();
    desk = await startDesk(copyStore(store, 'review.db'));
    browser = await openBrowser();
    page = await openPage(browser, desk);
  });
  after(async () => {
    await browser?.close();
    await desk?.stop();
    store?.remove();
  });

  it('accepts, rejects, edits and takes back by keys', async () => {
    await page.visit('/review');
    await page.getByLabel('Reviewer').fill('Ann');
    const [first, second, third] = await rows(desk, 'list/unsure?type=event&limit=3');
    await page.locator('h1').click();
    await page.keyboard.press('a');
    await page.getByText('Record 1: accepted.').waitFor();
    await page.keyboard.press('r');
    await page.getByText('Record 2: rejected.').waitFor();
    assert.equal((await rows(desk, `list/events?id=${second.id}`)).length, 0);
    await page.keyboard.press('u');
    await page.getByText(/is taken back/).waitFor();
    assert.equal((await rows(desk, `list/events?id=${second.id}`)).length, 1);
    await page.keyboard.press('j');
    await page.locator(`#r-${third.id}`).waitFor();
    await page.keyboard.press('e');
    await page.getByLabel('mode').fill('demand');
    await page.getByRole('button', { name: 'Keep' }).click();
    await page.getByText(/Record 3: edited/).waitFor();
    assert.equal((await rows(desk, `list/events?id=${third.id}`))[0].mode, 'demand');
    const verdicts = (await rows(desk, 'list/reviews')).map((r) => [r.verdict, r.reviewer, r.record]);
    assert.deepEqual(verdicts, [['accept', 'Ann', first.id], ['reject', 'Ann', second.id], ['undo', 'Ann', second.id], ['edit', 'Ann', third.id]]);
    const precision = await rows(desk, 'list/precision');
    assert.equal(precision.reduce((n, r) => n + r.reviewed, 0), 2);
  });

  it('adds a record that rests on selected words', async () => {
    await page.visit('/document/2023-03-10-riyadh-tehran.txt');
    await page.evaluate(() => {
      const segment = [...document.querySelectorAll('.story [data-start]')].find((s) => s.textContent.includes('remained'));
      const range = document.createRange();
      const at = segment.firstChild.data.indexOf('remained');
      range.setStart(segment.firstChild, at);
      range.setEnd(segment.firstChild, at + 8);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
    });
    await page.getByRole('button', { name: 'Add a record of these words' }).click();
    await page.getByLabel('Kind').selectOption('level');
    await page.getByLabel('level', { exact: true }).fill('partnership');
    await page.getByLabel('party (codes)').fill('USA, IRN');
    await page.getByRole('button', { name: 'Keep' }).click();
    await page.locator('.card', { hasText: 'partnership' }).first().waitFor();
    const added = (await rows(desk, 'list/levels?type=partnership')).find((r) => r.rule === 'review');
    assert.equal(added.quote, 'remained');
    assert.equal(added.parties, 'USA;IRN');
  });

  it('reads a file that is dropped on the page', async () => {
    await page.visit('/today');
    await page.evaluate(() => {
      const text = 'Ghana and Kenya sign trade pact\n\nACCRA, 4 May 2025 - Ghana and Kenya signed a trade agreement in Accra on Sunday.\n';
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], 'accra.txt', { type: 'text/plain' }));
      dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, cancelable: true }));
    });
    await page.waitForURL(/\/read/);
    await page.getByRole('link', { name: 'accra.txt' }).click();
    await page.waitForURL(/\/document\//);
    await page.locator('.card', { hasText: 'GHA' }).first().waitFor();
  });

  it('says what cannot be read', async () => {
    await page.visit('/read');
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByLabel('Files').click()]);
    await chooser.setFiles({ name: 'picture.bin', mimeType: 'application/octet-stream', buffer: Buffer.from([0, 1, 2, 3]) });
    await page.getByText(/not read: not text/).waitFor();
  });
});
