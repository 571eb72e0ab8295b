// export.js - the record, or a part of it, as a file:
// /export?form=rows&list=events&pair=CHN,IRN&type=CONSULT&since=2021&sort=date_start, or /export?form=geojson&since=2021
import { Pending, html, useGet, useState } from '../dom.js';
import { query } from '../api.js';
import { go, withParams } from '../router.js';
import { KINDS } from '../names.js';
import { Filters, conditionsOf, useCount } from '../parts/filters.js';
import { GROUPS, LISTS } from '../parts/lists.js';

/** Form, name, what it is good for, which of the choices below it has. */
const FORMS = [
  ['rows', 'CSV', 'the rows of any table as they are listed: for a spreadsheet', ['list']],
  ['lines', 'JSONL', 'the same rows, one JSON object a line: for a program', ['list']],
  ['csv', 'CSV with codebook', 'tables of the record for R, Stata, Python', ['table']],
  ['jsonl', 'JSONL of records', 'nested, as the program prints them', ['kinds']],
  ['geojson', 'GeoJSON', 'events with a place: for a map', []],
  ['gexf', 'GEXF', 'who deals with whom: a graph for Gephi', ['by_month']],
  ['plover', 'PLOVER', 'events in the JSON of PLOVER', []],
  ['polecat', 'POLECAT', 'events in its columns', []],
  ['icews', 'ICEWS', 'events in its columns', []],
  ['phoenix', 'Phoenix', 'events in its columns', []],
];
const TABLES = ['events', 'statements', 'agreements', 'levels', 'figures', 'participants', 'magnitudes', 'documents'];
const SWITCHES = [
  ['occurrences', 'one record for each thing that happened, however often it was told'],
  ['no_text', 'without the words of the sources: offsets and hashes remain'],
];
/** What a form other than rows can be narrowed by: the filters of the tables, less what it does not know. */
const PART = { title: 'The record', filters: ['who', 'since', 'until'] };

/** The list of `chancery list` whose rows a form has; null: none has just these. */
function listOf(form, table = 'events') {
  if (form === 'csv') return table === 'participants' || table === 'magnitudes' ? null : table;
  if (form === 'gexf') return null;
  return form === 'jsonl' ? 'records' : 'events';
}

const set = (name) => (event) => {
  const { type, checked, value } = event.target;
  go(withParams({ [name]: type === 'checkbox' ? (checked ? 1 : '') : value }), { replace: true });
};

function Switch({ name, title, params }) {
  return html`<label class="switch"><input type="checkbox" checked=${Boolean(params[name])} onChange=${set(name)} /> ${title}</label>`;
}

function Forms({ form }) {
  return html`<fieldset class="forms"><legend>Form</legend>
    ${FORMS.map(([name, title, use]) => html`<label class="switch"><input type="radio" name="form" value=${name} checked=${name === form} onChange=${set('form')} /> <span><b>${title}</b> <span class="small">${use}</span></span></label>`)}
  </fieldset>`;
}

/** The question as SQL, for the sqlite3 shell. */
function Sql({ list, params }) {
  const state = useGet(`sql/${list}`, params);
  const [said, say] = useState('');
  const copy = () => navigator.clipboard.writeText(state.data.sql).then(() => say('Copied.'), () => say('The browser does not let it be copied; select it by hand.'));
  return html`<h2>The question as SQL</h2>
    <${Pending} state=${state} />
    ${state.data && html`<p class="small">For <code>sqlite3 FILE</code>. Columns that begin with _ only put rows in order. <button type="button" onClick=${copy}>Copy</button> <span role="status">${said}</span></p>
      <pre class="sql" tabindex="0" aria-label="SQL">${state.data.sql}</pre>`}`;
}

/** Which rows: a table and its filters, or the part of the record that the other forms know. */
function Choices({ form, has, params }) {
  const list = LISTS[params.list] ? params.list : 'events';
  const groups = GROUPS.map(([title, names]) => html`<optgroup label=${title}>${names.map((name) => html`<option value=${name}>${LISTS[name].title}</option>`)}</optgroup>`);
  return html`<fieldset><legend>Which rows</legend>
    ${has.includes('list') && html`<label>Table <select value=${list} onChange=${(e) => go(`/export?form=${form}&list=${e.target.value}`, { replace: true })}>${groups}</select></label>`}
    ${has.includes('table') && html`<label>Table <select value=${params.table ?? 'events'} onChange=${set('table')}>${TABLES.map((t) => html`<option value=${t}>${t}</option>`)}</select></label>`}
    ${has.includes('kinds') && html`<label>Kinds <select value=${params.kinds ?? ''} onChange=${set('kinds')}><option value="">All</option>${KINDS.map(([, kind, title]) => html`<option value=${kind}>${title}</option>`)}</select></label>`}
    <${Filters} key=${form + list} list=${has.includes('list') ? LISTS[list] : PART} params=${params}><button type="submit">Apply</button> <a href=${`/export?form=${form}${has.includes('list') ? `&list=${list}` : ''}`}>Clear</a><//>
    ${!has.includes('list') && SWITCHES.map(([name, title]) => html`<${Switch} name=${name} title=${title} params=${params} />`)}
    ${has.includes('by_month') && html`<${Switch} name="by_month" title="a graph that changes by month" params=${params} />`}
  </fieldset>`;
}

/** Arguments as options of the command line, quoted for the shell where that needs it. */
function options(asked) {
  const quoted = (value) => (/^[\w.,:-]+$/.test(value) ? value : `'${String(value).replaceAll("'", "'\\''")}'`);
  return Object.entries(asked).filter(([, value]) => value).map(([name, value]) => ` --${name}${name === 'descending' ? '' : ` ${quoted(value)}`}`).join('');
}

/** What is asked of the API: the address of the file, the list that counts it and gives its SQL, the command. */
function plan(form, has, params) {
  const { pair, actor, since, until, sort, descending, occurrences, no_text: noText, kinds, by_month: byMonth } = params;
  if (has.includes('list')) {
    const list = LISTS[params.list] ? params.list : 'events';
    const asked = { ...conditionsOf(params), sort, descending };
    return { href: `/api/v1/rows/${form === 'rows' ? 'csv' : 'jsonl'}/${list}${query(asked)}`, list, asked, counted: conditionsOf(params), command: `chancery list ${list}${options(asked)} --${form === 'rows' ? 'csv' : 'jsonl'}` };
  }
  const table = has.includes('table') && TABLES.includes(params.table) ? params.table : undefined;
  const part = { pair, actor, since, until };
  const counted = form === 'jsonl' && kinds ? { ...part, type: kinds } : part;
  const asked = { ...part, occurrences, no_text: noText, ...(has.includes('table') && { table }), ...(has.includes('kinds') && { kinds }), ...(has.includes('by_month') && { by_month: byMonth }) };
  return { href: `/api/v1/export/${form}${query(asked)}`, list: listOf(form, table), asked: counted, counted, command: `chancery export --as ${form}${options(part)}`, less: Boolean(occurrences) || form === 'geojson' };
}

/** Of which rows it is made; those without a place, and all tellings but one, are left out. */
const count = (all, { less, list }) => (less ? `from ${all} ${list}` : `${all} rows`);

export default function Export({ params }) {
  const form = FORMS.some(([name]) => name === params.form) ? params.form : 'rows';
  const has = FORMS.find(([name]) => name === form)[3];
  const what = plan(form, has, params);
  const all = useCount(what.list, what.counted);
  return html`<h1>Export</h1>
    <div class="export"><${Forms} form=${form} /><${Choices} form=${form} has=${has} params=${params} /></div>
    <p><a class="button" href=${what.href} download>Download</a> <span role="status">${what.list && all !== null ? count(all, what) : ''}</span></p>
    <p class="small">The same from the command line: <code>${what.command} --db FILE</code>.${has.includes('list') ? '' : html` Columns and keys: <code>chancery export --codebook ${form}</code>.`}</p>
    ${what.list && html`<${Sql} list=${what.list} params=${what.asked} />`}`;
}
