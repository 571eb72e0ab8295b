// reading.js - files dropped on the page or chosen, and text pasted into it, are read one after the other; how far each
// is, from the sending and then from the job that the desk makes of it.
import { html, useEffect, useState } from '../dom.js';
import { get, send } from '../api.js';

export const MOST_BYTES = 64 * 1024 * 1024;
const AT_ONCE = 3;
const DONE = new Set(['done', 'failed']);

const listeners = new Set();
let entries = []; // {id, name, size, blob, published, state, sent, and what the job says}

function tell(id, change) {
  entries = entries.map((entry) => (entry.id === id ? { ...entry, ...change } : entry));
  for (const listener of listeners) listener(entries);
}

const wait = (ms) => new Promise((done) => setTimeout(done, ms));

async function follow(id, job) {
  let delay = 120;
  while (!DONE.has(job.state)) {
    tell(id, job);
    await wait(delay);
    delay = Math.min(1500, delay * 1.4);
    job = await get(`jobs/${job.job}`);
  }
  tell(id, { ...job, blob: null });
  if (job.new === 1 && job.document) tell(id, { like: await likenessOf(job.document) });
}

/** Another story with the same words, or nearly: {other, kind}; undefined when there is none. */
async function likenessOf(document) {
  const { rows } = await get('list/duplicates', { doc: document, limit: 1 });
  return rows[0];
}

const megabytes = (bytes) => `${(bytes / 1024 / 1024).toFixed(bytes < 1024 * 1024 ? 2 : 0)} MiB`;

/** Why a file need not be sent at all; null when it can be. */
function cannot({ size }) {
  if (!size) return 'it is empty';
  if (size > MOST_BYTES) return `it has ${megabytes(size)}; the desk takes files of up to ${megabytes(MOST_BYTES)}. In a terminal, chancery read takes any size`;
  return null;
}

async function work(entry) {
  const why = cannot(entry);
  if (why) return tell(entry.id, { state: 'failed', message: why, blob: null });
  tell(entry.id, { state: 'sending', sent: 0 });
  try {
    const job = await send('read', entry.blob, { name: entry.name, published: entry.published }, (sent) => tell(entry.id, { sent }));
    await follow(entry.id, { ...job, name: entry.name });
  } catch (error) {
    tell(entry.id, { state: 'failed', message: error.message, blob: null });
  }
}

/** A few at a time: the desk keeps a short queue, and a folder may hold thousands. */
let working = 0;
async function pump() {
  const next = entries.find((entry) => entry.state === 'queued');
  if (!next || working >= AT_ONCE) return;
  working++;
  tell(next.id, { state: 'sending' });
  pump();
  await work(next);
  working--;
  pump();
}

let last = 0;

/** Reads Files or Blobs: [{blob, name, published}]. */
export function read(files) {
  entries = [...entries, ...files.map(({ blob, name, published }) => ({ id: ++last, name, published, blob, size: blob.size, state: 'queued' }))];
  tell(0, {});
  pump();
}

/* ---- drops ---- */

const entriesOf = (reader) => new Promise((done, fail) => reader.readEntries(done, fail));
const fileOf = (entry) => new Promise((done, fail) => entry.file(done, fail));

/** The files below an entry of a drop, with the folders in their names; hidden ones are left out. */
async function filesBelow(entry, path = '') {
  if (entry.isFile) return [{ blob: await fileOf(entry), name: path + entry.name }];
  const files = [];
  const reader = entry.createReader();
  for (let some = await entriesOf(reader); some.length; some = await entriesOf(reader))
    for (const inner of some) if (!inner.name.startsWith('.')) files.push(...(await filesBelow(inner, `${path}${entry.name}/`)));
  return files;
}

/** What was dropped: the items can be asked only while the event lasts, so all are asked before the first await. */
async function dropped(transfer) {
  const items = [...transfer.items].filter((item) => item.kind === 'file').map((item) => ({ entry: item.webkitGetAsEntry?.(), file: item.getAsFile() }));
  const files = await Promise.all(items.map(({ entry, file }) => (entry ? filesBelow(entry) : file ? [{ blob: file, name: file.name }] : [])));
  return files.flat();
}

/** Takes files that are dropped anywhere on the page. Called once. `then`: what to show when some came. */
export function takeDrops(then) {
  const hasFiles = (event) => event.dataTransfer?.types.includes('Files');
  const hint = (on) => document.documentElement.toggleAttribute('data-drop', on);
  addEventListener('dragover', (event) => hasFiles(event) && (event.preventDefault(), hint(true)));
  addEventListener('dragleave', (event) => event.relatedTarget || hint(false));
  addEventListener('drop', async (event) => {
    hint(false);
    if (!hasFiles(event)) return;
    event.preventDefault();
    const coming = dropped(event.dataTransfer);
    then();
    read(await coming);
  });
}

/* ---- what is shown ---- */

function useEntries() {
  const [now, set] = useState(entries);
  useEffect(() => {
    listeners.add(set);
    set(entries);
    return () => listeners.delete(set);
  }, []);
  return now;
}

const many = (n, one, more) => `${n} ${n === 1 ? one : more}`;

function counts(entry) {
  const parts = [];
  if (entry.new) parts.push(many(entry.new, 'new story', 'new stories'));
  if (entry.recoded) parts.push(many(entry.recoded, 'story read anew', 'stories read anew'));
  if (entry.same) parts.push(`${many(entry.same, 'story', 'stories')} known already, nothing changed`);
  if (entry.new || entry.recoded) parts.push(many(entry.records ?? 0, 'record', 'records'));
  return parts.join(', ');
}

/** What is to be said of an entry; what the desk says of a fault may begin with the name, which stands there already. */
function says(entry) {
  const message = (entry.message ?? '').replace(`${entry.name}: `, '').replace(/(\d{6,}) bytes/, (_, bytes) => megabytes(Number(bytes)));
  const bad = entry.errors ? `${counts(entry) ? '; ' : ''}${many(entry.errors, 'story', 'stories')} could not be read: ${message}` : '';
  switch (entry.state) {
    case 'queued':
      return 'waits';
    case 'sending':
      return `is sent, ${Math.round(100 * (entry.sent ?? 0))} %`;
    case 'waiting':
      return 'waits to be read';
    case 'reading':
      return `is being read${counts(entry) ? `: ${counts(entry)}` : ''}`;
    case 'failed':
      return `not read: ${message}`;
    default:
      return (counts(entry) || 'nothing in it') + bad;
  }
}

const WORDS = { queued: 'waiting', sending: 'sending', waiting: 'waiting', reading: 'reading', done: 'done', failed: 'failed' };

function Line({ entry }) {
  const stories = (entry.new ?? 0) + (entry.recoded ?? 0) + (entry.same ?? 0);
  return html`<li data-state=${entry.state}>
    <span class="state">${entry.state === 'done' && entry.errors ? 'in part' : WORDS[entry.state]}</span>
    <span class="name">${entry.document ? html`<a href=${`/document/${encodeURIComponent(entry.document)}`}>${entry.name}</a>` : entry.name}</span>
    <span class="result">${says(entry)}${stories > 1 ? html` · <a href="/list/documents">all stories</a>` : ''}${entry.like && html` · ${entry.like.kind === 'same text' ? 'the same text as' : 'much like'} <a href=${`/document/${encodeURIComponent(entry.like.other)}`}>${entry.like.other}</a>`}</span>
    ${entry.state === 'sending' && html`<progress max="1" value=${entry.sent ?? 0} aria-label=${`sending ${entry.name}`}></progress>`}
    ${(entry.state === 'reading' || entry.state === 'waiting') && html`<progress aria-label=${`reading ${entry.name}`}></progress>`}
  </li>`;
}

/** All that was sent from this page, the latest first, and how far it is. */
export function Jobs() {
  const list = useEntries();
  if (!list.length) return null;
  const done = list.filter((entry) => DONE.has(entry.state)).length;
  const failed = list.filter((entry) => entry.state === 'failed').length;
  const bad = failed ? `, ${failed} of them could not be read` : '';
  return html`<h2>Read in this sitting</h2>
    <p role="status">${done} of ${many(list.length, 'file', 'files')} done${bad}. ${done === list.length && html`<a href="/today">What is new</a>`}</p>
    ${list.length > 1 && html`<progress class="all" max=${list.length} value=${done} aria-label="files done"></progress>`}
    <ul class="jobs" aria-label="Files sent to be read">${[...list].reverse().slice(0, 500).map((entry) => html`<${Line} key=${entry.id} entry=${entry} />`)}</ul>
    ${list.length > 500 && html`<p class="small">The latest 500 are shown.</p>`}`;
}
