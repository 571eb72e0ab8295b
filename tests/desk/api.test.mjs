// api.test.mjs - the API against docs/openapi.json, and the gate before it.
import assert from 'node:assert/strict';
import { readFileSync, renameSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { ask, copyStore, makeStore, readInto, startDesk } from './desk.mjs';

const spec = JSON.parse(readFileSync(join(process.env.CHANCERY_SOURCE ?? '.', 'docs/openapi.json'), 'utf8'));
const NEEDS_WORDS = ['search', 'facets'];
const story = '2023-03-10-riyadh-tehran.txt';

/** What of a value does not fit a schema: the part of JSON Schema that docs/openapi.json uses. */
function misfits(value, schema, at = '') {
  if (schema.$ref) return misfits(value, spec.components.schemas[schema.$ref.split('/').pop()], at);
  const kind = value === null ? 'null' : Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value;
  const types = [schema.type ?? []].flat();
  if (types.length && !types.includes(kind) && !(kind === 'integer' && types.includes('number'))) return [`${at}: ${kind}, not ${types}`];
  if (schema.enum && !schema.enum.includes(value)) return [`${at}: ${value} is none of ${schema.enum}`];
  if (kind === 'array') return value.flatMap((v, i) => (schema.items ? misfits(v, schema.items, `${at}[${i}]`) : []));
  if (kind !== 'object') return [];
  const missing = (schema.required ?? []).filter((k) => !(k in value)).map((k) => `${at}.${k} is missing`);
  const more = Object.keys(value).filter((k) => schema.properties && !(k in schema.properties)).map((k) => `${at}.${k} is not documented`);
  return [...missing, ...more, ...Object.entries(schema.properties ?? {}).flatMap(([k, s]) => (k in value ? misfits(value[k], s, `${at}.${k}`) : []))];
}

/** Sends bytes as they are; the first line and the body of what comes back. */
const raw = (desk, bytes) =>
  new Promise((done) => {
    const { hostname, port } = new URL(desk.origin);
    let text = '';
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.on('data', (piece) => (text += piece)).on('error', () => done(text)).on('close', () => done(text));
    socket.setTimeout(5000, () => socket.destroy());
  });

describe('the API', () => {
  let store, desk, sealed;
  before(async () => {
    store = makeStore();
    desk = await startDesk(copyStore(store, 'api.db'));
    sealed = await startDesk(copyStore(store, 'sealed.db'), '--read-only');
  });
  after(async () => {
    await desk?.stop();
    await sealed?.stop();
    store?.remove();
  });

  const fits = async (path, operation, response, status = '200') => {
    assert.equal(String(response.status), status, `${operation} ${path}`);
    const schema = spec.paths[path][operation].responses[status].content['application/json'].schema;
    const body = await response.json();
    assert.deepEqual(misfits(body, schema), [], `${operation} ${path}`);
    return body;
  };

  it('answers every documented GET as documented', async () => {
    await fits('/status', 'get', await ask(desk, 'status'));
    await fits('/document/{id}', 'get', await ask(desk, `document/${story}`));
    await fits('/explain/{document}/{sentence}', 'get', await ask(desk, `explain/${story}/1`));
  });

  it('has no list that is not documented, and gives each a page', async () => {
    const { enum: lists } = spec.paths['/list/{what}'].get.parameters[0].schema;
    for (const what of lists) {
      const page = await fits('/list/{what}', 'get', await ask(desk, `list/${what}?limit=3${NEEDS_WORDS.includes(what) ? '&match=embassy' : ''}`));
      assert.ok(page.rows.length <= 3);
      for (const row of page.rows) assert.deepEqual(Object.keys(row), page.columns);
    }
  });

  it('takes exactly the documented arguments', async () => {
    const known = spec.paths['/list/{what}'].get.parameters.filter((p) => p.in === 'query').map((p) => p.name);
    const values = { pair: 'IRN,SAU', since: '2023', until: '2023-03', at: '2023-04', limit: '1', offset: '1', newest: '1', match: 'embassy', type: 'AGREE', actor: 'IRN', doc: story, id: 'abcdef', mode: 'visit', modality: 'actual', source: 'BBC', confidence: '0.5', sort: 'event', descending: '1' };
    for (const name of known) assert.equal((await ask(desk, `list/events?${name}=${values[name]}${name === 'descending' ? '&sort=event' : ''}`)).status, 200, name);
    for (const bad of ['foo=1', 'limit=0', 'limit=1001', 'limit=x', 'offset=-1', 'since=2023-13', 'pair=IRN', 'pair=IRN,IRN', 'confidence=2', 'confidence=x', 'sort=birds', 'sort=_key', 'descending=1', 'sort=event&newest=1'])
      assert.equal((await ask(desk, `list/events?${bad}`)).status, 400, bad);
  });

  const rowsOf = async (path) => (await (await ask(desk, path)).json()).rows;

  it('sorts by any column, both ways, through all pages', async () => {
    for (const list of ['events', 'records', 'documents', 'relations', 'occurrences', 'contacts']) {
      const { columns } = await (await ask(desk, `list/${list}?limit=1`)).json();
      for (const column of columns) {
        const all = (await rowsOf(`list/${list}?sort=${column}&limit=1000`)).map((r) => r[column]);
        const there = all.filter((v) => v !== null);
        assert.deepEqual(all.slice(there.length).filter((v) => v !== null), [], `${list} ${column}: what has no value is last`);
        for (let i = 1; i < there.length; i++) assert.ok(there[i - 1] <= there[i], `${list} ${column}: ${there[i - 1]} before ${there[i]}`);
        const back = (await rowsOf(`list/${list}?sort=${column}&descending=1&limit=1000`)).map((r) => r[column]);
        assert.deepEqual(back, [...there.reverse(), ...all.filter((v) => v === null)], `${list} ${column} descending`);
      }
    }
    const whole = (await rowsOf('list/events?sort=event&limit=1000')).map((r) => r.id);
    const pieces = [];
    for (let offset = 0; offset < whole.length; offset += 40) pieces.push(...(await rowsOf(`list/events?sort=event&limit=40&offset=${offset}`)).map((r) => r.id));
    assert.deepEqual(pieces, whole);
  });

  it('counts what it would list', async () => {
    const narrowed = ['', '&since=2022', `&doc=${story}`, '&since=2021&until=2022'];
    const lists = { events: narrowed, records: narrowed, documents: narrowed, actors: narrowed, occurrences: narrowed, search: ['&match=embassy'], relations: ['', '&actor=IRN'], places: [''] };
    for (const [what, questions] of Object.entries(lists))
      for (const asked of questions) {
        const rows = await rowsOf(`list/${what}?limit=1000${asked}`);
        const count = await fits('/count/{what}', 'get', await ask(desk, `count/${what}?${asked.slice(1)}`));
        assert.deepEqual(count, { list: what, rows: rows.length, more: false }, what + asked);
      }
    assert.deepEqual(await (await ask(desk, 'count/events?limit=5')).json(), { list: 'events', rows: 5, more: true });
    assert.equal((await ask(desk, 'count/birds')).status, 400);
  });

  it('narrows records by mode, modality, confidence and publisher', async () => {
    const events = await rowsOf('list/events?limit=1000');
    const same = async (query, test) =>
      assert.deepEqual((await rowsOf(`list/events?limit=1000&${query}`)).map((r) => r.id), events.filter(test).map((r) => r.id), query);
    await same('mode=VISIT', (r) => r.mode === 'visit');
    await same('modality=future', (r) => r.modality === 'future');
    await same('confidence=0.8', (r) => r.confidence >= 0.8);
    const [{ source }] = await rowsOf('list/sources');
    const names = new Set((await rowsOf('list/documents?limit=1000')).filter((d) => d.source === source).map((d) => d.name));
    assert.ok(names.size > 0);
    await same(`source=${encodeURIComponent(source)}`, (r) => names.has(r.document));
  });

  it('says what narrows a search, and the search then gives as many', async () => {
    const facets = await rowsOf('list/facets?match=embassy');
    const count = (facet, value) => facets.find((f) => f.facet === facet && f.value === (value ?? null))?.sentences;
    assert.equal((await rowsOf('list/search?match=embassy&limit=1000')).length, count('all'));
    assert.equal(count('words'), count('all'));
    for (const { facet, value, sentences } of facets) {
      const asked = { country: `actor=${value}`, kind: `type=${value}`, year: `since=${value}&until=${value}`, source: `source=${encodeURIComponent(value)}` }[facet];
      if (asked) assert.equal((await rowsOf(`list/search?match=embassy&limit=1000&${asked}`)).length, sentences, asked);
    }
  });

  it('keeps an answer until somebody writes into the store', async () => {
    const db = copyStore(store, 'kept.db');
    const own = await startDesk(db);
    const isKept = (response) => response.headers.get('server-timing') === 'kept';
    const number = async () => (await (await ask(own, 'count/documents')).json()).rows;
    try {
      for (const path of ['list/events?limit=50', 'list/matrix', 'count/events', `document/${story}`, `explain/${story}/1`]) {
        const [first, second] = [await ask(own, path), await ask(own, path)];
        const plain = await ask(own, path, { headers: { 'accept-encoding': 'identity' } });
        assert.deepEqual([first, second, plain].map(isKept), [false, true, true], path);
        assert.equal(second.headers.get('etag'), first.headers.get('etag'));
        const body = await first.text();
        assert.equal(await second.text(), body);
        assert.equal(await plain.text(), body);
        assert.equal((await ask(own, path, { headers: { 'if-none-match': first.headers.get('etag') } })).status, 304);
      }
      for (const path of ['list/events?limit=0', 'document/none', 'status', 'sql/events'])
        assert.ok(!isKept(await ask(own, path)) && !isKept(await ask(own, path)), path);
      const crowd = await Promise.all(Array.from({ length: 40 }, () => ask(own, 'list/records?limit=1000').then((r) => r.text())));
      assert.equal(new Set(crowd).size, 1);

      const before = await number();
      readInto(db, 'envoy.txt', 'Kenya recalled its ambassador from Malawi on 4 May 2025.\n');
      const after = await ask(own, 'count/documents');
      assert.ok(!isKept(after));
      assert.equal((await after.json()).rows, before + 1);
      renameSync(copyStore(store, 'other.db'), db);
      assert.equal(await number(), before, 'a store that was put in the place of the other');
    } finally {
      await own.stop();
    }
  });

  it('says of words that are none what they lack', async () => {
    for (const [words, message] of [['"embassy', /quotation mark/], ['AND embassy', /nothing to look for before/], ['(embassy', /bracket/]]) {
      const response = await ask(desk, `list/search?match=${encodeURIComponent(words)}`);
      assert.equal(response.status, 400);
      assert.match((await response.json()).error.message, message);
    }
  });

  it('gives all rows of a list as a file', async () => {
    const rows = await rowsOf('list/events?type=CONSULT&sort=actor&limit=1000');
    const csv = await ask(desk, 'rows/csv/events?type=CONSULT&sort=actor');
    assert.match(csv.headers.get('content-type'), /text\/csv/);
    assert.match(csv.headers.get('content-disposition'), /filename="events.csv"/);
    const lines = (await csv.text()).trimEnd().split('\r\n');
    assert.equal(lines[0], Object.keys(rows[0]).join(','));
    assert.deepEqual(lines.slice(1).map((line) => line.slice(0, 32)), rows.map((r) => r.id));
    const jsonl = (await (await ask(desk, 'rows/jsonl/events?type=CONSULT&sort=actor')).text()).trimEnd().split('\n').map(JSON.parse);
    assert.deepEqual(jsonl, rows);
    for (const bad of ['rows/xml/events', 'rows/csv/birds', 'rows/csv/events?sort=birds', 'rows/csv/search']) assert.equal((await ask(desk, bad)).status, 400, bad);
    for (let i = 0; i < 12; i++) {
      const control = new AbortController();
      await ask(desk, 'rows/csv/sentences', { signal: control.signal });
      control.abort();
    }
    for (let i = 0; i < 50; i++) {
      if ((await ask(desk, 'rows/csv/runs')).status === 200) return;
      await new Promise((done) => setTimeout(done, 100));
    }
    assert.fail('the files did not end');
  });

  it('pages through a list without loss or repetition', async () => {
    const ids = [];
    for (let offset = 0, more = true; more; offset += 7) {
      const page = await (await ask(desk, `list/events?limit=7&offset=${offset}`)).json();
      ids.push(...page.rows.map((r) => r.id));
      ({ more } = page);
    }
    const all = await (await ask(desk, 'list/events?limit=1000')).json();
    assert.deepEqual(ids, all.rows.map((r) => r.id));
  });

  it('gives the text of a story whole, in segments at their places', async () => {
    const body = await (await ask(desk, `document/${story}`)).json();
    const text = [...(await (await ask(desk, `list/text?doc=${story}`)).json()).rows[0].text];
    for (const { start, text: piece } of body.blocks.flatMap((b) => b.segments))
      assert.equal(text.slice(start, start + [...piece].length).join(''), piece);
    for (const event of body.events) {
      const words = body.blocks.flatMap((b) => b.segments).filter((s) => s.marks.some(([id, field]) => id === event.id && field === 'record'));
      assert.equal(words.map((s) => s.text).join(''), event.quote);
    }
  });

  it('exports every form, as the command does, and refuses what makes no sense', async () => {
    const exports = spec.paths['/export/{form}'].get.parameters;
    for (const form of exports[0].schema.enum.filter((f) => f !== 'gold')) {
      const response = await ask(desk, `export/${form}`);
      assert.equal(response.status, 200, form);
      assert.match(response.headers.get('content-disposition'), /attachment; filename="chancery\./);
      assert.ok((await response.text()).length > 100, form);
    }
    const csv = await (await ask(desk, 'export/csv?table=levels&pair=IRN,SAU')).text();
    const rows = (await (await ask(desk, 'list/levels?pair=IRN,SAU&limit=1000')).json()).rows;
    for (const row of rows) assert.ok(csv.includes(row.id));
    for (const bad of ['export/xls', 'export/csv?table=nothing', 'export/jsonl?kinds=rumour', 'export/csv?pair=IRN', 'export/csv?foo=1'])
      assert.equal((await ask(desk, bad)).status, 400, bad);
  });

  it('ends an export whose reader goes away', async () => {
    for (let i = 0; i < 12; i++) {
      const control = new AbortController();
      const response = await ask(desk, 'export/jsonl', { signal: control.signal });
      await response.body.getReader().read();
      control.abort();
    }
    for (let i = 0; i < 50; i++) {
      const response = await ask(desk, 'export/geojson');
      if (response.status === 200) return assert.ok((await response.json()).features.length >= 0);
      await new Promise((done) => setTimeout(done, 100));
    }
    assert.fail('the exports did not end');
  });

  it('gives the SQL of every list', async () => {
    const { enum: lists } = spec.paths['/sql/{what}'].get.parameters[0].schema;
    for (const what of lists) {
      const { sql } = await fits('/sql/{what}', 'get', await ask(desk, `sql/${what}${NEEDS_WORDS.includes(what) ? '?match=embassy' : ''}`));
      assert.match(sql, /^SELECT /);
    }
    const { sql } = await (await ask(desk, "sql/events?pair=IRN,SAU&since=2023&actor=O'Neill&limit=5")).json();
    for (const part of ["'IRN'", "'SAU'", "'2023-01-01'", "'O''Neill'", 'LIMIT 5']) assert.ok(sql.includes(part), part);
    assert.equal((await ask(desk, 'sql/nothing')).status, 400);
    assert.equal((await ask(desk, 'sql/events?foo=1')).status, 400);
  });

  it('gives judged sentences as text of the corpus', async () => {
    const post = (path, body) => ask(desk, path, { method: 'POST', body: JSON.stringify(body) });
    const { rows } = await (await ask(desk, `list/records?doc=${story}&limit=1000`)).json();
    for (const { id } of rows) assert.equal((await post('reviews', { verdict: 'accept', reviewer: 'Gold', record: id })).status, 200);
    const response = await ask(desk, 'export/gold?reviewer=Gold');
    assert.equal(response.status, 200);
    assert.match(response.headers.get('content-disposition'), /chancery\.gold\.txt/);
    const text = await response.text();
    assert.match(text, /^@ \d{4}-\d{2}-\d{2} wire other\n.*\{[^}]*\|1\}/m);
    assert.ok(!/^@/m.test(await (await ask(desk, 'export/gold?reviewer=Nobody')).text()));
    assert.equal((await ask(desk, 'export/gold?foo=1')).status, 400);
    for (const bad of ['export/gold?since=2023', 'export/csv?reviewer=Gold', `export/gold?reviewer=${'x'.repeat(81)}`]) assert.equal((await ask(desk, bad)).status, 400, bad);
    for (const _ of rows) assert.equal((await post('reviews/undo', { reviewer: 'Gold' })).status, 200);
  });

  it('reads what is sent and tells how far it is', async () => {
    const send = { method: 'POST', body: 'Peru and Chile sign pact\n\nLIMA, 3 May 2025 - Peru and Chile signed a trade agreement in Lima on Saturday.\n' };
    let job = await fits('/read', 'post', await ask(desk, 'read?name=lima.txt', send), '202');
    for (let i = 0; i < 100 && job.state !== 'done'; i++) {
      await new Promise((done) => setTimeout(done, 100));
      job = await fits('/jobs/{n}', 'get', await ask(desk, `jobs/${job.job}`));
    }
    assert.deepEqual([job.state, job.new, job.errors], ['done', 1, 0]);
    assert.ok((await (await ask(desk, 'list/events?doc=lima.txt')).json()).rows.length > 0);
  });

  it('keeps a review and takes it back', async () => {
    const post = (path, body) => ask(desk, path, { method: 'POST', body: JSON.stringify(body) });
    const [event] = (await (await ask(desk, 'list/unsure?type=event&limit=1')).json()).rows;
    await fits('/reviews', 'post', await post('reviews', { verdict: 'reject', reviewer: 'Ann', record: event.id }));
    await fits('/reviews/undo', 'post', await post('reviews/undo', { reviewer: 'Ann' }));
    for (const bad of [{}, { verdict: 'maybe', reviewer: 'Ann' }, { verdict: 'accept', record: event.id }, { verdict: 'edit', reviewer: 'Ann', record: event.id, changes: { quad: 9 } }])
      assert.equal((await post('reviews', bad)).status, 400);
  });

  it('answers errors as JSON that is documented', async () => {
    for (const [path, status] of [['nothing', 404], ['list/nothing', 400], ['document/nothing', 404], [`explain/${story}/9999`, 404], ['jobs/99', 404], ['list/events/more/and/more/parts', 404]]) {
      const response = await ask(desk, path);
      assert.equal(response.status, status, path);
      assert.deepEqual(misfits(await response.json(), spec.components.schemas.Error), []);
    }
    assert.equal((await ask(desk, 'status', { method: 'DELETE' })).status, 405);
    assert.equal((await ask(desk, 'status', { method: 'DELETE' })).headers.get('allow'), 'GET, HEAD');
  });

  it('packs, and tells a reader who has it already', async () => {
    const first = await ask(desk, 'list/events');
    assert.equal(first.headers.get('content-encoding'), 'gzip');
    const again = await ask(desk, 'list/events', { headers: { 'if-none-match': first.headers.get('etag') } });
    assert.equal(again.status, 304);
    const page = await raw(desk, `GET /main.js HTTP/1.1\r\nHost: ${new URL(desk.origin).host}\r\nAuthorization: Bearer ${desk.token}\r\nConnection: close\r\n\r\n`);
    assert.ok(!/content-encoding/i.test(page.split('\r\n\r\n')[0]), 'who takes no gzip gets none');
  });
});

describe('the gate', () => {
  let store, desk, sealed;
  before(async () => {
    store = makeStore();
    desk = await startDesk(store.db);
    sealed = await startDesk(copyStore(store, 'sealed.db'), '--read-only');
  });
  after(async () => {
    await desk?.stop();
    await sealed?.stop();
    store?.remove();
  });
  const status = (text) => Number(text.split(' ')[1]);
  const request = (head, { method = 'GET', path = '/api/v1/status', body = '', to = desk } = {}) =>
    raw(to, `${method} ${path} HTTP/1.1\r\n${head.join('\r\n')}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`);
  const host = (d = desk) => `Host: ${new URL(d.origin).host}`;
  const bearer = (d = desk) => `Authorization: Bearer ${d.token}`;

  it('lets nobody in without the token', async () => {
    assert.equal(status(await request([host()])), 401);
    assert.equal(status(await request([host(), 'Authorization: Bearer 0123456789abcdef0123456789abcdef'])), 401);
    assert.equal(status(await request([host()], { path: '/?token=wrong' })), 401);
    assert.equal(status(await request([host()], { path: '/main.js' })), 401);
    assert.equal(status(await request([host(), bearer()])), 200);
    const [page, api] = [await request([host()], { path: '/pair/CHN/IRN' }), await request([host()], { path: '/api/v1/status' })];
    assert.match(page, /content-type: text\/html[^]*<html lang="en">[^]*chancery desk/i);
    assert.match(api, /content-type: application\/json[^]*"code":"token"/i);
    assert.ok(!page.includes(desk.token) && !api.includes(desk.token));
  });

  it('makes a strict cookie of the token, once', async () => {
    const first = await request([host()], { path: `/?token=${desk.token}` });
    assert.equal(status(first), 303);
    const cookie = /set-cookie: ([^;]+); Path=\/; HttpOnly; SameSite=Strict/i.exec(first)[1];
    assert.equal(status(await request([host(), `Cookie: ${cookie}`])), 200);
  });

  it('is not served under another name', async () => {
    assert.equal(status(await request(['Host: evil.example', bearer()])), 421);
    assert.equal(status(await request([`Host: evil.example:${new URL(desk.origin).port}`, bearer()])), 421);
    assert.equal(status(await request([`Host: localhost:${new URL(desk.origin).port}`, bearer()])), 200);
  });

  it('takes writes from its own page only', async () => {
    const cookie = `Cookie: chancery-${new URL(desk.origin).port}=${desk.token}`;
    const write = (...head) => request([host(), cookie, ...head], { method: 'POST', path: '/api/v1/reviews/undo', body: '{"reviewer":"x"}' });
    assert.equal(status(await write()), 403);
    assert.equal(status(await write('Origin: http://evil.example')), 403);
    assert.equal(status(await write(`Origin: ${desk.origin}`, 'Sec-Fetch-Site: cross-site')), 403);
    assert.equal(status(await write(`Origin: ${desk.origin}`)), 400, 'let in: there is nothing to take back');
  });

  it('writes nothing when it was opened to be read only', async () => {
    const answer = await request([host(sealed), bearer(sealed)], { method: 'POST', path: '/api/v1/read', body: 'text', to: sealed });
    assert.equal(status(answer), 403);
  });

  it('sends no answer that a page elsewhere could use', async () => {
    const answer = await request([host(), bearer(), 'Origin: http://evil.example']);
    assert.match(answer, /content-security-policy: default-src 'none'; script-src 'self'/i);
    assert.match(answer, /x-content-type-options: nosniff/i);
    assert.ok(!/access-control-allow/i.test(answer));
  });

  it('bounds what is sent', async () => {
    const long = await request([host(), bearer(), `Origin: ${desk.origin}`], { method: 'POST', path: '/api/v1/reviews', body: 'x'.repeat((1 << 20) + 1) });
    assert.equal(status(long), 413);
    assert.ok([400, 413, 414, 431].includes(status(await request([host(), bearer(), `X-Long: ${'y'.repeat(100000)}`]))));
  });

  it('survives what is no HTTP', async () => {
    for (const bytes of ['\r\n\r\n', 'GARBAGE\r\n\r\n', 'GET\r\n\r\n', 'GET / HTTP/9.9\r\n\r\n', `GET /%00%ff%zz HTTP/1.1\r\n${host()}\r\n${bearer()}\r\nConnection: close\r\n\r\n`, '\0\0\0\0', `POST /api/v1/read HTTP/1.1\r\n${host()}\r\n${bearer()}\r\nContent-Length: -1\r\n\r\n`, `POST /api/v1/read HTTP/1.1\r\n${host()}\r\n${bearer()}\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n`])
      await raw(desk, bytes);
    assert.equal(status(await request([host(), bearer()])), 200);
  });
});
