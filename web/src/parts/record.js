// record.js - a record in one line, and the way to its words.
import { html } from '../dom.js';
import { QUADS, amount, codes, direction } from '../names.js';

/** The address of the words a record rests on. */
export const evidence = (record) => `/document/${encodeURIComponent(record.document)}?record=${record.id}`;

/** Cooperation or conflict: colour, side and sign. */
export function Quad({ quad }) {
  const q = QUADS[quad];
  return q ? html`<span class="quad ${q.side}" title=${q.name}>${q.sign} <span class="hidden">${q.name}</span></span>` : null;
}

const number = (f) =>
  f.value !== null && f.value !== undefined
    ? amount(f.value)
    : [f.low, f.high].filter((x) => x !== null && x !== undefined).map(amount).join(' – ');

const named = (list, name, between = ', ') => codes(list).map(name).join(between);

/** What a record of each list says, in one line; `name` gives what a code is called. */
const SAYS = {
  events: (r, name) => html`<${Quad} quad=${r.quad} /> <b>${r.event}</b>${r.mode ? ` (${r.mode})` : ''} ${direction(r.actor, r.recipient, name)}`,
  statements: (r, name) => html`<b>${r.speaker_name ?? (r.speaker ? name(r.speaker) : 'somebody')}</b> ${r.verb}${r.about ? ` · about ${named(r.about, name)}` : ''}`,
  agreements: (r, name) => html`<b>${r.title ?? r.form}</b> ${r.action} · ${named(r.parties, name)}`,
  levels: (r, name) => html`<b>${r.level}</b> ${r.action} · ${named(r.parties, name, ' – ')}`,
  figures: (r, name) => html`<b>${r.measure}</b> ${r.approximate ? '≈ ' : ''}${number(r)} ${r.unit ?? ''} ${direction(r.from_actor, r.to_actor, name)}`,
};

/** A record in one line, with codes, or with the names that `name` gives them. */
export const says = (list, record, name = (code) => code) => SAYS[list]?.(record, name) ?? record.quote;
