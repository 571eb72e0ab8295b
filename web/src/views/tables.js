// tables.js - every list of the store as a table that is narrowed and sorted.
// /list/WHAT?actor=&pair=&type=&mode=&since=&until=&match=&sort=COLUMN&descending=1&offset=
import { Pending, html, useGet, useMemo } from '../dom.js';
import { query } from '../api.js';
import { withParams } from '../router.js';
import { amount } from '../names.js';
import { useCodes } from '../parts/codes.js';
import { Filters, conditionsOf, useCount } from '../parts/filters.js';
import { GROUPS, LISTS } from '../parts/lists.js';
import { Table } from '../parts/table.js';

const ROWS = 50;
const WIDE = innerWidth > 832;

/** A head that sorts: first from large to small for numbers and days, the other way for words; then round. */
function sortable(column, params) {
  if (column.plain) return column;
  const here = params.sort === column.key;
  const down = here ? !params.descending : Boolean(column.number || column.key === 'date_start' || column.key === 'published');
  const href = withParams({ sort: column.key, descending: down ? 1 : '', newest: '', offset: '' });
  const head = html`<a class="sort" href=${href}>${column.title} <span aria-hidden="true">${here ? (params.descending ? '▼' : '▲') : '↕'}</span></a>`;
  return { ...column, head, sorted: here ? (params.descending ? 'descending' : 'ascending') : undefined };
}

function Groups({ here, params }) {
  const { actor, pair, since, until } = params;
  const kept = query({ actor, pair, since, until });
  return html`<details class="fold" open=${WIDE}><summary>All tables</summary><nav aria-label="Tables" class="groups">${GROUPS.map(([title, names]) => html`<div>
    <h2>${title}</h2>
    <ul class="tabs">${names.map((name) => html`<li><a href=${`/list/${name}${LISTS[name].filters.includes('who') ? kept : ''}`} aria-current=${name === here ? 'page' : null}>${LISTS[name].title}</a></li>`)}</ul>
  </div>`)}</nav></details>`;
}

function Pages({ data, all }) {
  const { rows, offset, more } = data;
  const here = rows.length ? `Rows ${amount(offset + 1)} to ${amount(offset + rows.length)}` : 'No rows';
  return html`<p class="pages">
    <span role="status">${here}${all && rows.length ? ` of ${all}` : ''}</span>
    ${offset > ROWS && html` <a href=${withParams({ offset: '' })}>First rows</a>`}
    ${offset > 0 && html` <a href=${withParams({ offset: Math.max(0, offset - ROWS) || '' })}>Earlier rows</a>`}
    ${more && html` <a href=${withParams({ offset: offset + ROWS })}>More rows</a>`}
  </p>`;
}

/** The table itself: drawn anew with new rows, not while they are waited for. */
function Listed({ list, rows, params }) {
  const { sort, descending, newest } = params;
  const by = list.columns.find((c) => c.key === sort)?.title ?? sort;
  const order = sort ? `by ${by.toLowerCase()}, ${descending ? 'from large to small' : 'from small to large'}` : newest ? 'the newest first' : (list.order ?? 'in the order of time');
  return html`<div class="listed"><${Table} columns=${list.columns.map((c) => sortable(c, params))} rows=${rows} caption=${`${list.title}, ${order}`} empty="Nothing in the record is like that. Take a filter away, or widen the dates." /></div>`;
}

function Rows({ name, params, codes }) {
  const list = LISTS[name];
  const { sort, descending, newest, offset } = params;
  const conditions = conditionsOf(params);
  const state = useGet(`list/${name}`, { ...conditions, sort, descending, newest, offset, limit: ROWS });
  const all = useCount(name, conditions);
  const drawn = useMemo(() => state.data?.list === name && html`<${Listed} list=${list} rows=${state.data.rows} params=${params} />`, [state.data, codes]);
  if (!drawn) return html`<${Pending} state=${state} />`;
  return html`<${Pages} data=${state.data} all=${all} />
    ${sort && html`<p class="small"><a href=${withParams({ sort: '', descending: '', offset: '' })}>Not sorted: ${list.order ?? 'in the order of time'}</a></p>`}
    ${drawn}
    ${state.data.rows.length > 20 && html`<${Pages} data=${state.data} all=${all} />`}`;
}

export default function Tables({ parts, params }) {
  const name = parts[0] ?? 'events';
  const list = LISTS[name];
  const codes = useCodes();
  if (!list) return html`<h1>Tables</h1><${Groups} params=${params} /><p class="error" role="alert">There is no table ${name}.</p>`;
  return html`<h1>${list.title}</h1>
    <${Groups} here=${name} params=${params} />
    <details class="fold" open=${WIDE || Object.keys(conditionsOf(params)).length > 0}><summary>Filters</summary><${Filters} key=${name} list=${list} params=${params}>
      ${list.filters.length > 0 && html`<button type="submit">Filter</button> <a href=${location.pathname}>Clear</a>`}
      <a href=${`/export${query({ form: 'rows', list: name, ...conditionsOf(params), sort: params.sort, descending: params.descending })}`}>Export these</a>
    <//></details>
    <${Rows} key=${name} name=${name} params=${params} codes=${codes} />`;
}
