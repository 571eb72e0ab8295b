// review.js - a queue of records to be judged: /review?by=confidence|contradiction|sample&kind=event
// Keys: j next, k before, a accept, r reject, e edit, u undo, ? help.
import { Pending, html, useEffect, useGet, useRef, useState } from '../dom.js';
import { query } from '../api.js';
import { go, withParams } from '../router.js';
import { KINDS } from '../names.js';
import { Card } from '../parts/record.js';
import { Table } from '../parts/table.js';
import { Form, Reviewer, review, reviewer, undo } from '../parts/review.js';

const ORDERS = [
  ['confidence', 'Least sure first'],
  ['contradiction', 'Contradicted by another story'],
  ['sample', 'Random sample'],
];
const QUEUES = { confidence: 'unsure', contradiction: 'contradicted', sample: 'sample' };
const KEYS = [
  ['j', 'next record'],
  ['k', 'record before'],
  ['a', 'accept'],
  ['r', 'reject'],
  ['e', 'edit'],
  ['u', 'undo the last review'],
  ['?', 'show or hide these keys'],
];

/** The sentence with the words of the record marked, and the story one click away. */
function Words({ row }) {
  const story = useGet(`document/${encodeURIComponent(row.document)}`);
  if (!story.data) return html`<${Pending} state=${story} />`;
  const near = story.data.blocks.flatMap((b) => b.segments).filter((s) => s.sentence !== null && Math.abs(s.sentence - row.sentence) <= 1);
  return html`<blockquote lang="en">${near.map((s) =>
    s.marks.some(([id]) => id === row.id) ? html`<mark data-chosen>${s.text}</mark>` : html`<span class=${s.sentence === row.sentence ? null : 'dimmed'}>${s.text}</span>`)}</blockquote>
    <p class="small"><a href=${`/document/${encodeURIComponent(row.document)}?record=${row.id}`}>the whole story</a></p>`;
}

/** Wilson's score interval for a share, 95 % (Wilson 1927). */
export function wilson(good, n) {
  if (!n) return [0, 1];
  const z = 1.96;
  const p = good / n;
  const middle = (p + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n);
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

function Precision() {
  const state = useGet('list/precision', { limit: 1000 });
  if (!state.data) return html`<${Pending} state=${state} />`;
  const share = (x) => `${Math.round(100 * x)} %`;
  const columns = [
    { key: 'kind', title: 'Kind' },
    { key: 'type', title: 'Type' },
    { key: 'reviewed', title: 'Reviewed', number: true },
    { key: 'right', title: 'Right as they were', number: true },
    { key: 'precision', title: 'Precision', number: true, cell: (r) => share(r.right / r.reviewed) },
    { key: 'interval', title: '95 % interval', number: true, cell: (r) => wilson(r.right, r.reviewed).map(share).join(' – ') },
  ];
  return html`<${Table} columns=${columns} rows=${state.data.rows} caption="Precision by type, from the reviews that stand" empty="No reviews yet." />`;
}

function useKeys(actions) {
  const now = useRef(actions);
  now.current = actions;
  useEffect(() => {
    const press = (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
      const action = now.current[event.key];
      if (!action) return;
      event.preventDefault();
      action();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}

export default function Review({ params }) {
  const by = params.by ?? 'confidence';
  const kind = params.kind ?? 'event';
  const queue = useGet(`list/${QUEUES[by] ?? QUEUES.confidence}`, { type: kind, limit: 100 });
  const [at, setAt] = useState(0);
  const [said, say] = useState('');
  const [judged, setJudged] = useState({});
  const [editing, edit] = useState(false);
  const [help, showHelp] = useState(false);
  const [name, setName] = useState(reviewer.get());
  const rows = queue.data?.rows ?? [];
  const list = KINDS.find(([, k]) => k === kind)[0];
  const row = rows[at];
  const record = useGet(row && `list/${list}`, row && { id: row.id });
  const step = (by_) => {
    edit(false);
    setAt((i) => Math.max(0, Math.min(rows.length - 1, i + by_)));
  };
  const judge = async (verdict, changes) => {
    if (!row) return;
    if (!reviewer.get()) return say('Give your name first.');
    try {
      await review({ verdict, record: row.id, changes });
      setJudged((old) => ({ ...old, [row.id]: verdict }));
      say(`Record ${at + 1}: ${verdict}ed.`);
      step(1);
    } catch (error) {
      say(error.message);
    }
  };
  const takeBack = async () => {
    try {
      const { undone } = await undo();
      say(`Review ${undone} is taken back.`);
      setJudged((old) => {
        const ids = Object.keys(old);
        const { [ids[ids.length - 1]]: _, ...rest } = old;
        return rest;
      });
      step(-1);
    } catch (error) {
      say(error.message);
    }
  };
  useEffect(() => setAt(0), [by, kind]);
  useKeys({ j: () => step(1), k: () => step(-1), a: () => judge('accept'), r: () => judge('reject'), e: () => edit(true), u: takeBack, '?': () => showHelp((h) => !h) });
  return html`<h1>Review</h1>
    <div class="filters">
      <${Reviewer} onChange=${setName} />
      <label>Order <select value=${by} onChange=${(e) => go(withParams({ by: e.target.value }))}>${ORDERS.map(([v, t]) => html`<option value=${v}>${t}</option>`)}</select></label>
      <label>Kind <select value=${kind} onChange=${(e) => go(withParams({ kind: e.target.value }))}>${KINDS.map(([, k, t]) => html`<option value=${k}>${t}</option>`)}</select></label>
      <button type="button" aria-expanded=${help} onClick=${() => showHelp(!help)}>Keys (?)</button>
    </div>
    ${help && html`<dl class="keys">${KEYS.map(([key, does]) => html`<div><dt><kbd>${key}</kbd></dt><dd>${does}</dd></div>`)}</dl>`}
    <p role="status" class="small">${said || (rows.length ? `Record ${at + 1} of ${rows.length}` : '')}</p>
    <${Pending} state=${queue} />
    ${queue.data && !rows.length && html`<p class="empty">Nothing waits in this queue.</p>`}
    ${row && html`<div class="reader">
      <section class="story" aria-label="Words"><${Words} key=${row.id} row=${row} /></section>
      <section aria-label="Record">
        ${record.data?.rows[0] && record.data.rows[0].id === row.id && !editing && html`<${Card} list=${list} record=${record.data.rows[0]} chosen />`}
        ${judged[row.id] && html`<p class="small">You said: ${judged[row.id]}.</p>`}
        ${editing && record.data?.rows[0] && html`<${Form} kind=${kind} record=${record.data.rows[0]} title="Edit the record"
          onDone=${(changes) => judge('edit', changes)} onCancel=${() => edit(false)} />`}
        <p class="verdicts">
          <button type="button" disabled=${!name} onClick=${() => judge('accept')}>Accept (a)</button>
          <button type="button" disabled=${!name} onClick=${() => judge('reject')}>Reject (r)</button>
          <button type="button" disabled=${!name} onClick=${() => edit(true)}>Edit (e)</button>
          <button type="button" disabled=${!name} onClick=${takeBack}>Undo (u)</button>
          <button type="button" onClick=${() => step(-1)}>Before (k)</button>
          <button type="button" onClick=${() => step(1)}>Next (j)</button>
        </p>
      </section>
    </div>`}
    <h2>How good it is so far</h2>
    <p><a href="/api/v1/export/gold" download>Judged sentences as gold</a>, in the format of the corpus${name && html`; <a href=${`/api/v1/export/gold${query({ reviewer: name })}`} download>mine alone</a>`}.</p>
    <${Precision} key=${Object.keys(judged).length} />`;
}
