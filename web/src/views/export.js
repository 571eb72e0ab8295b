// export.js - the record, or a part of it, as a file: /export?form=csv&table=events&pair=CHN,IRN&since=2021
import { Pending, html, useGet } from '../dom.js';
import { query } from '../api.js';
import { go, withParams } from '../router.js';
import { KINDS } from '../names.js';

/** Form, name, which of the choices below it has. */
const FORMS = [
  ['csv', 'CSV, a table of records', ['table']],
  ['jsonl', 'JSONL, records as `chancery code` prints them', ['kinds']],
  ['plover', 'PLOVER JSON, events', []],
  ['polecat', 'POLECAT columns, events', []],
  ['icews', 'ICEWS columns, events', []],
  ['phoenix', 'Phoenix columns, events', []],
  ['gexf', 'GEXF, a graph for Gephi', ['by_month']],
  ['geojson', 'GeoJSON, events with a place', []],
];
const TABLES = ['events', 'statements', 'agreements', 'levels', 'figures', 'participants', 'magnitudes', 'documents'];
const CONDITIONS = [
  ['pair', 'Pair (CHN,IRN)'],
  ['actor', 'Actor (code or name)'],
  ['since', 'Since'],
  ['until', 'Until'],
];
const SWITCHES = [
  ['occurrences', 'one record for each thing that happened, however often it was told'],
  ['no_text', 'without the words of the sources: offsets and hashes remain'],
];

/** The list of `chancery list` whose rows an export has; null: none has just these. */
function listOf(form, table = 'events') {
  if (form === 'csv') return table === 'participants' || table === 'magnitudes' ? null : table;
  if (form === 'gexf') return null;
  return form === 'jsonl' ? 'records' : 'events';
}

/** The question as SQL, for the sqlite3 shell. */
function Sql({ list, params }) {
  const state = useGet(`sql/${list}`, params);
  return html`<h2>As SQL</h2>
    <${Pending} state=${state} />
    ${state.data && html`<figure><figcaption class="small">What <code>sqlite3 FILE</code> takes. Columns that begin with _ only put the rows in order.</figcaption>
      <pre tabindex="0">${state.data.sql}</pre></figure>`}`;
}

export default function Export({ params }) {
  const form = FORMS.some(([name]) => name === params.form) ? params.form : 'csv';
  const has = FORMS.find(([name]) => name === form)[2];
  const set = (name) => (event) => go(withParams({ [name]: event.target.type === 'checkbox' ? (event.target.checked ? 1 : '') : event.target.value.trim() }), { replace: true });
  const { form: _, table: named, kinds, by_month: byMonth, ...given } = params;
  const table = TABLES.includes(named) ? named : undefined;
  const rest = Object.fromEntries([...CONDITIONS, ...SWITCHES].map(([name]) => [name, given[name]]));
  const asked = { ...rest, ...(has.includes('table') && { table }), ...(has.includes('kinds') && { kinds }), ...(has.includes('by_month') && { by_month: byMonth }) };
  const list = listOf(form, asked.table);
  const { pair, actor, since, until } = params;
  const href = `/api/v1/export/${form}${query(asked)}`;
  return html`<h1>Export</h1>
    <form class="edit" onSubmit=${(event) => event.preventDefault()}>
      <label>Form <select value=${form} onChange=${set('form')}>${FORMS.map(([name, title]) => html`<option value=${name}>${title}</option>`)}</select></label>
      ${has.includes('table') && html`<label>Table <select value=${table ?? 'events'} onChange=${set('table')}>${TABLES.map((t) => html`<option value=${t}>${t}</option>`)}</select></label>`}
      ${has.includes('kinds') && html`<label>Kinds <select value=${kinds ?? ''} onChange=${set('kinds')}><option value="">All</option>${KINDS.map(([, kind, title]) => html`<option value=${kind}>${title}</option>`)}</select></label>`}
      ${CONDITIONS.map(([name, title]) => html`<label>${title} <input value=${params[name] ?? ''} onChange=${set(name)} /></label>`)}
      ${SWITCHES.map(([name, title]) => html`<label class="switch"><input type="checkbox" checked=${Boolean(params[name])} onChange=${set(name)} /> ${title}</label>`)}
      ${has.includes('by_month') && html`<label class="switch"><input type="checkbox" checked=${Boolean(byMonth)} onChange=${set('by_month')} /> a graph that changes by month</label>`}
    </form>
    <p><a class="button" href=${href} download>Download</a></p>
    <p class="small">The same from the command line: <code>chancery export --as ${form} --db FILE</code>. Columns and keys: <code>chancery export --codebook ${form}</code>.</p>
    ${list && html`<${Sql} list=${list} params=${{ pair, actor, since, until }} />`}`;
}
