// tables.js - every kind of thing in the store as a table, with filters. /list/WHAT?actor=&pair=&type=&since=&until=&match=
import { Pending, html, useGet } from '../dom.js';
import { query } from '../api.js';
import { go, withParams } from '../router.js';
import { KINDS, when } from '../names.js';
import { Table } from '../parts/table.js';
import { evidence, says } from '../parts/record.js';

const LISTS = [...KINDS.map(([list, , title]) => [list, title]), ['documents', 'Documents'], ['actors', 'Actors'], ['duplicates', 'Duplicates'], ['runs', 'Runs'], ['errors', 'Errors']];
const FILTERS = [
  ['actor', 'Actor (code or name)'],
  ['pair', 'Pair (CHN,IRN)'],
  ['type', 'Type'],
  ['since', 'Since'],
  ['until', 'Until'],
  ['match', 'Words'],
];
const ROWS = 50;

const RECORD_COLUMNS = (list) => [
  { key: 'date_start', title: 'Date', cell: (r) => html`<time>${when(r)}</time>` },
  { key: 'says', title: 'Record', cell: (r) => says(list, r) },
  { key: 'quote', title: 'Words', cell: (r) => html`<a href=${evidence(r)} lang="en">${r.quote}</a>` },
  { key: 'document', title: 'Document' },
  { key: 'confidence', title: 'Confidence', number: true, cell: (r) => r.confidence.toFixed(2) },
];

const DOCUMENT_COLUMNS = [
  { key: 'published', title: 'Published' },
  { key: 'name', title: 'Document', cell: (r) => html`<a href=${`/document/${r.id}`}>${r.title ?? r.name}</a>` },
  { key: 'source', title: 'Source' },
  ...['sentences', ...KINDS.map(([list]) => list)].map((key) => ({ key, title: key[0].toUpperCase() + key.slice(1), number: true })),
];

function columnsOf(list, names) {
  if (KINDS.some(([kind]) => kind === list)) return RECORD_COLUMNS(list);
  if (list === 'documents') return DOCUMENT_COLUMNS;
  return names.map((key) => ({ key, title: key.replaceAll('_', ' ') }));
}

function Filters({ list, params }) {
  const change = (event) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    go(withParams({ ...Object.fromEntries(form), offset: '' }));
  };
  return html`<form class="filters" role="search" aria-label="Filters" onSubmit=${change}>
    ${FILTERS.map(([name, title]) => html`<label>${title} <input name=${name} value=${params[name] ?? ''} /></label>`)}
    <button type="submit">Filter</button>
    <a href=${location.pathname}>Clear</a>
    <a href=${`/export${query({ ...params, form: 'csv', table: list })}`}>Export these</a>
  </form>`;
}

function Pages({ data }) {
  return html`<p class="pages" role="status">
    ${data.rows.length ? `Rows ${data.offset + 1} to ${data.offset + data.rows.length}` : 'No rows'}
    ${data.offset > 0 && html` · <a href=${withParams({ offset: Math.max(0, data.offset - ROWS) || '' })}>Earlier rows</a>`}
    ${data.more && html` · <a href=${withParams({ offset: data.offset + ROWS })}>More rows</a>`}
  </p>`;
}

export default function Tables({ parts, params }) {
  const list = parts[0] ?? 'events';
  const state = useGet(`list/${encodeURIComponent(list)}`, { limit: ROWS, ...params });
  return html`<h1>Tables</h1>
    <ul class="tabs">${LISTS.map(([name, title]) => html`<li><a href=${`/list/${name}`} aria-current=${name === list ? 'page' : null}>${title}</a></li>`)}</ul>
    <${Filters} list=${list} params=${params} />
    <${Pending} state=${state} />
    ${state.data && html`<${Table} columns=${columnsOf(list, state.data.columns)} rows=${state.data.rows} caption=${`${list}, in the order of time`} />
      <${Pages} data=${state.data} />`}`;
}
