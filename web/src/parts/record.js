// record.js - a record as a card: what it says in one line, its fields, and the way to its words.
import { html } from '../dom.js';
import { QUADS, amount, codes, direction, when } from '../names.js';

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

/** What a record of each list says, in one line. */
const SAYS = {
  events: (r) => html`<${Quad} quad=${r.quad} /> <b>${r.event}</b>${r.mode ? ` (${r.mode})` : ''} ${direction(r.actor, r.recipient)}`,
  statements: (r) => html`<b>${r.speaker_name ?? r.speaker ?? 'somebody'}</b> ${r.verb}${r.about ? ` · about ${codes(r.about).join(', ')}` : ''}`,
  agreements: (r) => html`<b>${r.title ?? r.form}</b> ${r.action} · ${codes(r.parties).join(', ')}`,
  levels: (r) => html`<b>${r.level}</b> ${r.action} · ${codes(r.parties).join(' – ')}`,
  figures: (r) => html`<b>${r.measure}</b> ${r.approximate ? '≈ ' : ''}${number(r)} ${r.unit ?? ''} ${direction(r.from_actor, r.to_actor)}`,
};

export const says = (list, record) => SAYS[list]?.(record) ?? record.quote;

/** Those that are words of the story. */
const SOURCE = new Set(['content', 'of', 'term']);

/** Fields that a card shows below its line, where they are there. */
const FIELDS = {
  events: ['modality', 'attribution', 'context', 'place', 'cameo'],
  statements: ['form', 'addressee', 'content'],
  agreements: ['form', 'term', 'count', 'subjects'],
  levels: [],
  figures: ['of', 'period_start', 'period_end'],
};

export function Card({ list, record, chosen, onFocus, onLeave, children }) {
  return html`<article class="card" id=${`r-${record.id}`} data-chosen=${chosen ? '' : null} tabindex="0"
      onMouseEnter=${onFocus} onMouseLeave=${onLeave} onFocus=${onFocus} onBlur=${onLeave}>
    <p class="says">${says(list, record)}</p>
    <p class="small"><time>${when(record)}</time> · confidence ${Math.round(record.confidence * 100)} %</p>
    <dl>${FIELDS[list]
      .filter((key) => record[key] !== null && record[key] !== undefined && record[key] !== '')
      .map((key) => html`<div><dt>${key.replace('_', ' ')}</dt><dd lang=${SOURCE.has(key) ? 'en' : null}>${record[key]}</dd></div>`)}</dl>
    <p class="small rule">rule <code>${record.rule}</code></p>
    ${children}
  </article>`;
}
