// driven-desk.mjs - a desk on a store that a script drives and measures: what the scripts that time it share.
import { spawn } from 'node:child_process';

/** Opens one at any free port: {url (with the token), origin, headers (that let a program in), api, write, stop}. */
export async function openDesk(db) {
  const child = spawn(process.env.CHANCERY ?? 'build/chancery', ['desk', '--db', db, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const url = String(await new Promise((done) => child.stdout.once('data', done))).trim();
  const { origin, searchParams } = new URL(url);
  const headers = { authorization: `Bearer ${searchParams.get('token')}`, 'accept-encoding': 'gzip' };
  const api = (path, init = {}) => fetch(`${origin}/api/v1/${path}`, { ...init, headers }).then((answer) => answer.json());
  const post = (path, body) => api(path, { method: 'POST', body: JSON.stringify({ reviewer: 'bench', ...body }) });

  /** Writes into the store: takes a record for right, and takes that back. The record is as before, the reviews are longer. */
  async function write() {
    const { rows: [record] } = await api('list/events?limit=1');
    await post('reviews', { record: record.id, kind: 'event', verdict: 'accept' });
    await post('reviews/undo', {});
  }
  return { url, origin, headers, api, write, stop: () => child.kill('SIGTERM') };
}

export const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
