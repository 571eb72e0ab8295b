// evidence.js - words of a story with the records that rest on them. Stretches overlap: the ground of a word is that of
// the shortest record over it, and every kind over it has a line of its own form below it.
import { html } from '../dom.js';
import { KINDS } from '../names.js';

const ORDER = KINDS.map(([, kind]) => kind);

/** What the words are for a record, where its evidence says more than that they are its words. */
const FIELDS = {
  actor: 'actor',
  recipient: 'recipient',
  attribution: 'who says so',
  date: 'when',
  place: 'where',
  speaker: 'speaker',
  addressee: 'addressee',
  about: 'about',
  party: 'party',
  from: 'from',
  to: 'to',
  period: 'period',
};

/**
 * A story as the API gives it, made ready: records: Map of id to {list, kind, record, length}; rows: its blocks as
 * {block, ids, cards}, `cards` being the records that begin there.
 */
export function storyOf(data) {
  const records = new Map();
  for (const [list, kind] of KINDS)
    for (const record of data?.[list] ?? []) records.set(record.id, { list, kind, record, length: record.char_end - record.char_start });
  const rows = (data?.blocks ?? []).map((block) => ({
    block,
    ids: new Set(block.segments.flatMap((s) => s.marks.map(([id]) => id))),
    sentences: new Set(block.segments.map((s) => s.sentence).filter((n) => n !== null)),
    cards: [],
  }));
  const starts = rows.map((row) => row.block.segments[0]?.start ?? -1);
  const inOrder = [...records.values()].sort((a, b) => a.record.char_start - b.record.char_start || a.length - b.length);
  for (const card of inOrder) home(rows, starts, card.record.char_start)?.cards.push(card);
  return { records, rows };
}

/** The last row that begins at or before a place. */
function home(rows, starts, place) {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= place) low = middle + 1;
    else high = middle;
  }
  return rows[Math.max(0, low - 1)];
}

/** The ids over a segment, the shortest record first: what a pointer means that stands there. */
function idsOf(segment, records, hidden) {
  const ids = [...new Set(segment.marks.map(([id]) => id))].filter((id) => records.has(id) && !hidden.has(records.get(id).kind));
  return ids.sort((a, b) => records.get(a).length - records.get(b).length);
}

/** Kinds of record over a segment as classes: the ground, then a lane of lines each. */
function looks(ids, records) {
  const kinds = ORDER.filter((kind) => ids.some((id) => records.get(id).kind === kind));
  return [records.get(ids[0]).kind, ...kinds.slice(0, 3).map((kind, i) => `lane${i + 1}-${kind}`)].join(' ');
}

/** What the chosen record has these words for; only where that stretch begins. */
function roleAt(segment, before, chosen) {
  const had = new Set((before?.marks ?? []).filter(([id]) => id === chosen).map(([, field]) => field));
  const begun = segment.marks.filter(([id, field]) => id === chosen && FIELDS[field] && !had.has(field));
  return [...new Set(begun.map(([, field]) => FIELDS[field]))].join(', ') || null;
}

/**
 * The segments of a block. chosen: the record whose words stand out; hidden: kinds that are not shown; here: a sentence
 * that is pointed at; stops: whether the marks are reached with the keyboard (one of them by Tab, the rest by arrows).
 */
export function segmentsOf(segments, { records, hidden, chosen, here, stops }) {
  const seen = new Set();
  return segments.map((segment, i) => {
    const ids = idsOf(segment, records, hidden);
    const place = { 'data-start': segment.start, 'data-sentence': segment.sentence, 'data-here': here !== undefined && segment.sentence === here ? '' : null };
    if (!ids.length) return html`<span ...${place}>${segment.text}</span>`;
    const fresh = ids.filter((id) => !seen.has(id));
    const stop = stops && fresh.length ? { tabindex: seen.size ? -1 : 0, role: 'button', 'data-stop': fresh.join(' ') } : {};
    fresh.forEach((id) => seen.add(id));
    const mine = chosen && segment.marks.some(([id]) => id === chosen);
    return html`<mark ...${place} ...${stop} class=${looks(ids, records)} data-records=${ids.join(' ')} data-chosen=${mine ? '' : null}
      data-role=${mine ? roleAt(segment, segments[i - 1], chosen) : null}>${segment.text}</mark>`;
  });
}

/** What the marks mean, with the number of records; a kind can be hidden. onHide(Set of kinds). */
export function Legend({ records, hidden, onHide }) {
  const counts = new Map();
  for (const { kind } of records.values()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const toggle = (kind) => {
    const next = new Set(hidden);
    if (!next.delete(kind)) next.add(kind);
    onHide(next);
  };
  return html`<fieldset class="kinds">
    <legend class="hidden">Kinds of record that are shown</legend>
    ${KINDS.filter(([, kind]) => counts.has(kind)).map(
      ([, kind, title]) => html`<label><input type="checkbox" checked=${!hidden.has(kind)} onChange=${() => toggle(kind)} />
        <span class="sample ${kind} lane1-${kind}">${title}</span> <span class="count">${counts.get(kind)}</span></label>`,
    )}
  </fieldset>`;
}
