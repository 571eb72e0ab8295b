// queue.js - the records that wait to be judged, in the order that was asked for, and what is shown of one.
import { useEffect, useState } from '../dom.js';
import { get } from '../api.js';
import { KINDS } from '../names.js';

const PAGE = 100;

/** Orders: name in the address, title, list of the API, what it says when it is empty. */
export const ORDERS = [
  ['confidence', 'Least sure first', 'unsure', 'Every record of this kind has been judged.'],
  ['contradiction', 'Contradicted by another story', 'contradicted', 'No record of this kind that waits is contradicted by another story.'],
  ['sample', 'Random sample', 'sample', 'Every record of this kind has been judged.'],
];

export const listOf = (kind) => KINDS.find(([, k]) => k === kind)[0];

/** A place in the order of the random sample for a seed: 8 hexadecimal digits (FNV-1a, 32 bits). */
export function placeOf(seed) {
  let hash = 0x811c9dc5;
  for (const letter of new TextEncoder().encode(`chancery ${seed}`)) hash = Math.imul(hash ^ letter, 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
}

const sampled = (row) => row.id.slice(8);

/**
 * Up to `limit` records that wait. The sample goes round: from the place of its seed to the end of the random order,
 * then from its beginning to that place.
 */
async function ask({ by, kind, seed }, limit) {
  const list = ORDERS.find(([name]) => name === by)[2];
  const params = { type: kind === 'all' ? '' : kind, limit };
  const from = by === 'sample' && seed ? placeOf(seed) : '';
  const page = await get(`list/${list}`, { ...params, id: from });
  if (!from || page.more) return page;
  const rest = await get(`list/${list}`, params);
  return { rows: [...page.rows, ...rest.rows.filter((row) => sampled(row) < from)].slice(0, limit), more: rest.more };
}

async function byId(id) {
  const { rows } = await get('list/records', { id, limit: 1 });
  return rows[0]?.id === id ? rows[0] : null;
}

/**
 * The queue as {rows, more, error, waiting, load, put}. `first`: the record of the address, which stands in front when
 * it is not among the first. load() asks for more behind those that are there; put(row, at) puts one in.
 */
export function useQueue(question, first) {
  const key = `${question.by} ${question.kind} ${question.seed}`;
  const [state, set] = useState({ key: null, rows: [], more: false });
  const load = async (keep) => {
    try {
      const { rows, more } = await ask(question, Math.min(1000, keep.filter((row) => !row.judged).length + PAGE));
      const known = new Set(keep.map((row) => row.id));
      const fresh = rows.filter((row) => !known.has(row.id));
      const front = first && !keep.length && !fresh.some((row) => row.id === first) ? await byId(first) : null;
      set((old) => (old.key === key || !keep.length ? { key, rows: [...(front ? [front] : []), ...keep, ...fresh], more: more && fresh.length > 0 } : old));
    } catch (error) {
      set((old) => ({ ...old, key, error }));
    }
  };
  useEffect(() => {
    set({ key: null, rows: [], more: false });
    load([]);
  }, [key]);
  const change = (rows) => set((old) => ({ ...old, rows: rows(old.rows) }));
  return {
    ...state,
    waiting: state.key !== key,
    rows: state.key === key ? state.rows : [],
    load: () => load(state.rows),
    mark: (id, judged) => change((rows) => rows.map((row) => (row.id === id ? { ...row, judged } : row))),
    find: findReviewed,
    put: (row, at) => change((rows) => (rows.some((r) => r.id === row.id) ? rows : [...rows.slice(0, at), row, ...rows.slice(at)])),
  };
}

/** The record that a review of an earlier sitting judged, when it is in the store now: {row, line}. */
async function findReviewed(number) {
  const { rows } = await get('list/reviews', { newest: 1, limit: 1000 });
  const reviewed = rows.find((r) => r.id === number);
  const row = reviewed && (await byId(reviewed.record));
  return row ? { row, line: row.quote } : null;
}

/* ---- what is shown of a record ---- */

const kept = new Map();

/** Answers are kept, the last 40, so that the next record is there before it is asked for. */
function once(path, params) {
  const key = path + JSON.stringify(params ?? {});
  if (!kept.has(key)) {
    const answer = get(path, params);
    kept.set(key, answer);
    answer.catch(() => kept.delete(key));
    if (kept.size > 40) kept.delete(kept.keys().next().value);
  }
  return kept.get(key);
}

/** After a write nothing of what was kept may be shown. */
export const forget = () => kept.clear();

const storyPath = (row) => `document/${encodeURIComponent(row.document)}`;

export function prefetch(row) {
  if (!row) return;
  for (const wanted of [once(storyPath(row)), once(`list/${listOf(row.kind)}`, { id: row.id })]) wanted.catch(() => {});
}

/** Reviews of a record, by anybody, that were not taken back; the last one is the verdict. */
export async function verdictsOn(id) {
  const { rows } = await get('list/reviews', { id, limit: 1000 });
  const back = new Set(rows.filter((r) => r.verdict === 'undo').map((r) => r.undoes));
  return rows.filter((r) => r.verdict !== 'undo' && !back.has(r.id));
}

/** What other stories say against a record: the field, both values, the words of both. */
async function contradictions(row) {
  const { rows: tellings } = await get('list/tellings', { id: row.id, limit: 1000 });
  const occurrence = tellings.find((t) => t.record === row.id)?.occurrence;
  if (!occurrence) return [];
  const { rows } = await get('list/contradictions', { id: occurrence, limit: 100 });
  return rows.filter((c) => c.record === row.id || c.other === row.id);
}

/** The story, the record and its reviews: {story, record, verdicts, against, error}; `record` is null when it is gone. */
export function useShown(row, version, against) {
  const [shown, set] = useState({});
  useEffect(() => {
    if (!row) return undefined;
    let left = false;
    const parts = [once(storyPath(row)), once(`list/${listOf(row.kind)}`, { id: row.id }), verdictsOn(row.id), against ? contradictions(row) : []];
    Promise.all(parts).then(
      ([story, list, verdicts, others]) => left || set({ id: row.id, story, record: list.rows[0] ?? null, verdicts, against: others }),
      (error) => left || set({ id: row.id, error }),
    );
    return () => {
      left = true;
    };
  }, [row?.id, version]);
  return shown.id === row?.id ? shown : {};
}
