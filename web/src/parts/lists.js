// lists.js - the lists of the store: what each is called, which columns a person looks at, what narrows it.
import { html } from '../dom.js';
import { KINDS, amount, codes, when } from '../names.js';
import { nameOf } from './codes.js';
import { Quad, evidence } from './record.js';

/** "2023-03-10-riyadh-tehran.txt" as "2023-03-10 riyadh tehran"; a hash as its beginning. */
export function documentName(name) {
  const plain = name.replace(/\.(txt|html?|json|xml|md)$/i, '');
  if (/^[0-9a-f]{24,}$/.test(plain)) return `${plain.slice(0, 10)}…`;
  const [, day = '', rest] = plain.match(/^(\d{4}-\d{2}-\d{2})?(.*)$/);
  return `${day} ${rest.replace(/[-_]+/g, ' ')}`.trim();
}

const Codes = ({ text }) => codes(text).map((code, i) => html`${i ? ', ' : ''}<span title=${code}>${nameOf(code)}</span>`);
const percent = (value) => (value === null || value === undefined ? '' : `${Math.round(value * 100)} %`);

/** Columns: {key, title, cell, number, plain: cannot be sorted by}. */
const text = (key, title, more) => ({ key, title, ...more });
const count = (key, title) => ({ key, title, number: true, cell: (r) => amount(r[key]) });
const date = (key = 'date_start', title = 'Date') => ({ key, title, cell: (r) => html`<time>${key === 'date_start' ? when(r) : r[key]}</time>` });
const country = (key, title) => ({ key, title, cell: (r) => html`<${Codes} text=${r[key]} />` });
const sure = { key: 'confidence', title: 'Confidence', number: true, cell: (r) => percent(r.confidence) };
const story = { key: 'document', title: 'Document', cell: (r) => html`<a href=${`/document/${encodeURIComponent(r.document)}`} title=${r.document}>${documentName(r.document)}</a>` };
const words = (key = 'quote', title = 'Words', id = 'id', document = 'document') => ({
  key,
  title,
  plain: true,
  wide: true,
  cell: (r) => (r[document] && r[id] ? html`<a href=${evidence({ document: r[document], id: r[id] })} lang="en">${r[key]}</a>` : html`<span lang="en">${r[key]}</span>`),
});
const pair = (a, b, title) => ({ key: a, title, cell: (r) => html`<a href=${`/pair/${r[a]}/${r[b]}`}>${nameOf(r[a])} – ${nameOf(r[b])}</a>` });

const QUAD_COUNTS = [count('verbal_cooperation', 'Verbal cooperation'), count('material_cooperation', 'Material cooperation'), count('verbal_conflict', 'Verbal conflict'), count('material_conflict', 'Material conflict')];
const RECORD = ['who', 'type', 'confidence', 'since', 'until', 'source', 'match', 'doc'];
const TIME = ['since', 'until'];
const PAIR = ['who', 'type', ...TIME];

const value = (r) => (r.value ?? null) !== null ? amount(r.value) : [r.low, r.high].filter((x) => (x ?? null) !== null).map(amount).join(' – ');

/**
 * Each list: title, columns, filters in their order; `kind` of the records whose labels its type is chosen from, or the
 * `types` there are, and what a type is `called`; `order`: what rows are in order of when nothing else is chosen.
 */
export const LISTS = {
  events: {
    title: 'Events', kind: 'event', called: 'Type', filters: ['who', 'type', 'mode', 'modality', 'confidence', 'since', 'until', 'place', 'source', 'match', 'doc'],
    columns: [date(), text('event', 'Event', { cell: (r) => html`<span class="whole"><${Quad} quad=${r.quad} /> ${r.event}</span>` }), text('mode', 'Mode'), country('actor', 'Who'), country('recipient', 'To whom'), text('modality', 'Happened', { cell: (r) => HAPPENED[r.modality] ?? r.modality }), text('place', 'Place', { cell: (r) => html`<span lang="en">${r.place}</span>` }), words(), story, sure],
  },
  statements: {
    title: 'Statements', kind: 'statement', called: 'Form', filters: RECORD,
    columns: [date(), text('speaker_name', 'Speaker'), country('speaker', 'Of'), text('verb', 'Verb'), text('form', 'Form'), country('about', 'About'), words('content', 'What was said'), story, sure],
  },
  agreements: {
    title: 'Agreements', kind: 'agreement', called: 'Form', filters: ['who', 'type', 'mode', ...RECORD.slice(2)],
    columns: [date(), text('action', 'Act'), text('form', 'Form'), country('parties', 'Parties'), text('title', 'Title', { cell: (r) => html`<span lang="en">${r.title}</span>` }), text('term', 'Term'), words(), story, sure],
  },
  levels: {
    title: 'Levels', kind: 'level', called: 'Level', filters: ['who', 'type', 'mode', ...RECORD.slice(2)],
    columns: [date(), country('parties', 'Parties'), text('level', 'Level'), text('action', 'Act'), words(), story, sure],
  },
  figures: {
    title: 'Figures', kind: 'figure', called: 'Measure', filters: RECORD,
    columns: [date(), text('measure', 'Measure'), { key: 'value', title: 'Value', number: true, cell: (r) => `${r.approximate ? '≈ ' : ''}${value(r)}` }, text('unit', 'Unit'), country('from_actor', 'From'), country('to_actor', 'To'), words(), story, sure],
  },
  records: {
    title: 'All records', called: 'Kind', types: KINDS.map(([, kind, title]) => [kind, title]), filters: RECORD,
    columns: [date(), text('kind', 'Kind'), text('type', 'Type'), country('codes', 'Who'), words(), story, sure],
  },
  relations: {
    title: 'Pairs', kind: 'level', called: 'Level', filters: PAIR, order: 'those with most records first',
    columns: [{ ...pair('a', 'b', 'Pair'), plain: true }, text('level', 'Level'), date('level_since', 'Since'), count('records', 'Records'), count('documents', 'Documents'), date('last_contact', 'Last contact'), count('pacts_in_force', 'Agreements in force'), count('open_promises', 'Open promises'), count('cooperation', 'Cooperation +'), count('conflict', 'Conflict −'), count('score', 'Score')],
  },
  standings: {
    title: 'History of levels', kind: 'level', called: 'Level', filters: PAIR,
    columns: [date('date', 'Date'), { ...pair('a', 'b', 'Pair'), plain: true }, text('level', 'Level told'), text('action', 'Act'), text('held_level', 'Level after it'), date('held_since', 'Since'), words('quote', 'Words', 'record'), { ...story, plain: true }],
  },
  pacts: {
    title: 'Papers', called: 'Status', types: ['proposed', 'expected', 'announced', 'signed', 'ratified', 'in force', 'extended', 'suspended', 'terminated'], filters: PAIR,
    columns: [date('since', 'Since'), text('status', 'Status'), text('form', 'Form'), text('title', 'Title', { cell: (r) => html`<span lang="en">${r.title}</span>` }), country('parties', 'Parties'), text('term', 'Term'), date('ends', 'Ends'), count('records', 'Records'), words('quote', 'Words', 'record')],
  },
  promises: {
    title: 'Promises', called: 'Status', types: ['open', 'kept', 'broken'], filters: PAIR,
    columns: [date('date_start', 'Date'), country('source', 'Who'), country('target', 'To whom'), text('status', 'Status'), date('answered', 'Settled'), words('quote', 'Words', 'record'), sure],
  },
  contacts: {
    title: 'Contacts', kind: 'event', of: 'CONSULT', called: 'Mode', filters: PAIR,
    columns: [date('date', 'Date'), { ...pair('a', 'b', 'Pair'), plain: true }, text('mode', 'Mode'), text('place', 'Place', { plain: true, cell: (r) => html`<span lang="en">${r.place}</span>` }), text('people', 'People', { plain: true, cell: (r) => html`<span lang="en">${r.people}</span>` }), words('quote', 'Words', 'record'), { ...story, plain: true }],
  },
  occurrences: {
    title: 'Told once or often', called: 'Type', filters: ['who', 'type', ...TIME, 'match', 'doc'],
    columns: [date(), text('kind', 'Kind', { plain: true }), text('type', 'Type', { plain: true }), { ...country('codes', 'Who'), plain: true }, count('tellings', 'Times told'), { ...count('sources', 'Publishers'), plain: true }, words(), { ...story, plain: true }, { ...sure, plain: true }],
  },
  contradictions: {
    title: 'Contradictions', called: 'Field', types: ['value', 'place', 'people', 'date'], filters: ['who', 'type', ...TIME, 'match'],
    columns: [date(), text('field', 'Field'), text('value', 'One says'), text('other_value', 'Another says'), words('quote', 'Words of the one', 'record'), words('other_quote', 'Words of the other', 'other', 'other_document')],
  },
  denials: {
    title: 'Denials', called: 'Told in', types: [['same sentence', 'the same sentence'], ['same story', 'the same story'], ['same words', 'like words, another story'], ['same two', 'between the same two']], filters: ['who', 'type', ...TIME, 'match'],
    columns: [date('date_start', 'Accused on'), country('accuser', 'Accuser'), country('accused', 'Accused'), words('accusation', 'Accusation', 'accusation_id'), date('denied', 'Denied on'), words('denial', 'Denial', 'denial_id', 'denial_document'), sure],
  },
  months: {
    title: 'Months', called: 'Origin', filters: PAIR, order: 'by pair and month',
    columns: [text('month', 'Month'), { ...pair('source', 'target', 'Who – whom'), plain: true }, count('events', 'Events'), ...QUAD_COUNTS, count('score_sum', 'Score')],
  },
  documents: {
    title: 'Documents', called: 'Format', types: ['plain', 'html', 'feed', 'jsonl', 'csv', 'tsv', 'warc'], filters: ['who', 'type', ...TIME, 'source', 'doc'],
    columns: [text('published', 'Published', { cell: (r) => html`<time>${r.published ?? 'no date'}</time>` }), text('title', 'Title', { wide: true, cell: (r) => html`<a href=${`/document/${r.id}`} lang=${r.title ? 'en' : null}>${r.title ?? documentName(r.name)}</a>` }), text('source', 'Publisher'), text('name', 'Name', { cell: (r) => documentName(r.name) }), ...['sentences', ...KINDS.map(([list]) => list)].map((key) => count(key, key[0].toUpperCase() + key.slice(1)))],
  },
  sentences: {
    title: 'Sentences', filters: [...TIME, 'source', 'match', 'doc'],
    columns: [{ ...story, plain: true }, text('text', 'Sentence', { plain: true, wide: true, cell: (r) => html`<a href=${`/document/${encodeURIComponent(r.document)}?sentence=${r.sentence}`} lang="en">${r.text}</a>` }), text('reason', 'Why it holds no event', { plain: true })],
  },
  actors: {
    title: 'Actors', called: 'Sector', types: ['GOV', 'MIL', 'IGO', 'NGO', 'BUS', 'CVL', 'EDU', 'JRN', 'JUD', 'LEG', 'REB', 'REL', 'UAF'], filters: ['who', 'type', ...TIME, 'doc'], order: 'those in most records first',
    columns: [text('name', 'Name', { cell: (r) => html`<a href=${`/list/records?actor=${encodeURIComponent(r.name)}`}>${r.name}</a>` }), { ...country('code', 'Of'), key: 'code' }, text('sector', 'Sector'), text('office', 'Office'), count('records', 'Records'), count('documents', 'Documents')],
  },
  duplicates: {
    title: 'Told alike', called: 'Kind', types: ['same text', 'near-duplicate'], filters: ['type', ...TIME, 'source', 'doc'], order: 'the most alike first',
    columns: [story, { key: 'other', title: 'The same as', cell: (r) => html`<a href=${`/document/${encodeURIComponent(r.other)}`} title=${r.other}>${documentName(r.other)}</a>` }, text('kind', 'Kind'), { key: 'similarity', title: 'Alike', number: true, cell: (r) => percent(r.similarity) }, date('published', 'Published'), date('other_published', 'The other')],
  },
  sources: {
    title: 'Publishers', filters: TIME, order: 'those with most documents first',
    columns: [text('source', 'Publisher', { cell: (r) => html`<a href=${`/list/documents?source=${encodeURIComponent(r.source)}`}>${r.source}</a>` }), count('documents', 'Documents'), date('first_published', 'First'), date('last_published', 'Last')],
  },
  codes: {
    title: 'Codes', called: 'Kind', types: ['country', 'territory', 'organisation', 'group', 'former-state'], filters: ['type'], order: 'by code',
    columns: [text('code', 'Code'), text('name', 'Name', { cell: (r) => html`<a href=${`/list/records?actor=${r.code}`}>${r.name}</a>` }), text('kind', 'Kind'), text('also', 'Also called', { wide: true })],
  },
  reviews: {
    title: 'Reviews', called: 'Verdict', types: ['accept', 'reject', 'edit', 'add', 'undo'], filters: ['type', ...TIME, 'doc'],
    columns: [text('time', 'Time'), text('reviewer', 'Reviewer'), text('verdict', 'Verdict'), text('kind', 'Kind'), text('type', 'Type'), { key: 'record', title: 'Record', plain: true, cell: (r) => (r.document ? html`<a href=${evidence({ document: r.document, id: r.record })}>${r.record.slice(0, 8)}</a>` : r.record.slice(0, 8)) }, text('note', 'Note')],
  },
  runs: {
    title: 'Runs', filters: TIME,
    columns: [text('id', 'Run'), text('started', 'Started'), text('ended', 'Ended'), text('version', 'Version'), count('documents_new', 'New'), count('documents_same', 'There already'), count('documents_recoded', 'Read anew'), count('records', 'Records'), count('errors', 'Errors')],
  },
  errors: {
    title: 'Errors', filters: [], order: 'as they came',
    columns: [text('run', 'Run'), text('file', 'File'), text('line', 'Line', { number: true }), text('code', 'Code'), text('message', 'Message', { wide: true, plain: true })],
  },
};

/** How it is said that an event happened. */
export const HAPPENED = { actual: 'yes', historical: 'long ago', future: 'planned', hypothetical: 'possibly', negated: 'no' };

/** The lists in groups, as the view shows them. */
export const GROUPS = [
  ['Records', ['events', 'statements', 'agreements', 'levels', 'figures', 'records']],
  ['What follows from them', ['relations', 'standings', 'pacts', 'promises', 'contacts', 'occurrences', 'contradictions', 'denials', 'months']],
  ['What was read', ['documents', 'sentences', 'actors', 'sources', 'duplicates', 'codes', 'reviews', 'runs', 'errors']],
];
