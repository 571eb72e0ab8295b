// pair.js - how two states deal with each other: /pair/CHN/IRN?at=2023-03&period=5y
import { Pending, html, useGet, useGets, useMemo } from '../dom.js';
import { go, withParams } from '../router.js';
import { SECTIONS, Head, Section, evidence, whoOf } from '../parts/brief.js';
import { CodeField, CodeList, codeOf, nameOf, useCodes } from '../parts/codes.js';
import { Trend } from '../parts/chart.js';
import { inParts, useGrowing } from '../parts/growing.js';
import { Levels } from '../parts/levels.js';
import { Strip } from '../parts/strip.js';
import { Table } from '../parts/table.js';
import { Period, lastDay, periodOf } from '../parts/time.js';
import { amount, counted } from '../names.js';

const MOST = 1000;
const DRAWN = 500;
const NONE = [];
const VAGUE = new Set(['quarter', 'year', 'unknown']);

function Choose({ a, b, at, rows }) {
  const submit = (event) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    go(`/pair/${encodeURIComponent(codeOf(form.get('a'), rows))}/${encodeURIComponent(codeOf(form.get('b'), rows))}${location.search}`);
  };
  return html`<form class="filters" onSubmit=${submit} key=${`${a}${b}${rows.length}`}>
    <${CodeField} label="One side" name="a" value=${a && nameOf(a)} />
    <${CodeField} label="The other" name="b" value=${b && nameOf(b)} />
    <${CodeList} rows=${rows} />
    <button type="submit">Show</button>
    ${a && b && html`<label>As of <input type="date" value=${at ?? ''} onChange=${(e) => go(withParams({ at: e.target.value }))} /></label>
      ${at && html`<a class="beside" href=${withParams({ at: '' })}>As of now</a>`}
      <a class="beside" href=${`/export?pair=${a},${b}`}>Export these</a>
      <button type="button" onClick=${() => print()}>Print</button>`}
  </form>`;
}

const monthly = (r) => ({ month: r.month, events: r.events, cooperation: r.verbal_cooperation + r.material_cooperation, conflict: r.verbal_conflict + r.material_conflict });

/** The period that is looked at and the months of the first and the last thing on record; null where there is nothing. */
function usePeriod(name, months, standings) {
  return useMemo(() => {
    const all = [...months.map((r) => r.month), ...standings.map((r) => r.date.slice(0, 7))].sort();
    return all.length ? { period: periodOf(name, months, all[0], all.at(-1)), first: all[0], last: all.at(-1) } : null;
  }, [name, months, standings]);
}

/** Level, events, and cooperation and conflict over one period, one above the other. */
function OverTime({ pair, at, param, trend, told, latest, codes }) {
  const key = pair.join(',');
  const standings = useMemo(() => [...told].reverse(), [told]);
  const months = useMemo(() => trend.map(monthly), [trend]);
  const span = usePeriod(param, months, standings);
  const period = span?.period;
  const days = useGet(span && 'list/timeline', span && { pair: key, type: 'event', at, since: `${period.from}-01`, until: lastDay(span.last), newest: 1, limit: DRAWN });
  const dated = days.data?.rows ?? NONE;
  const events = useMemo(() => dated.filter((r) => r.date_start && !VAGUE.has(r.date_precision)).reverse(), [dated]);
  const levels = useMemo(
    () => standings.length > 0 && html`<${Levels} rows=${standings} period=${period} title="Level" caption="what the two call their relations, the highest at the top" evidence=${evidence} />`,
    [standings, period],
  );
  const strip = useMemo(() => {
    const vague = dated.length - events.length;
    return span && html`<${Strip} rows=${events} period=${period} title="Events" who=${(r) => whoOf(r, pair)} evidence=${evidence} rest=${days.data?.more && `/list/events?pair=${key}&since=${period.from}&until=${at ?? period.to}`} waiting=${!days.data}
      caption=${`by day${vague ? `; ${vague} of which only the year is known are not drawn` : ''}`} />`;
  }, [days.data, period, codes]);
  const bars = useMemo(
    () => months.length > 0 && html`<${Trend} rows=${months} period=${period} title="Cooperation and conflict" list=${(month) => `/list/events?pair=${key}&since=${month}&until=${month}`}
      caption=${html`events by month: <span class="sense"><i class="swatch cooperation"></i> cooperation, up (+)</span> <span class="sense"><i class="swatch conflict"></i> conflict, down and hatched (−)</span>`} />`,
    [months, period],
  );
  if (!span) return null;
  const { first, last } = span;
  const before = months.filter((r) => r.month < period.from).reduce((n, r) => n + r.events, 0);
  return html`<section class="time" aria-label="Over time">
    <${Period} period=${period} first=${first} last=${last} />
    ${levels}${strip}${bars}
    ${before > 0 && html`<p class="small">Earlier than ${period.from}: ${counted(before, 'event')}. <a href=${withParams({ period: 'all' })}>Show everything</a></p>`}
    ${latest > lastDay(last) && html`<p class="small">Later than ${last} no event is counted; what was announced, denied or done side by side stands under <a href="#timeline">What happened</a>.</p>`}
  </section>`;
}

/** With whom a state or organisation has most records. */
function Partners({ code }) {
  const state = useGet('list/relations', { actor: code, limit: 5 });
  if (!state.data?.rows.length) return null;
  const other = (r) => (r.a === code ? r.b_name ?? r.b : r.a_name ?? r.a);
  return html`<p>${nameOf(code)} has most records with ${state.data.rows.map((r, i) => html`${i ? ', ' : ''}<a href=${`/pair/${r.a}/${r.b}`}>${other(r)}</a>`)}.</p>`;
}

/** Nothing on record: with whom then? */
function Nothing({ pair, at, rows }) {
  const known = new Set(rows.map((r) => r.code));
  return html`<p>Nothing between ${pair.map(nameOf).join(' and ')} is on record${at ? html` up to ${at}. <a href=${withParams({ at: '' })}>Look at all days</a>` : '.'}</p>
    ${rows.length > 0 && pair.map((code) => (known.has(code) ? html`<${Partners} key=${code} code=${code} />` : html`<p key=${code}>No state or organisation goes by the name of <q>${code}</q>.</p>`))}`;
}

const FIRST = SECTIONS.length - 1; // what happened tells of how late the record goes, which stands above
const SHOWN = 8;
const EACH = 5;

/** The sections below the charts, some each frame. lists: their answers, the levels' and the events' from above. */
function Sections({ pair, at, lists }) {
  const draw = (section, i) => html`<${Section} key=${section.what} section=${section} state=${lists[i]} pair=${pair} at=${at} />`;
  return useGrowing(inParts(SECTIONS.map(draw), EACH), lists);
}

/** The answers to the questions of the sections in their order; the levels are the first of those that are drawn. */
function useLists(key, at, standings, happened) {
  const few = useGets(SECTIONS.slice(1, FIRST).map((s) => questionOf(s, key, at)));
  return useMemo(() => {
    if (!few || !standings || !happened) return null;
    const { data, error } = standings;
    return [{ error, data: data && { rows: data.rows.slice(0, SHOWN), more: data.more || data.rows.length > SHOWN } }, ...few, happened];
  }, [few, standings, happened]);
}

const questionOf = (section, pair, at) => [`list/${section.what}`, { pair, at, newest: 1, limit: section.limit ?? SHOWN, ...section.params }];

function Brief({ pair, params, codes }) {
  const key = pair.join(',');
  const { at, period } = params;
  const above = useGets([
    ['list/relations', { pair: key, at }],
    ['list/trend', { pair: key, at, limit: MOST, newest: 1 }],
    ['list/standings', { pair: key, at, limit: DRAWN, newest: 1 }],
    questionOf(SECTIONS[FIRST], key, at),
  ]);
  const [relation, trend, standings, happened] = above ?? NONE;
  const lists = useLists(key, at, standings, happened);
  const sections = useMemo(() => lists && html`<${Sections} pair=${pair} at=${at} lists=${lists} />`, [lists, codes]);
  if (!above) return html`<${Pending} state=${{}} />`;
  if (relation.error) return html`<${Pending} state=${relation} />`;
  if (!relation.data.rows.length) return html`<${Nothing} pair=${pair} at=${at} rows=${codes} />`;
  return html`<${Head} row=${relation.data.rows[0]} at=${at} />
    <${OverTime} pair=${pair} at=${at} param=${period} trend=${trend.data?.rows ?? NONE} told=${standings.data?.rows ?? NONE} latest=${happened.data?.rows[0]?.date_start} codes=${codes} />
    ${sections}`;
}

function Pairs() {
  const state = useGet('list/relations', { limit: 30 });
  if (!state.data) return html`<${Pending} state=${state} />`;
  const to = (key) => (r) => html`<a href=${`/pair/${r.a}/${r.b}`}>${amount(r[key])}</a>`;
  const columns = [
    { key: 'a', title: 'Pair', cell: (r) => html`<a href=${`/pair/${r.a}/${r.b}`}>${r.a_name ?? r.a} – ${r.b_name ?? r.b}</a>` },
    { key: 'level', title: 'Level' },
    { key: 'last_date', title: 'Last on record', cell: (r) => html`<time>${r.last_date}</time>` },
    { key: 'records', title: 'Records', number: true, cell: to('records') },
    { key: 'cooperation', title: 'Cooperation (+)', number: true, cell: to('cooperation') },
    { key: 'conflict', title: 'Conflict (−)', number: true, cell: to('conflict') },
  ];
  return html`<${Table} columns=${columns} rows=${state.data.rows} caption="The pairs with most records; cooperation and conflict are the events of the twelve months up to the last story on the two"
    empty=${html`No two states stand in one record yet. <a href="/read">Read some stories</a>`} />`;
}

export default function Pair({ parts, params }) {
  const rows = useCodes();
  const [a, b] = parts;
  return html`<h1>${a && b ? `${nameOf(a)} and ${nameOf(b)}` : 'Pairs'}</h1>
    <${Choose} a=${a} b=${b} at=${params.at} rows=${rows} />
    ${!a || !b ? html`<${Pairs} />` : a === b ? html`<p>Choose two that differ: both sides are ${nameOf(a)}.</p>` : html`<${Brief} key=${a + b} pair=${[a, b]} params=${params} codes=${rows} />`}`;
}
