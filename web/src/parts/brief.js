// brief.js - the lists that a brief on two states is made of: what is asked, and how its rows are shown.
import { html } from '../dom.js';
import { amount, counted, when } from '../names.js';
import { nameOf } from './codes.js';
import { heldName } from './levels.js';
import { says } from './record.js';
import { Table } from './table.js';

/** The address of the words of a row: its record in its document. */
export const evidence = (row, record = row.record ?? row.id, document = row.document) => `/document/${encodeURIComponent(document)}?record=${record}`;

/** The words of a row, leading to their document; on paper the document is named. */
export function words(row, text = row.quote, record = row.record ?? row.id, document = row.document) {
  if (!document) return html`<span lang="en">${text}</span>`;
  return html`<a lang="en" href=${evidence(row, record, document)}>${text}</a><span class="source"> (${document})</span>`;
}

const DATE = { key: 'date', title: 'Date', width: '9%', cell: (r) => html`<time>${r.date ?? r.since ?? when(r)}</time>` };
const WORDS = { key: 'quote', title: 'Words', width: '42%', cell: (r) => words(r) };

/**
 * A section each: title; what: the list; all: the list that has the rest of it; more: what the caption adds to the title;
 * columns. Rows are asked for newest first.
 */
export const SECTIONS = [
  {
    title: 'Level, and how it came', what: 'standings', all: 'levels', more: 'what was told of it, the latest first',
    columns: [DATE, { key: 'level', title: 'Told', cell: (r) => html`<b>${r.level}</b> ${r.action}` }, { key: 'held_level', title: 'Held after it', cell: (r) => (r.held_level ? html`${heldName(r)} since <time>${r.held_since}</time>` : '') }, WORDS],
  },
  {
    title: 'Agreements', what: 'pacts', all: 'agreements', more: 'each paper once, the latest first',
    columns: [
      { key: 'since', title: 'Since', width: '9%', cell: (r) => html`<time>${r.since}</time>` },
      { key: 'title', title: 'Agreement', cell: (r) => r.title ?? r.form },
      { key: 'status', title: 'State', cell: (r) => html`<b>${r.status}</b>` },
      { key: 'term', title: 'Term', cell: (r) => [r.term, r.ends && `to ${r.ends}`].filter(Boolean).join(', ') },
      WORDS,
    ],
  },
  {
    title: 'Contacts', what: 'contacts', all: 'events', more: 'meetings, calls and visits that took place, the latest first',
    columns: [DATE, { key: 'mode', title: 'How', cell: (r) => r.mode ?? 'contact' }, { key: 'people', title: 'Who' }, { key: 'place', title: 'Where' }, WORDS],
  },
  {
    title: 'Open promises', what: 'promises', all: 'events', params: { type: 'open' }, more: 'neither kept nor broken so far',
    columns: [{ key: 'date_start', title: 'Date', width: '9%', cell: (r) => html`<time>${r.date_start}</time>` }, { key: 'source', title: 'Whose', cell: (r) => [r.source, r.target].filter(Boolean).map(nameOf).join(' → ') }, WORDS],
  },
  { title: 'Figures', what: 'figures', all: 'figures', more: 'amounts told of the two, the latest first', columns: [DATE, { key: 'measure', title: 'Figure', cell: (r) => says('figures', r) }, WORDS] },
  { title: 'Latest statements', what: 'statements', all: 'statements', limit: 60 },
  {
    title: 'Contradictions between tellings', what: 'contradictions', limit: 50, more: 'where one source says another thing than the next',
    columns: [{ key: 'field', title: 'Of' }, { key: 'value', title: 'One says', cell: (r) => words(r, r.value) }, { key: 'other_value', title: 'Another', cell: (r) => words(r, r.other_value, r.other, r.other_document) }],
  },
  {
    title: 'Accusations and denials', what: 'denials', limit: 50, more: 'what one said of the other, and what was said against it',
    columns: [
      { key: 'date_start', title: 'Date', width: '9%', cell: (r) => html`<time>${r.date_start}</time>` },
      { key: 'accusation', title: 'Accusation', width: '40%', cell: (r) => words(r, r.accusation, r.accusation_id) },
      { key: 'denial', title: 'Denial', cell: (r) => words(r, r.denial, r.denial_id, r.denial_document) },
    ],
  },
  {
    title: 'What happened', what: 'timeline', all: 'events', params: { type: 'event' }, limit: 20, more: 'each event once, however often it was told, the latest first',
    columns: [
      { key: 'date', title: 'Date', width: '9%', cell: (r) => html`<time>${when(r)}</time>` },
      { key: 'type', title: 'Event', cell: (r) => html`<b>${r.type}</b>${r.detail ? ` (${r.detail})` : ''}` },
      { key: 'codes', title: 'Who', cell: (r, pair) => whoOf(r, pair) },
      { key: 'modality', title: 'Said to be' },
      { key: 'tellings', title: 'Told', number: true, cell: (r) => `${amount(r.tellings)} ×` },
      WORDS,
    ],
  },
];

/** Who acts on whom, by name, in a row of the timeline of a pair. */
export function whoOf(row, pair) {
  const [a, b] = [...pair].sort().map(nameOf);
  if (row.forth && row.back) return `${a} and ${b}`;
  if (row.forth) return `${a} → ${b}`;
  if (row.back) return `${b} → ${a}`;
  return (row.codes ?? '').split(';').filter(Boolean).map(nameOf).join(', ');
}

const EACH = 5;

/** The latest statements of one side, of the other, and of third parties. */
function Voices({ rows, pair }) {
  const columns = [
    DATE,
    { key: 'speaker_name', title: 'Who', width: '24%', cell: (r) => `${r.speaker_name ?? nameOf(r.speaker)}${r.verb ? ` (${r.verb})` : ''}` },
    { key: 'content', title: 'Words', cell: (r) => html`<q lang="en">${words(r, r.content)}</q>` },
  ];
  const voices = [...pair.map((code) => [nameOf(code), rows.filter((r) => r.speaker === code)]), ['Others', rows.filter((r) => !pair.includes(r.speaker))]];
  return voices
    .filter(([name, said]) => said.length || name !== 'Others')
    .map(([name, said]) => html`<h3>${name}</h3><${Table} columns=${columns} rows=${said.slice(0, EACH)} caption=${`Latest statements: ${name}`} headed stack empty="Nothing on record." />`);
}

/** One section of the brief; nothing where the list is empty. state: {data, error}. */
export function Section({ section, state, pair, at }) {
  const { title, what, all, more, columns } = section;
  if (state.error) return html`<section><h2>${title}</h2><p class="error" role="alert">${state.error.message}</p></section>`;
  const { rows } = state.data;
  if (!rows.length) return null;
  const shown = what === 'statements'
    ? html`<${Voices} rows=${rows} pair=${pair} />`
    : html`<${Table} rows=${rows} caption=${`${title}: ${more}`} headed stack columns=${columns.map((c) => (c.cell ? { ...c, cell: (r) => c.cell(r, pair) } : c))} />`;
  return html`<section class="part" id=${what}>
    <h2>${title}${more && html` <small>${more}</small>`}</h2>
    ${shown}
    ${state.data.more && all && html`<p class="small"><a href=${`/list/${all}?pair=${pair}${at ? `&until=${at}` : ''}`}>All ${all} of the two</a></p>`}
  </section>`;
}

/** The standing of the pair in a sentence; each part leads to where it comes from. */
export function Head({ row, at }) {
  const parts = [
    row.level ? html`<a href="#standings"><b>${row.level}</b></a> (${[row.level_action, row.level_since].filter(Boolean).join(' ')})` : 'no level on record',
    row.pacts_in_force ? html`<a href="#pacts">${counted(row.pacts_in_force, 'agreement')} in force</a>` : 'no agreements in force',
    row.open_promises ? html`<a href="#promises">${counted(row.open_promises, 'open promise')}</a>` : 'no open promises',
    row.last_contact ? html`last contact <a href="#contacts">${row.last_contact}</a>${row.last_contact_mode ? ` (${row.last_contact_mode})` : ''}` : 'no contact on record',
  ];
  const dates = row.first_date ? `, ${row.first_date} to ${row.last_date}` : '';
  return html`<p class="standing">${parts.map((part, i) => html`${i ? ' · ' : ''}<span>${part}</span>`)}</p>
    <p class="small"><a href=${`/list/records?pair=${row.a},${row.b}${at ? `&until=${at}` : ''}`}>${counted(row.records, 'record')}</a> in ${counted(row.documents, 'document')}${dates}${at ? `; as of ${at}` : ''}</p>`;
}
