// review.js - a queue of records to be judged: /review?by=confidence|contradiction|sample&kind=event&seed=1&record=ID
import { Pending, html, useEffect, useGet, useMemo, useRef, useState, useTitle } from '../dom.js';
import { query } from '../api.js';
import { go, withParams } from '../router.js';
import { KINDS } from '../names.js';
import { Add } from '../parts/add.js';
import { Card, spoken } from '../parts/card.js';
import { useCodes } from '../parts/codes.js';
import { segmentsOf, storyOf } from '../parts/evidence.js';
import { Form } from '../parts/form.js';
import { KeysDialog, useKeys, useKeysOn } from '../parts/keys.js';
import { Precision } from '../parts/precision.js';
import { ORDERS, forget, listOf, prefetch, useQueue, useShown, verdictsOn } from '../parts/queue.js';
import { PAST, Reviewer, review, reviewer, undo, whyNot } from '../parts/review.js';

const KEYS = [
  ['a', 'accept: the record is right as it is'],
  ['r', 'reject: there is no such record in these words'],
  ['e', 'edit: correct its fields'],
  ['u', 'undo your last review; again for the one before'],
  ['j', 'next record'],
  ['k', 'record before'],
  ['?', 'these keys'],
];

const clock = (time) => new Date(time).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** The sentence with the words of the record marked, between those around it, as the story has them. */
function Words({ page, story, row }) {
  const { records } = useMemo(() => storyOf(story), [story]);
  const hidden = new Set(KINDS.map(([, kind]) => kind).filter((kind) => kind !== row.kind));
  const mine = new Map([[row.id, records.get(row.id)]].filter(([, r]) => r));
  const all = story.blocks.flatMap((block, b) => block.segments.map((segment) => ({ segment, b })));
  const near = ({ segment: s }) => (s.sentence !== null && Math.abs(s.sentence - row.sentence) <= 1) || s.marks.some(([id]) => id === row.id);
  const from = all.findIndex(near);
  const shown = all.slice(from, all.findLastIndex(near) + 1);
  const blocks = [...new Set(shown.map(({ b }) => b))];
  return html`<blockquote ref=${page} lang=${story.documents[0].language ?? 'en'}>${blocks.map((b) => html`<p class=${blocks.length > 1 && !shown.some((x) => x.b === b && x.segment.sentence === row.sentence) ? 'around' : null}>
    ${segmentsOf(shown.filter((x) => x.b === b).map((x) => x.segment), { records: mine, hidden, chosen: row.id, here: row.sentence })}</p>`)}</blockquote>`;
}

function Source({ story, row }) {
  const { title, name, published, source, agency } = story.documents[0];
  return html`<p class="small"><a href=${`/document/${encodeURIComponent(row.document)}?record=${row.id}`}>${title ?? name}</a>
    ${[published, source ?? agency].filter(Boolean).map((text) => ` · ${text}`)}</p>`;
}

/** What others, or you, said of the record before. */
function Before({ verdicts }) {
  if (!verdicts?.length) return null;
  return html`<ul class="before">${verdicts.map((v) => html`<li>${v.reviewer === reviewer.get() ? 'You' : v.reviewer} ${PAST[v.verdict]} it <time>${clock(v.time)}</time></li>`)}</ul>`;
}

function Against({ rows, id }) {
  if (!rows?.length) return null;
  const other = (c) => (c.record === id ? [c.other_document, c.other, c.other_quote, c.value, c.other_value] : [c.document, c.record, c.quote, c.other_value, c.value]);
  return html`<h3>What another story says</h3><ul class="against">${rows.map((c) => {
    const [document, record, quote, here, there] = other(c);
    return html`<li>${c.field}: here <b>${here}</b>, there <b>${there}</b>: <q lang="en">${quote}</q> <a href=${`/document/${encodeURIComponent(document)}?record=${record}`}>${document}</a></li>`;
  })}</ul>`;
}

function Tally({ judged, at, rows, more }) {
  const counts = Object.values(judged).reduce((sum, { verdict }) => ({ ...sum, [verdict]: (sum[verdict] ?? 0) + 1 }), {});
  const done = Object.keys(judged).length;
  const parts = Object.entries(counts).map(([verdict, n]) => `${n} ${PAST[verdict]}`);
  return html`<p class="tally small"><progress max=${rows.length} value=${at + 1} aria-label="Place in the queue"></progress>
    Record ${at + 1} of ${rows.length}${more ? ' and more' : ''} · ${done ? `judged in this sitting: ${done} (${parts.join(', ')})` : 'nothing judged yet in this sitting'}</p>`;
}

function Choices({ by, kind, seed, question }) {
  const leave = (event, change) => {
    go(withParams({ ...change, record: '' }));
    event.target.blur();
  };
  const anew = () => go(withParams({ by: 'sample', seed: String(Math.floor(Math.random() * 1e6)), record: '' }));
  return html`<div class="field"><label for="order">Order</label><select id="order" onChange=${(e) => leave(e, { by: e.target.value })}>
      ${ORDERS.map(([v, t]) => html`<option value=${v} selected=${v === by}>${t}</option>`)}</select></div>
    <div class="field"><label for="kind">Kind</label><select id="kind" onChange=${(e) => leave(e, { kind: e.target.value })}>
      ${[...KINDS.map(([, k, t]) => [k, t]), ['all', 'All kinds']].map(([v, t]) => html`<option value=${v} selected=${v === kind}>${t}</option>`)}</select></div>
    ${by === 'sample' && html`<div class="field"><label for="seed">Seed</label><span class="pair"><input id="seed" key=${question} defaultValue=${seed} maxlength="40"
      onChange=${(e) => go(withParams({ seed: e.target.value.trim(), record: '' }))} aria-describedby="seed-why" /> <button type="button" onClick=${anew}>Draw anew</button></span>
      <span class="taken" id="seed-why">the same seed draws the same records</span></div>`}`;
}

function Empty({ by, kind }) {
  return html`<p class="empty">${ORDERS.find(([v]) => v === by)[3]}</p>
    <p>${by !== 'confidence' && html`<a href=${withParams({ by: 'confidence', record: '' })}>Least sure first</a> · `}${kind !== 'all' && html`<a href=${withParams({ kind: 'all', record: '' })}>All kinds</a> · `}<a href="/read">Read more stories</a></p>`;
}

/** Everything that can be done with the record in hand; says how it went. */
function useJudging({ queue, row, at, shown, setEditing, moveTo, askName, seen }) {
  const [judged, setJudged] = useState({});
  const [said, say] = useState({ text: '' });
  const [refused, setRefused] = useState('');
  const busy = useRef(false);
  const mine = useRef([]); // what was judged in this sitting, the latest last
  const alone = async (work) => {
    if (busy.current) return;
    busy.current = true;
    try {
      await work();
    } catch (error) {
      say({ text: whyNot(error), wrong: true });
      setRefused(whyNot(error));
    }
    busy.current = false;
  };
  /** Whether another judged it since it was shown: then that is said, and nothing is kept yet. */
  const news = async () => {
    const now = await verdictsOn(row.id);
    const other = now.filter((v) => v.reviewer !== reviewer.get()).pop();
    if (!other || seen.current.has(other.id)) return false;
    now.forEach((v) => seen.current.add(v.id));
    shown.refresh();
    const gone = other.verdict === 'reject' ? ' It is gone from the record, so it cannot be judged: go on with j.' : ' Press again to judge it all the same: your verdict will stand over it.';
    say({ text: `${other.reviewer} ${PAST[other.verdict]} this record while you looked at it.${gone}`, wrong: true });
    return true;
  };
  const judge = (verdict, changes) => alone(async () => {
    if (!reviewer.get()) return askName();
    setRefused('');
    if (verdict === 'edit' && !Object.keys(changes).length) return setRefused('Nothing was changed. If the record is right, accept it (a).');
    if (await news()) return;
    const line = spoken(document.getElementById(`r-${row.id}`)) || row.quote;
    const { review: number } = await review({ verdict, record: row.id, changes });
    mine.current.push({ number, row, line });
    setJudged((old) => ({ ...old, [row.id]: { verdict } }));
    queue.mark(row.id, true);
    forget();
    setEditing(false);
    say({ text: `${PAST[verdict][0].toUpperCase()}${PAST[verdict].slice(1)}: ${line}` });
    moveTo(at + 1);
  });
  const takeBack = () => alone(async () => {
    if (!reviewer.get()) return askName();
    const { undone } = await undo().catch((error) => {
      throw error.status === 400 ? new Error('you have no review left to take back.') : error;
    });
    forget();
    const known = mine.current.find((m) => m.number === undone) ?? (await queue.find(undone));
    mine.current = mine.current.filter((m) => m.number !== undone);
    say({ text: `Taken back: your review of ${known?.line ? `“${known.line}”` : 'a record that is not in this queue'}.` });
    if (!known?.row) return shown.refresh();
    setJudged(({ [known.row.id]: _, ...rest }) => rest);
    setEditing(false);
    queue.mark(known.row.id, false);
    queue.put(known.row, at);
    moveTo(known.row.id);
    shown.refresh();
  });
  return { judged, said, say, refused, judge, takeBack };
}

export default function Review({ params }) {
  const by = ORDERS.some(([v]) => v === params.by) ? params.by : 'confidence';
  const kind = params.kind === 'all' || KINDS.some(([, k]) => k === params.kind) ? params.kind : 'event';
  const seed = params.seed ?? '';
  const status = useGet('status');
  const readOnly = status.data?.read_only;
  useCodes();
  const queue = useQueue({ by, kind, seed }, params.record);
  const { rows } = queue;
  const at = Math.max(0, rows.findIndex((r) => r.id === params.record));
  const row = rows[at];
  const [version, setVersion] = useState(0);
  const shown = useShown(row, version, by === 'contradiction');
  const [editing, setEditing] = useState(false);
  const [help, showHelp] = useState(false);
  const [missing, setMissing] = useState(false);
  const [name, setName] = useState(reviewer.get());
  const [keysOn, switchKeys] = useKeysOn();
  const nameField = useRef();
  const heading = useRef();
  const page = useRef();
  const seen = useRef(new Set());
  useTitle('Review');
  useEffect(() => shown.verdicts?.forEach((v) => seen.current.add(v.id)), [shown.verdicts]);
  const moveTo = (to) => {
    setEditing(false);
    const next = typeof to === 'string' ? { id: to } : rows[Math.max(0, Math.min(rows.length - 1, to))];
    if (next) go(withParams({ record: next.id }), { replace: true });
    prefetch(rows[to + 1]);
    if (queue.more && to > rows.length - 10) queue.load();
  };
  useEffect(() => prefetch(rows[at + 1]), [row?.id, rows.length > 1]);
  const askName = () => (setMissing(true), nameField.current?.focus());
  const { judged, said, say, refused, judge, takeBack } = useJudging({
    queue,
    row,
    at,
    shown: { refresh: () => setVersion((n) => n + 1) },
    setEditing: (on) => (setEditing(on), editing && heading.current?.focus()),
    moveTo,
    askName,
    seen,
  });
  const step = (way) => {
    if (at + way >= rows.length) say({ text: 'That was the last record of this queue.' });
    else if (at + way < 0) say({ text: 'This is the first record of this queue.' });
    else say({ text: '' });
    moveTo(at + way);
  };
  const edit = () => (reviewer.get() ? shown.record && setEditing(true) : askName());
  const can = row && shown.record && !readOnly;
  const writing = can ? { a: () => judge('accept'), r: () => judge('reject'), e: edit } : {};
  useKeys({ ...(row ? { j: () => step(1), k: () => step(-1) } : {}), ...writing, ...(readOnly ? {} : { u: takeBack }), '?': () => showHelp(true) }, keysOn);
  const cancel = () => (setEditing(false), heading.current?.focus());
  return html`<h1>Review</h1>
    <div class="filters">
      ${!readOnly && html`<${Reviewer} field=${nameField} missing=${missing} onChange=${setName} onEnter=${() => heading.current?.focus()} />`}
      <${Choices} by=${by} kind=${kind} seed=${seed} question=${`${by} ${seed}`} />
      <button type="button" aria-haspopup="dialog" onClick=${() => showHelp(true)}>Keys (?)</button>
    </div>
    ${help && html`<${KeysDialog} keys=${KEYS} on=${keysOn} onSwitch=${switchKeys} onClose=${() => showHelp(false)} />`}
    ${readOnly && html`<p class="note">This desk was opened to be read only (<code>--read-only</code>): records can be looked at, not judged.</p>`}
    <p role="status" class=${said.wrong ? 'said wrong' : 'said'}>${said.text}</p>
    ${queue.error ? html`<p class="error" role="alert">${queue.error.message}</p>` : queue.waiting && html`<p class="waiting" role="status">Loading …</p>`}
    ${!queue.waiting && !queue.error && !rows.length && html`<${Empty} by=${by} kind=${kind} />`}
    ${row && html`<${Tally} judged=${judged} at=${at} rows=${rows} more=${queue.more} />
    <div class="judging">
      <section aria-label="Words">
        ${shown.story && html`<${Words} page=${page} story=${shown.story} row=${row} /><${Source} story=${shown.story} row=${row} />
        ${!readOnly && !editing && html`<${Add} story=${page} document=${shown.story.documents[0].id} onAdded=${() => (forget(), setVersion((n) => n + 1))} />`}`}
        <${Against} rows=${shown.against} id=${row.id} />
      </section>
      <section aria-labelledby="in-hand">
        <h2 id="in-hand" class="hidden" tabindex="-1" ref=${heading}>Record ${at + 1}</h2>
        ${shown.error && html`<${Pending} state=${shown} />`}
        ${shown.record === null && html`<p class="empty">This record is not in the store any more: it was rejected, or its story was read anew.</p>`}
        ${shown.record && !editing && html`<${Card} list=${listOf(row.kind)} record=${shown.record} chosen open />`}
        ${editing && shown.record && html`<${Form} kind=${row.kind} record=${shown.record} title="Edit the record" refused=${refused} onDone=${(changes) => judge('edit', changes)} onCancel=${cancel} />`}
        <${Before} verdicts=${shown.verdicts} />
        ${!editing && html`<div class="verdicts" role="group" aria-label="Verdict">
          ${!readOnly && html`<button type="button" class="main" onClick=${() => can && judge('accept')}>Accept <kbd>a</kbd></button>
          <button type="button" onClick=${() => can && judge('reject')}>Reject <kbd>r</kbd></button>
          <button type="button" onClick=${edit}>Edit <kbd>e</kbd></button>
          <button type="button" onClick=${takeBack}>Undo <kbd>u</kbd></button>`}
          <button type="button" onClick=${() => step(-1)}>Before <kbd>k</kbd></button>
          <button type="button" onClick=${() => step(1)}>Next <kbd>j</kbd></button>
        </div>`}
      </section>
    </div>`}
    <h2>How good the record is so far</h2>
    <p class="small">These shares say something of all records only where the judged ones are a random sample: the order <a href=${withParams({ by: 'sample', record: '' })}>Random sample</a>.${' '}
      <a href="/api/v1/export/gold" download>All judged sentences as gold</a>, in the format of the corpus${name && html`; <a href=${`/api/v1/export/gold${query({ reviewer: name })}`} download>those judged by ${name}</a>`}.</p>
    <${Precision} key=${`${Object.keys(judged).length} ${version}`} />`;
}
