// gate.test.mjs - what strangers and broken clients send: cut, slow, doubled, far too long.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { ask, copyStore, makeStore, startDesk } from './desk.mjs';

const PATHS = ['/', '/main.js', '/list/events', '/api/v1/status', '/api/v1/list/events', '/api/v1/document/x', '/api/v1/explain/x/0', '/api/v1/export/csv', '/api/v1/jobs/1', '/api/v1/read', '/api/v1/reviews', '/api/v1/reviews/undo', '/api/v2/status'];

// Clients that are slow keep each other and the rest waiting for nothing: they come at the same time, and the rest meanwhile.
describe('the server before hostile clients', { concurrency: true }, () => {
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

  /** Sends a file to be read; the job when it has ended. */
  const read = async (name, body) => {
    let job = await (await ask(desk, `read?name=${name}`, { method: 'POST', body })).json();
    for (let i = 0; i < 900 && !['done', 'failed'].includes(job.state); i++) {
      await new Promise((then) => setTimeout(then, 100));
      job = await (await ask(desk, `jobs/${job.job}`)).json();
    }
    return job;
  };

  describe('that wait for a limit', { concurrency: true }, () => {
    it('closes who is slow with a header, a body or an answer, and who never ends', async () => {
      const steady = (start, piece, every = 400) =>
        new Promise((done) => {
          const began = Date.now();
          let timer, text = '';
          const socket = connect(Number(port), '127.0.0.1', () => {
            socket.write(start);
            timer = setInterval(() => socket.write(piece), every);
          });
          socket.on('data', (bytes) => (text += bytes)).on('error', () => {}).on('close', () => (clearInterval(timer), done({ seconds: (Date.now() - began) / 1000, text })));
        });
      /* Takes 64 KiB every twelve seconds, which are good for four, of many answers; then what is left: how many came. */
      const sipping = (path, n) =>
        new Promise((done) => {
          let answers = 0;
          const socket = connect(Number(port), '127.0.0.1', () => {
            socket.write(head(`GET ${path} HTTP/1.1`).replace('close', 'keep-alive').repeat(n));
            const timer = setInterval(() => take(socket.read()), 12000);
            setTimeout(() => (clearInterval(timer), take(socket.read()), socket.removeAllListeners('readable').on('data', take).resume()), 50000);
          });
          const take = (bytes) => (answers += bytes?.toString('latin1').match(/HTTP.1.1 200/g)?.length ?? 0);
          socket.on('readable', () => {}).on('error', () => {}).on('close', () => done(answers));
          socket.setTimeout(80000, () => socket.destroy());
        });
      const post = head('POST /api/v1/read HTTP/1.1', 'Content-Length: 100000').replace('close', 'keep-alive');
      const endless = head('POST /api/v1/reviews HTTP/1.1', 'Transfer-Encoding: chunked');
      const stranger = endless.replace(/Authorization.*\r\n/, '');
      const chunk = `1000\r\n${'x'.repeat(4096)}\r\n`;
      const long = await read('long.txt', 'Lorem ipsum dolor sit amet, consectetur adipisici elit.\n\n'.repeat(7000));
      assert.equal(long.state, 'done', long.message);
      const sips = sipping('/api/v1/list/text?doc=long.txt', 60);
      const all = await Promise.all([
        steady(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n`, 'X-A: b\r\n'),
        steady('G', 'E'),
        steady(post, 'x'),
        steady(endless, chunk.repeat(64), 50),
        steady(stranger, chunk.repeat(16), 50),
      ]);
      for (const { seconds, text } of all) assert.ok(seconds > 5 && seconds < 40, `${seconds} s: ${text.slice(0, 200)}`);
      const answers = await sips;
      assert.ok(answers > 0 && answers < 60, `${answers} answers`);
      await alive();
    });

    it('gives an upload that goes on the time that it needs', async () => {
      const body = 'x'.repeat(24 * 40000);
      const text = await raw([head('POST /api/v1/read?name=slow.txt HTTP/1.1', `Content-Length: ${body.length}`), ...body.match(/.{40000}/g)], { pause: 1000 });
      assert.equal(status(text), 202, text);
    });
  });

  describe('that come and go', { concurrency: 1 }, () => {
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
      for (const bad of ['list/%ff%fe', 'list/events?since=%ff', 'sql/events?doc=%ff', 'sql/events?doc=%c0%af', 'sql/events?type=%ed%a0%80', 'list/events?type=AGREE%00', 'list/events%00', 'list/events?actor=%4', 'list/events?actor=%zz', 'jobs/+1', 'jobs/%201', `list/events?${'%c3%a9'.repeat(40)}=1`, 'list/%00', 'export/%c3', 'explain//0', 'explain/x/', 'explain/x/-1', 'explain/x/1x', 'jobs/', 'jobs/99999999999999999999']) {
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

    it('takes an address whose letters are encoded', async () => {
      assert.equal((await ask(desk, 'list/%65vents?%74ype=AGREE&actor=Mahama%20%C3%A9+x')).status, 200);
      assert.equal((await ask(desk, 'list/events?actor=')).status, 200);
    });

    it('refuses members that it does not know, and texts with U+0000', async () => {
      const post = (path, body) => ask(desk, path, { method: 'POST', body });
      for (const [path, body] of [['reviews/undo', '{"reviewer":"Ann\\u0000"}'], ['reviews/undo', '{"reviewer":"Ann","more":1}'], ['reviews', '{"verdict":"accept","reviewer":"Ann","record":7}'], ['reviews', '{"verdict":"accept\\u0000","reviewer":"Ann","record":"x"}']]) {
        const answer = await post(path, body);
        assert.equal(answer.status, 400, body);
        assert.match((await answer.json()).error.message, /member|text without/, body);
      }
    });

    it('reads no file that unpacks to more than 256 MiB', async () => {
      const blanks = Buffer.from(Uint8Array.from({ length: 1 << 20 }, () => (Math.random() < 0.02 ? 10 : 32)));
      const bomb = gzipSync(Buffer.concat([Buffer.from('{"text": "Peru and Chile signed an agreement."}\n'), ...Array(300).fill(blanks)]), { level: 1 });
      assert.ok(bomb.length < 40 << 20);
      const job = await read('bomb.jsonl.gz', bomb);
      assert.deepEqual([job.state, job.errors], ['done', 1]);
      assert.match(job.message, /268435456/, job.message);
      assert.ok(!job.message.includes('/tmp'), job.message);
    });

    it('gives a file up of which nothing can be read', async () => {
      const job = await read('bad.jsonl', '{"a": 1}\n'.repeat(5000));
      assert.deepEqual([job.state, job.errors], ['failed', 1000]);
      assert.match(job.message, /1000 of its stories/);
    });

    it('answers no page at another port, though the cookie comes with what it asks', async () => {
      const cookie = `Cookie: chancery-${port}=${desk.token}`;
      const as = (path, site) => raw(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${cookie}\r\nSec-Fetch-Site: ${site}\r\nConnection: close\r\n\r\n`);
      for (const site of ['same-site', 'cross-site']) assert.equal(status(await as('/api/v1/status', site)), 403, site);
      for (const site of ['same-origin', 'none']) assert.equal(status(await as('/api/v1/status', site)), 200, site);
      assert.equal(status(await as('/today', 'same-site')), 200, 'a link to the page is followed');
    });

    it('tells who may keep what, on errors too', async () => {
      const field = (text, name) => new RegExp(`^${name}: (.*)$`, 'im').exec(text.split('\r\n\r\n')[0])?.[1].trim();
      const first = await raw(`GET /?token=${desk.token} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`);
      assert.equal(field(first, 'cache-control'), 'no-store');
      for (const path of ['/api/v1/status', '/', '/main.js', '/style.css']) assert.equal(field(await raw(head(`GET ${path} HTTP/1.1`)), 'cache-control'), 'private, no-cache', path);
      const [part] = /part-\w+\.js/.exec(await (await fetch(`${desk.origin}/main.js`, { headers: { authorization: `Bearer ${desk.token}` } })).text());
      assert.match(field(await raw(head(`GET /${part} HTTP/1.1`)), 'cache-control'), /^private, .*immutable$/);
      for (const bad of [head('GET /api/v1/nothing HTTP/1.1'), head('DELETE /api/v1/status HTTP/1.1'), head('OPTIONS /api/v1/status HTTP/1.1'), 'GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n', head('GET /%ff HTTP/1.1')]) {
        const text = await raw(bad);
        assert.ok(status(text) >= 400, text);
        for (const [name, value] of [['cache-control', /^no-store$/], ['content-security-policy', /default-src 'none'/], ['x-content-type-options', /^nosniff$/], ['referrer-policy', /^no-referrer$/], ['cross-origin-opener-policy', /^same-origin$/], ['cross-origin-resource-policy', /^same-origin$/]])
          assert.match(field(text, name) ?? '', value, `${name}: ${bad}`);
        assert.ok(!text.includes(store.folder), 'no path of the machine');
      }
      assert.ok(!(await raw(head('GET /api/v1/status HTTP/1.1'))).includes(store.folder));
      const write = await ask(desk, 'reviews/undo', { method: 'POST', body: '{"reviewer":"nobody"}', headers: { 'if-none-match': '*' } });
      assert.equal(write.status, 400);
    });

    it('knows the cookies of two desks apart', async () => {
      const other = await startDesk(copyStore(store, 'other.db'));
      const cookies = [desk, other].map((d) => `chancery-${new URL(d.origin).port}=${d.token}`).join('; ');
      for (const d of [desk, other]) {
        const answer = await fetch(`${d.origin}/api/v1/status`, { headers: { cookie: cookies } });
        assert.equal(answer.status, 200);
      }
      assert.equal((await fetch(`${other.origin}/api/v1/status`, { headers: { cookie: `chancery-${port}=${desk.token}` } })).status, 401);
      await other.stop();
    });

    it('refuses a filter of an export that is too long, and dates that are none', async () => {
      for (const bad of [`actor=${'x'.repeat(64)}`, `since=${'2'.repeat(20)}`, 'until=2023-13', `table=${'t'.repeat(70)}`]) assert.equal((await ask(desk, `export/csv?${bad}`)).status, 400, bad);
      for (const bad of ['2023-03-10T10:00:00Z', '2023-02-30', 'soon']) assert.equal((await ask(desk, `read?published=${bad}`, { method: 'POST', body: 'x' })).status, 400, bad);
    });

    it('answers many at once', async () => {
      const answers = await Promise.all(Array.from({ length: 300 }, (_, i) => ask(desk, i % 2 ? 'list/events' : 'list/relations')));
      assert.deepEqual([...new Set(answers.map((a) => a.status))], [200]);
      await Promise.all(answers.map((a) => a.arrayBuffer()));
    });
  });
});
