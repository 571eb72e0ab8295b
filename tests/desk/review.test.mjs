// review.test.mjs - sessions of reviewing: with the keyboard alone, with wrong values, by two, and where nothing can be kept.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { ask, axeSource, copyStore, makeStore, openBrowser, openPage, startDesk, until } from './desk.mjs';

const rows = async (desk, path) => (await (await ask(desk, path)).json()).rows;
const judged = async (desk) => (await rows(desk, 'list/reviews?limit=1000')).map((r) => [r.verdict, r.reviewer, r.record]);
const STORY = '2023-03-10-riyadh-tehran.txt';

describe('reviews', () => {
  let store, desk, browser, page;
  let copies = 0;
  before(async () => {
    store = makeStore();
    browser = await openBrowser();
  });
  beforeEach(async () => {
    await page?.context().close();
    await desk?.stop();
    desk = await startDesk(copyStore(store, `review-${++copies}.db`));
    page = await openPage(browser, desk);
  });
  after(async () => {
    await browser?.close();
    await desk?.stop();
    store?.remove();
  });

  const named = async (name) => {
    await page.evaluate((n) => localStorage.setItem('chancery-reviewer', n), name);
  };
  const said = (text) => page.locator('.said', { hasText: text }).waitFor();
  const inHand = (id) => page.locator(`.judging #r-${id}`).waitFor();

  it('goes through a whole session with the keyboard alone', async () => {
    const [first, second, third] = await rows(desk, 'list/unsure?type=event&limit=3');
    await page.visit('/review');
    await inHand(first.id);
    await page.keyboard.press('a');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'reviewer', 'the name is asked for');
    await page.getByText('Give your name first').waitFor();
    await page.keyboard.type('Ann jarek'); // the letters of keys are text here
    assert.deepEqual(await judged(desk), []);
    await page.keyboard.press('Enter');
    await page.keyboard.press('a');
    await said('Accepted:');
    await inHand(second.id);
    await page.keyboard.press('r');
    await said('Rejected:');
    await inHand(third.id);
    assert.equal((await rows(desk, `list/events?id=${second.id}`)).length, 0);
    await page.keyboard.press('e');
    await page.getByLabel('Type', { exact: true }).waitFor();
    await until(page, () => document.activeElement.name === 'event');
    await page.keyboard.type('CONSULT');
    await page.keyboard.press('Tab'); // modality
    await page.keyboard.press('Tab'); // the first of the modes of CONSULT
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    await said('Corrected:');
    const [edited] = await rows(desk, `list/events?id=${third.id}`);
    assert.deepEqual([edited.event, edited.mode, edited.rule, edited.confidence], ['CONSULT', 'multilateral', 'review', 1]);
    for (const id of [third.id, second.id, first.id]) {
      await page.keyboard.press('u');
      await inHand(id);
    }
    await said('Taken back:');
    await page.keyboard.press('u');
    await said('You have no review left to take back.');
    const now = await rows(desk, 'list/unsure?type=event&limit=3');
    assert.deepEqual(now.map((r) => [r.id, r.type, r.confidence]), [first, second, third].map((r) => [r.id, r.type, r.confidence]));
    const verdicts = (await judged(desk)).map(([verdict, , record]) => [verdict, record]);
    const back = [third, second, first].map((r) => ['undo', r.id]);
    assert.deepEqual(verdicts, [['accept', first.id], ['reject', second.id], ['edit', third.id], ...back]);
    assert.equal(new Set((await judged(desk)).map(([, name]) => name)).size, 1);
  });

  it('moves with j and k, also after a click on a button, and keeps the place in the address', async () => {
    await named('Ann');
    const [first, second] = await rows(desk, 'list/unsure?type=event&limit=2');
    await page.visit('/review');
    await page.getByRole('button', { name: 'Next' }).click();
    await inHand(second.id);
    assert.equal(new URL(page.url()).searchParams.get('record'), second.id);
    await page.keyboard.press('k');
    await inHand(first.id);
    await page.keyboard.press('k');
    await said('This is the first record');
    await page.visit(`/review?record=${second.id}`);
    await inHand(second.id);
  });

  it('shows the keys, lets them go with Escape and gives the focus back', async () => {
    await page.visit('/review');
    const button = page.getByRole('button', { name: 'Keys (?)' });
    await button.focus();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('j');
    assert.equal(new URL(page.url()).search, '', 'keys do nothing behind the dialog');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Keys (?)');
    await page.keyboard.press('?');
    await page.getByLabel(/single keys work/).uncheck();
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    assert.equal(new URL(page.url()).search, '', 'keys are switched off');
  });

  it('says what is wrong with each value, and takes the right ones', async () => {
    await named('Ann');
    const [{ id }] = await rows(desk, 'list/unsure?type=event&limit=1');
    await page.visit('/review');
    await inHand(id);
    await page.keyboard.press('e');
    await page.getByLabel('Who', { exact: true }).fill('Irann');
    await page.getByLabel('First day').fill('2023-05-05');
    await page.getByLabel('Last day').fill('2023-05-01');
    await page.getByLabel('Country of the place').fill('Iran; Iraq');
    await page.getByRole('button', { name: 'Keep' }).click();
    await page.getByText('No country or organisation is called “Irann”. Is it Iran (IRN)').waitFor();
    await page.getByText('The last day, 2023-05-01, is before the first, 2023-05-05.').waitFor();
    await page.getByText('A place lies in one country.').waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.name), 'actor');
    assert.equal(await page.getByLabel('Who', { exact: true }).getAttribute('aria-invalid'), 'true');
    const axe = axeSource();
    await page.evaluate(axe);
    assert.deepEqual((await page.evaluate(() => globalThis.axe.run())).violations.map((v) => `${v.id} ${v.nodes[0].html}`), []);
    assert.deepEqual(await judged(desk), []);
    await page.getByLabel('Who', { exact: true }).fill('iran; SAU');
    await page.getByLabel('Last day').fill('2023-05-06');
    await page.getByLabel('Country of the place').fill('IRQ');
    await page.getByRole('button', { name: 'Keep' }).click();
    await said('Corrected:');
    const [edited] = await rows(desk, `list/events?id=${id}`);
    assert.deepEqual([edited.actor, edited.date_start, edited.date_end, edited.place_country], ['IRN;SAU', '2023-05-05', '2023-05-06', 'IRQ']);
  });

  it('takes numbers as news write them, and nothing that is none', async () => {
    await named('Ann');
    const [{ id }] = await rows(desk, 'list/unsure?type=figure&limit=1');
    await page.visit('/review?kind=figure');
    await inHand(id);
    await page.keyboard.press('e');
    await page.getByLabel('Value').fill('a few');
    await page.getByLabel('Measure').fill('kindness');
    await page.getByRole('button', { name: 'Keep' }).click();
    await page.getByText('“a few” is no number.').waitFor();
    await page.getByText('“kindness” is not known.').waitFor();
    await page.getByLabel('Value').fill('4.3 billion');
    await page.getByLabel('Measure').fill('trade');
    await page.getByRole('button', { name: 'Keep' }).click();
    await said('Corrected:');
    const [edited] = await rows(desk, `list/figures?id=${id}`);
    assert.deepEqual([edited.value, edited.measure], [4300000000, 'trade']);
  });

  it('judges all five kinds', async () => {
    await named('Ann');
    for (const kind of ['event', 'statement', 'agreement', 'level', 'figure']) {
      await page.visit(`/review?kind=${kind}`);
      const [{ id }] = await rows(desk, `list/unsure?type=${kind}&limit=1`);
      await inHand(id);
      await page.locator('.judging mark[data-chosen]').first().waitFor();
      await page.keyboard.press('e');
      await page.getByRole('button', { name: 'Keep' }).click();
      await page.getByText('Nothing was changed.').waitFor();
      await page.keyboard.press('Escape');
      await page.keyboard.press('a');
      await said('Accepted:');
    }
    const kinds = (await rows(desk, 'list/precision?limit=100')).map((r) => r.kind);
    assert.deepEqual([...new Set(kinds)].sort(), ['agreement', 'event', 'figure', 'level', 'statement']);
    await page.getByRole('cell', { name: '21 % – 100 %' }).first().waitFor();
  });

  it('draws the same sample for the same seed', async () => {
    const drawn = async (seed) => {
      await page.visit(`/review?by=sample&kind=all&seed=${seed}`);
      const ids = [];
      for (let i = 0; i < 3; i++) {
        ids.push(await page.locator('.judging .card').getAttribute('id'));
        await page.keyboard.press('j');
        await until(page, (id) => document.querySelector('.judging .card') && document.querySelector('.judging .card').id !== id, ids[i]);
      }
      return ids;
    };
    const seven = await drawn(7);
    assert.deepEqual(await drawn(7), seven);
    assert.notDeepEqual(await drawn(8), seven);
  });

  it('says that a queue is empty', async () => {
    await page.visit('/review?by=contradiction&kind=level');
    await page.getByText('No record of this kind that waits is contradicted').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Accept' }).count(), 0);
  });

  it('shows the words with the blanks between sentences', async () => {
    await page.visit('/review');
    const text = await page.locator('.judging blockquote').innerText();
    assert.doesNotMatch(text, /[a-z]\.[A-Z“]/);
  });

  it('lets two judge the same record, and tells the second of the first', async () => {
    await named('Ann');
    const [first, second] = await rows(desk, 'list/unsure?type=event&limit=2');
    const other = await openPage(browser, desk);
    await other.evaluate(() => localStorage.setItem('chancery-reviewer', 'Ben'));
    await other.goto(`${desk.origin}/review`);
    await page.visit('/review');
    await other.locator(`.judging #r-${first.id}`).waitFor();
    await page.keyboard.press('a');
    await said('Accepted:');
    await other.keyboard.press('r');
    await other.locator('.said', { hasText: 'Ann accepted this record while you looked at it' }).waitFor();
    assert.deepEqual(await judged(desk), [['accept', 'Ann', first.id]]);
    await other.keyboard.press('r');
    await other.locator('.said', { hasText: 'Rejected:' }).waitFor();
    assert.deepEqual(await judged(desk), [['accept', 'Ann', first.id], ['reject', 'Ben', first.id]]);
    await page.keyboard.press('r'); // the second record, which Ben has before him
    await said('Rejected:');
    await other.keyboard.press('a');
    await other.locator('.said', { hasText: 'Ann rejected this record while you looked at it. It is gone' }).waitFor();
    assert.equal((await judged(desk)).filter(([, , id]) => id === second.id).length, 1);
    await other.context().close();
  });

  it('keeps what was typed while the store is locked', async () => {
    await named('Ann');
    const [{ id }] = await rows(desk, 'list/unsure?type=event&limit=1');
    await page.visit('/review');
    await inHand(id);
    const locked = JSON.stringify({ error: { code: 'locked', message: 'the store is locked' } });
    await page.route('**/api/v1/reviews', (route) => route.fulfill({ status: 503, contentType: 'application/json', body: locked }));
    await page.keyboard.press('e');
    await page.getByLabel('Place', { exact: true }).fill('Basra');
    await page.getByRole('button', { name: 'Keep' }).click();
    await page.getByRole('alert').filter({ hasText: 'Another program is writing into the store, so this was not kept.' }).waitFor();
    await page.unroute('**/api/v1/reviews');
    await page.getByRole('button', { name: 'Keep' }).click();
    await said('Corrected:');
    assert.equal((await rows(desk, `list/events?id=${id}`))[0].place, 'Basra');
  });

  it('says that a desk is read only and has no buttons that write', async () => {
    const other = await startDesk(copyStore(store, 'shut.db'), '--read-only');
    const shut = await openPage(browser, other);
    await shut.visit('/review');
    await shut.getByText('opened to be read only').waitFor();
    await shut.locator('.judging .card').waitFor();
    assert.deepEqual(await shut.locator('.verdicts button').allInnerTexts(), ['Before k', 'Next j']);
    await shut.keyboard.press('r');
    await shut.keyboard.press('u');
    assert.equal((await rows(other, 'list/reviews')).length, 0);
    await shut.visit(`/document/${STORY}`);
    await shut.locator('.story mark').first().waitFor();
    assert.equal(await shut.getByText('Select its words').count(), 0);
    await shut.visit('/read');
    await shut.getByText('opened to be read only').waitFor();
    assert.deepEqual(shut.faults, []);
    await shut.context().close();
    await other.stop();
  });

  it('has a clear page when its cookie is gone, and goes on when it is back', async () => {
    await named('Ann');
    const [{ id }] = await rows(desk, 'list/unsure?type=event&limit=1');
    await page.visit('/review');
    await inHand(id);
    await page.keyboard.press('e');
    await page.getByLabel('Place', { exact: true }).fill('Basra');
    const cookies = await page.context().cookies();
    await page.context().clearCookies();
    await page.getByRole('button', { name: 'Keep' }).click();
    await page.getByRole('heading', { name: 'The desk does not let this page in' }).waitFor();
    await page.getByLabel('Address from the terminal').fill('http://127.0.0.1/nothing');
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    await page.getByText('That is not the address of a desk').waitFor();
    await page.context().addCookies(cookies);
    await page.getByRole('button', { name: /try again/ }).click();
    await page.getByRole('button', { name: 'Keep' }).click();
    await said('Corrected:');
    assert.equal((await rows(desk, `list/events?id=${id}`))[0].place, 'Basra');
  });

  it('adds a record by the keyboard alone', async () => {
    await named('Ann');
    await page.visit(`/document/${STORY}`);
    await page.getByRole('button', { name: 'also with the keyboard' }).focus();
    await page.keyboard.press('Enter');
    /* What is selected, at once; the page offers it a little later. */
    const chosen = () => page.evaluate(() => getSelection().toString());
    for (let i = 0; i < 40 && !(await chosen()).includes('severed'); i++) await page.keyboard.press((await chosen()) && i < 8 ? 'ArrowDown' : 'ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    await until(page, () => document.querySelector('.offer q').innerText === 'severed relations');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Add a record' }).waitFor();
    await until(page, () => document.activeElement.id === 'add-kind');
    await page.keyboard.type('lev');
    await page.getByLabel('Level', { exact: true }).focus();
    await page.keyboard.type('strategic partnership');
    await page.getByLabel('Parties', { exact: true }).focus();
    await page.keyboard.type('Iran; Saudi Arabia');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.locator('.card', { hasText: 'strategic partnership' }).waitFor();
    const added = (await rows(desk, 'list/levels?type=strategic%20partnership')).find((r) => r.rule === 'review');
    assert.deepEqual([added.quote, added.parties], ['severed relations', 'IRN;SAU']);
  });

  it('adds a record of words that were selected with the mouse', async () => {
    await named('Ann');
    await page.visit(`/document/${STORY}`);
    await page.evaluate(() => {
      const segment = [...document.querySelectorAll('.story [data-start]')].find((s) => s.textContent.includes('remained'));
      const at = segment.firstChild.data.indexOf('remained');
      getSelection().setBaseAndExtent(segment.firstChild, at, segment.firstChild, at + 9); // with the blank behind
    });
    await page.getByRole('button', { name: 'Add a record of these words' }).click();
    await page.getByLabel('Kind').selectOption('level');
    await page.getByRole('button', { name: 'Keep' }).click();
    await page.getByText('Which level?').waitFor();
    await page.getByText('Name the parties.').waitFor();
    await page.getByLabel('Level', { exact: true }).fill('strategic partnership');
    await page.getByLabel('Parties', { exact: true }).fill('USA; Iran');
    await page.getByRole('button', { name: 'Keep' }).click();
    await page.locator('.card', { hasText: 'strategic partnership' }).first().waitFor();
    const added = (await rows(desk, 'list/levels?type=strategic%20partnership')).find((r) => r.rule === 'review');
    assert.deepEqual([added.quote, added.parties], ['remained', 'USA;IRN']);
  });
});
