// today.js - what changed against the usual, up to a day: /today?at=2025-05-22
import { Pending, html, useGet } from '../dom.js';
import { go, withParams } from '../router.js';
import { Table } from '../parts/table.js';
import { nameOf, useCodes } from '../parts/codes.js';
import { amount } from '../names.js';

const DAYS = 30;
const BREAKS = new Set(['suspended', 'terminated', 'severed', 'downgraded']);
const QUIET = new Set(['described', 'reaffirmed']);

const before = (day, n) => new Date(Date.parse(day) - n * 86400000).toISOString().slice(0, 10);
const pair = (r) => html`<a href=${`/pair/${r.a}/${r.b}`}>${r.a_name ?? nameOf(r.a)} – ${r.b_name ?? nameOf(r.b)}</a>`;
const words = (r) => (r.document ? html`<a lang="en" href=${`/document/${encodeURIComponent(r.document)}?record=${r.record}`}>${r.quote}</a>` : html`<span lang="en">${r.quote}</span>`);

function Levels({ rows, title, empty }) {
  const columns = [
    { key: 'date', title: 'Date' },
    { key: 'pair', title: 'Pair', cell: pair },
    { key: 'level', title: 'Level', cell: (r) => html`<b>${r.level}</b> ${r.action}` },
    { key: 'quote', title: 'Words', cell: words },
  ];
  return html`<section><h2>${title}</h2><${Table} columns=${columns} rows=${rows} caption=${title} empty=${empty} /></section>`;
}

function Pacts({ rows }) {
  const columns = [
    { key: 'since', title: 'Date' },
    { key: 'parties', title: 'Parties', cell: (r) => r.parties.split(';').map(nameOf).join(', ') },
    { key: 'title', title: 'Agreement', cell: (r) => r.title ?? r.form },
    { key: 'status', title: 'State', cell: (r) => html`<b>${r.status}</b>` },
    { key: 'quote', title: 'Words', cell: words },
  ];
  return html`<section><h2>Agreements</h2><${Table} columns=${columns} rows=${rows} caption="Agreements of these days" empty="None." /></section>`;
}

function Surges({ at }) {
  const state = useGet('list/surges', { at, limit: 20 });
  const columns = [
    { key: 'pair', title: 'Pair', cell: pair },
    { key: 'events', title: 'Events in 7 days', number: true },
    { key: 'usual', title: 'In a usual week', number: true, cell: (r) => amount(r.usual) },
    { key: 'cooperation', title: 'Cooperation (+)', number: true },
    { key: 'conflict', title: 'Conflict (−)', number: true },
  ];
  return html`<section><h2>Surges</h2>
    <p class="small">At least three events within seven days, and more than twice the weekly mean of the year before and one.</p>
    ${state.data ? html`<${Table} columns=${columns} rows=${state.data.rows} caption="Pairs with more events than usual" empty="None." />` : html`<${Pending} state=${state} />`}
  </section>`;
}

/** The days up to now as a row of cells: how many documents, and where nothing was read. */
function Coverage({ days }) {
  const gaps = days.filter((d) => !d.covered);
  const most = Math.max(1, ...days.map((d) => d.documents));
  return html`<section><h2>Coverage</h2>
    <figure>
      <figcaption>Documents by day of publication, ${days[0].day} to ${days[days.length - 1].day}; a dash marks a day of which nothing was read</figcaption>
      <ol class="strip">${days.map((d) => html`<li title=${`${d.day}: ${d.documents} documents`} data-gap=${d.covered ? null : ''}>
        <span style=${{ height: `${Math.round((100 * d.documents) / most)}%` }}></span><i class="hidden">${d.day}: ${d.covered ? `${d.documents} documents` : 'nothing read'}</i></li>`)}</ol>
    </figure>
    <p class="small">${gaps.length ? `${gaps.length} of ${days.length} days have no documents.` : 'Every day is covered.'}</p>
  </section>`;
}

function Runs() {
  const state = useGet('list/runs', { limit: 1000 });
  if (!state.data) return html`<${Pending} state=${state} />`;
  const columns = [
    { key: 'started', title: 'Started' },
    { key: 'command', title: 'Command' },
    { key: 'documents_new', title: 'New', number: true },
    { key: 'documents_recoded', title: 'Coded anew', number: true },
    { key: 'records', title: 'Records', number: true },
    { key: 'errors', title: 'Errors', number: true, cell: (r) => (r.errors ? html`<a href="/list/errors">${r.errors}</a>` : 0) },
  ];
  return html`<section><h2>Last runs</h2><${Table} columns=${columns} rows=${state.data.rows.slice(-5).reverse()} caption="Last runs" empty="None." /></section>`;
}

function News({ at, days }) {
  const since = before(at, DAYS);
  const levels = useGet('list/standings', { since, until: at, newest: 1, limit: 200 });
  const pacts = useGet('list/pacts', { since, until: at, newest: 1, limit: 50 });
  const told = (levels.data?.rows ?? []).filter((r) => !QUIET.has(r.action));
  return html`<p class="small">From ${since} to ${at}, the last day that was read.</p>
    <${Levels} title="New levels" rows=${told.filter((r) => !BREAKS.has(r.action))} empty="None." />
    <${Levels} title="Breaks" rows=${told.filter((r) => BREAKS.has(r.action))} empty="None." />
    <${Pacts} rows=${pacts.data?.rows ?? []} />
    <${Surges} at=${at} />
    <${Coverage} days=${days} />
    <${Runs} />`;
}

export default function Today({ params }) {
  useCodes();
  const state = useGet('list/days', { newest: 1, limit: 60, until: params.at });
  if (!state.data) return html`<h1>Today</h1><${Pending} state=${state} />`;
  const days = [...state.data.rows].reverse();
  if (!days.length) return html`<h1>Today</h1><p>The record is empty. <a href="/read">Read some stories</a>, or run <code>chancery read</code>.</p>`;
  const at = params.at ?? days[days.length - 1].day;
  return html`<h1>Today</h1>
    <p class="filters"><label>Up to <input type="date" value=${at} onChange=${(e) => go(withParams({ at: e.target.value }))} /></label></p>
    <${News} key=${at} at=${at} days=${days} />`;
}
