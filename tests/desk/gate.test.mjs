// gate.test.mjs - what strangers and broken clients send: cut, slow, doubled, far too long.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { ask, makeStore, startDesk } from './desk.mjs';

const PATHS = ['/', '/main.js', '/list/events', '/api/v1/status', '/api/v1/list/events', '/api/v1/document/x', '/api/v1/explain/x/0', '/api/v1/export/csv', '/api/v1/jobs/1', '/api/v1/read', '/api/v1/reviews', '/api/v1/reviews/undo', '/api/v2/status'];

describe('the server before hostile clients', () => {
  let store, desk, port;
  before(async () => {
    store = makeStore();
    desk = await startDesk(store.db);
    ({ port } = new URL(desk.origin));
  });
  after(async () => {
    await desk?.stop();
    store?.remove();
  });

  const alive = async () => assert.equal((await ask(desk, 'status')).status, 200);
  /** Sends pieces with a pause between; everything that came back. `leave`: closes at once behind the last. */
  const raw = (pieces, { pause = 0, leave = false } = {}) =>
    new Promise((done) => {
      let text = '';
      const socket = connect(Number(port), '127.0.0.1', async () => {
        for (const piece of [pieces].flat()) {
          socket.write(piece);
          if (pause) await new Promise((then) => setTimeout(then, pause));
        }
        if (leave) socket.destroy();
      });
      socket.on('data', (piece) => (text += piece)).on('error', () => done(text)).on('close', () => done(text));
      socket.setTimeout(8000, () => socket.destroy());
    });
  const head = (first, ...more) => `${[first, `Host: 127.0.0.1:${port}`, `Authorization: Bearer ${desk.token}`, 'Connection: close', ...more].join('\r\n')}\r\n\r\n`;
  const status = (text) => Number(text.split(' ')[1]);
  const error = (text) => JSON.parse(text.slice(text.indexOf('\r\n\r\n') + 4)).error;

  it('answers HEAD everywhere as GET, without a body', async () => {
    for (const path of PATHS) {
      const text = await raw(head(`HEAD ${path} HTTP/1.1`));
      assert.ok([200, 404, 405].includes(status(text)), `${path}: ${text}`);
      assert.equal(text.slice(text.indexOf('\r\n\r\n') + 4), '', path);
    }
  });

  it('bears bodies that are cut off and clients that are slow', async () => {
    for (let i = 0; i < 20; i++) await raw(head('POST /api/v1/reviews HTTP/1.1', 'Content-Length: 1000') + '{"verdict"', { leave: true });
    const body = '{"reviewer":"nobody at all"}';
    const slow = await raw([...head('POST /api/v1/reviews/undo HTTP/1.1', `Content-Length: ${body.length}`).split(/(?<=\n)/), ...body.match(/.{1,9}/g)], { pause: 20 });
    assert.equal(status(slow), 400);
    assert.match(error(slow).message, /no review/);
    await alive();
  });

  it('keeps nothing of what a stranger sends, however long', async () => {
    const piece = 'x'.repeat(1 << 20);
    const text = await raw([`POST /api/v1/read HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\nContent-Length: ${100 << 20}\r\n\r\n`, ...Array(100).fill(piece)]);
    assert.equal(status(text), 401);
    assert.equal(error(text).code, 'token');
  });

  it('takes no request with two hosts, nor other spellings of its name', async () => {
    const as = (...hosts) => raw(['GET /api/v1/status HTTP/1.1', ...hosts.map((h) => `Host: ${h}`), `Authorization: Bearer ${desk.token}`, 'Connection: close', '', ''].join('\r\n'));
    assert.equal(status(await as(`127.0.0.1:${port}`, 'evil.example')), 400);
    assert.equal(status(await as(`LocalHost:${port}`)), 200);
    for (const other of [`localhost.:${port}`, 'localhost', `127.1:${port}`, `localhost:${Number(port) + 1}`, `localhost:${port}@evil.example`, '']) assert.ok([400, 421].includes(status(await as(other))), other);
    assert.equal(status(await as()), 400);
  });

  it('reads the right one of two cookies or none', async () => {
    const cookie = `chancery-${port}=${desk.token}`;
    const as = (...cookies) => raw(['GET /api/v1/status HTTP/1.1', `Host: 127.0.0.1:${port}`, ...cookies.map((c) => `Cookie: ${c}`), 'Connection: close', '', ''].join('\r\n'));
    assert.equal(status(await as(`other=1; ${cookie}`)), 200);
    assert.ok([200, 401].includes(status(await as('other=1', cookie))));
    assert.equal(status(await as('chancery=1; =; ;;', 'x')), 401);
  });

  it('bounds arguments, and says what is wrong in UTF-8', async () => {
    const many = Array.from({ length: 33 }, () => 'type=AGREE').join('&');
    const text = await raw(head(`GET /api/v1/list/events?${many} HTTP/1.1`));
    assert.equal(status(text), 400);
    assert.match(error(text).message, /more than 32/);
    for (const bad of ['list/%ff%fe', 'list/events?since=%ff', `list/events?${'%c3%a9'.repeat(40)}=1`, 'list/%00', 'export/%c3', 'explain//0', 'explain/x/', 'explain/x/-1', 'explain/x/1x', 'jobs/', 'jobs/99999999999999999999']) {
      const answer = await ask(desk, bad);
      assert.ok(answer.status === 400 || answer.status === 404, `${bad}: ${answer.status}`);
      const words = new TextDecoder('utf-8', { fatal: true }).decode(await answer.arrayBuffer());
      assert.ok(JSON.parse(words).error.message, bad);
    }
  });

  it('takes very long paths for what they are', async () => {
    for (const path of [`/${'x'.repeat(20000)}`, `/api/v1/${'a/'.repeat(5000)}`, `/${'x'.repeat(200000)}`, '/../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/main.js%00.png'])
      assert.ok([200, 400, 404, 413, 414, 431].includes(status(await raw(head(`GET ${path} HTTP/1.1`)))), path.slice(0, 40));
    await alive();
  });

  it('refuses a filter of an export that is too long, and dates that are none', async () => {
    for (const bad of [`actor=${'x'.repeat(64)}`, `since=${'2'.repeat(20)}`, `table=${'t'.repeat(70)}`]) assert.equal((await ask(desk, `export/csv?${bad}`)).status, 400, bad);
    assert.equal((await ask(desk, 'read?published=2023-03-10T10:00:00Z', { method: 'POST', body: 'x' })).status, 400);
  });

  it('answers many at once', async () => {
    const answers = await Promise.all(Array.from({ length: 300 }, (_, i) => ask(desk, i % 2 ? 'list/events' : 'list/relations')));
    assert.deepEqual([...new Set(answers.map((a) => a.status))], [200]);
    await Promise.all(answers.map((a) => a.arrayBuffer()));
  });
});
