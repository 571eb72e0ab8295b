// today.js - what changed against the usual, up to a day: /today?at=2025-05-22
import { Pending, html, useGet, useGets } from '../dom.js';
import { go, withParams } from '../router.js';
import { words } from '../parts/brief.js';
import { Coverage } from '../parts/coverage.js';
import { Growing, inParts } from '../parts/growing.js';
import { Table } from '../parts/table.js';
import { nameOf, useCodes } from '../parts/codes.js';
import { amount, codes, counted } from '../names.js';

const DAYS = 30;
const MOST = 200;
const EACH = 2;
const LOWERED = new Set(['suspended', 'severed', 'downgraded']);
const ENDED = new Set(['suspended', 'terminated']);
const QUIET = new Set(['described', 'reaffirmed']);

const before = (day, n) => new Date(Date.parse(day) - n * 86400000).toISOString().slice(0, 10);
const pairOf = (r) => html`<a href=${`/pair/${r.a}/${r.b}`}>${r.a_name ?? nameOf(r.a)} – ${r.b_name ?? nameOf(r.b)}</a>`;

/** Two parties lead to their pair, each of several to those it deals with. */
function parties(r) {
  const all = codes(r.parties);
  if (all.length === 2) return pairOf({ a: all[0], b: all[1] });
  return all.map((code, i) => html`${i ? ', ' : ''}<a href=${`/network/${code}`}>${nameOf(code)}</a>`);
}

const DATE = { key: 'date', title: 'Date', width: '9%', cell: (r) => html`<time>${r.date ?? r.since}</time>` };
const WHO = { key: 'pair', title: 'Pair', width: '22%', cell: (r) => (r.parties ? parties(r) : pairOf(r)) };
const WORDS = { key: 'quote', title: 'Words', width: '42%', cell: (r) => words(r) };
const LEVEL = { key: 'level', title: 'Level', cell: (r) => (r.parties ? html`${r.title ?? r.form} <b>${r.status}</b>` : html`${r.level} <b>${r.action}</b>`) };
const PACT = { key: 'title', title: 'Agreement', cell: (r) => html`${r.title ?? r.form} <b>${r.status}</b>` };

/** One kind of change: its heading, what it means, the rows. */
function Change({ id, title, about, state, columns, rows }) {
  return html`<section id=${id} class="change"><h2>${title}${about && html` <small>${about}</small>`}</h2>
    ${state.error
      ? html`<${Pending} state=${state} />`
      : html`<${Table} columns=${columns} rows=${rows} caption=${`${title} of these days`} headed stack=${id !== 'surges'} empty="None in these days." />`}
    ${state.data?.more && html`<p class="small">Only the latest ${MOST} are shown.</p>`}
  </section>`;
}

const surgeColumns = (at) => {
  const events = (key) => (r) => r[key] && html`<a href=${`/list/events?pair=${r.a},${r.b}&since=${before(at, 6)}&until=${at}`}>${r[key]}</a>`;
  const year = (r) => r.usual && html`<a href=${`/list/events?pair=${r.a},${r.b}&since=${before(at, 370)}&until=${before(at, 7)}`}>${amount(r.usual)}</a>`;
  return [
    { key: 'pair', title: 'Pair', width: '31%', cell: pairOf },
    { key: 'events', title: 'Events in 7 days', number: true, cell: events('events') },
    { key: 'usual', title: 'In a usual week', number: true, cell: year },
    { key: 'cooperation', title: 'Cooperation (+)', number: true, cell: events('cooperation') },
    { key: 'conflict', title: 'Conflict (−)', number: true, cell: events('conflict') },
  ];
};

const RUNS = [
  { key: 'started', title: 'Started', cell: (r) => html`<time>${r.started.slice(0, 16).replace('T', ' ')}</time>` },
  { key: 'command', title: 'Command' },
  { key: 'documents_new', title: 'New stories', number: true, cell: (r) => amount(r.documents_new) },
  { key: 'documents_recoded', title: 'Read anew', number: true, cell: (r) => amount(r.documents_recoded) },
  { key: 'records', title: 'Records', number: true, cell: (r) => amount(r.records) },
  { key: 'errors', title: 'Errors', number: true, cell: (r) => (r.errors ? html`<a href=${`/list/errors?id=${r.id}`}>${amount(r.errors)}</a>` : 0) },
];

/** What changed, in one line; each number leads to its table. */
function Summary({ since, at, chosen, counts }) {
  const last = chosen ? html`the day chosen (<a href=${withParams({ at: '' })}>go to the last day that was read</a>)` : 'the last day that was read';
  return html`<p class="standing">${counts.map(([id, text], i) => html`${i ? ' · ' : ''}<a href=${`#${id}`}>${text}</a>`)}</p>
    <p class="small">From ${since} to ${at}, ${last}.</p>`;
}

function News({ at, chosen, days }) {
  const since = before(at, DAYS);
  const answers = useGets([
    ['list/standings', { since, until: at, newest: 1, limit: MOST }],
    ['list/pacts', { since, until: at, newest: 1, limit: MOST }],
    ['list/surges', { at, limit: 20 }],
    ['list/runs', { newest: 1, limit: 5 }],
  ]);
  if (!answers) return html`<${Pending} state=${{}} />`;
  const [levels, pacts, surges, runs] = answers;
  const told = (levels.data?.rows ?? []).filter((r) => !QUIET.has(r.action));
  const papers = pacts.data?.rows ?? [];
  const raised = told.filter((r) => !LOWERED.has(r.action));
  const broken = [...told.filter((r) => LOWERED.has(r.action)), ...papers.filter((r) => ENDED.has(r.status))];
  const made = papers.filter((r) => !ENDED.has(r.status));
  const more = surges.data?.rows ?? [];
  const counts = [['levels', counted(raised.length, 'new level')], ['breaks', counted(broken.length, 'break')], ['agreements', counted(made.length, 'agreement')], ['surges', counted(more.length, 'surge')]];
  const sections = [
    html`<${Change} id="levels" title="New levels" about="established, restored or raised" state=${levels} columns=${[DATE, WHO, LEVEL, WORDS]} rows=${raised} />`,
    html`<${Change} id="breaks" title="Breaks" about="levels lowered or severed, agreements suspended or ended" state=${levels.error ? levels : pacts} columns=${[DATE, WHO, { ...LEVEL, title: 'What' }, WORDS]} rows=${broken} />`,
    html`<${Change} id="agreements" title="Agreements" about="announced, signed or in force since" state=${pacts} columns=${[DATE, { ...WHO, title: 'Parties' }, PACT, WORDS]} rows=${made} />`,
    html`<${Change} id="surges" title="Surges" about="at least three events in seven days, and more than twice the weekly mean of the year before plus one" state=${surges} columns=${surgeColumns(at)} rows=${more} />`,
    html`<section id="coverage" class="change"><h2>Coverage</h2>
      ${days.length ? html`<${Coverage} days=${days} />` : html`<p class="empty">No story is of ${at} or the days before.</p>`}
      ${days.length > 0 && days.at(-1).day < at && html`<p class="small">No story is of a later day than ${days.at(-1).day}.</p>`}</section>`,
    html`<section id="runs" class="change"><h2>Last runs <small>of reading, the latest first</small></h2>
      ${runs.error ? html`<${Pending} state=${runs} />` : html`<${Table} columns=${RUNS} rows=${runs.data.rows} caption="Last runs" headed empty="None." />`}</section>`,
  ];
  return html`<${Summary} since=${since} at=${at} chosen=${chosen} counts=${counts} />
    <${Growing} parts=${inParts(sections, EACH)} of=${answers} />`;
}

export default function Today({ params }) {
  useCodes();
  const state = useGet('list/days', { newest: 1, limit: 60, until: params.at });
  if (!state.data) return html`<h1>Today</h1><${Pending} state=${state} />`;
  const days = [...state.data.rows].reverse();
  const at = params.at ?? days.at(-1)?.day;
  if (!at) return html`<h1>Today</h1><p>The record is empty. <a href="/read">Read some stories</a>, or run <code>chancery read</code>.</p>`;
  return html`<h1>Today</h1>
    <p class="filters"><label>Up to <input type="date" value=${at} onChange=${(e) => go(withParams({ at: e.target.value }))} /></label></p>
    <${News} at=${at} chosen=${Boolean(params.at)} days=${days} />`;
}
