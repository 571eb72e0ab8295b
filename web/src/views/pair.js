// pair.js - how two states deal with each other: /pair/CHN/IRN?at=2023-03
import { html, useGet, useMemo } from '../dom.js';
import { go, withParams } from '../router.js';
import { CodeField, codeOf, nameOf, useCodes } from '../parts/codes.js';
import { Trend } from '../parts/chart.js';
import { Table } from '../parts/table.js';
import { says } from '../parts/record.js';
import { amount, when } from '../names.js';

/** The way to the words of a row: its record in its document. */
const words = (row, text, record = row.record ?? row.id) =>
  row.document ? html`<a lang="en" href=${`/document/${encodeURIComponent(row.document)}?record=${record}`}>${text ?? row.quote}</a>` : html`<span lang="en">${text ?? row.quote}</span>`;

function Choose({ a, b, rows }) {
  const submit = (event) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    go(`/pair/${codeOf(form.get('a'), rows)}/${codeOf(form.get('b'), rows)}${location.search}`);
  };
  return html`<form class="filters" onSubmit=${submit} key=${`${a}${b}${rows.length}`}>
    <${CodeField} label="One side" name="a" value=${a && nameOf(a)} rows=${rows} />
    <${CodeField} label="The other" name="b" value=${b && nameOf(b)} rows=${rows} />
    <button type="submit">Show</button>
  </form>`;
}

/** The rows of a list about the pair, newest first; shows the list when it came. */
function Section({ title, what, pair, at, limit = 8, newest = 1, columns, empty, params }) {
  const state = useGet(`list/${what}`, { pair, at, limit, newest, ...params });
  if (state.error) return html`<section><h2>${title}</h2><p class="error">${state.error.message}</p></section>`;
  if (!state.data) return null;
  if (!state.data.rows.length && !empty) return null;
  return html`<section class="part">
    <h2>${title}</h2>
    <${Table} columns=${columns} rows=${state.data.rows} caption=${title} empty=${empty} />
    ${state.data.more && html`<p class="small"><a href=${`/list/${what}?pair=${pair}${at ? `&at=${at}` : ''}`}>All of them</a></p>`}
  </section>`;
}

const DATE = { key: 'date', title: 'Date', cell: (r) => html`<time>${r.date ?? r.since ?? when(r)}</time>` };

const SECTIONS = [
  { title: 'Level, and how it came', what: 'standings', columns: [DATE, { key: 'level', title: 'Level', cell: (r) => html`<b>${r.level}</b> ${r.action}` }, { key: 'quote', title: 'Words', cell: (r) => words(r) }] },
  { title: 'Agreements', what: 'pacts', columns: [
    { key: 'since', title: 'Since' }, { key: 'title', title: 'Agreement', cell: (r) => r.title ?? r.form }, { key: 'status', title: 'State' },
    { key: 'term', title: 'Term', cell: (r) => [r.term, r.ends && `to ${r.ends}`].filter(Boolean).join(', ') }, { key: 'quote', title: 'Words', cell: (r) => words(r) }] },
  { title: 'Contacts', what: 'contacts', columns: [DATE, { key: 'mode', title: 'How', cell: (r) => r.mode ?? 'contact' }, { key: 'people', title: 'Who' }, { key: 'place', title: 'Where' }, { key: 'quote', title: 'Words', cell: (r) => words(r) }] },
  { title: 'Open promises', what: 'promises', params: { type: 'open' }, columns: [
    { key: 'date_start', title: 'Date' }, { key: 'source', title: 'Whose', cell: (r) => [r.source, r.target].filter(Boolean).join(' → ') }, { key: 'quote', title: 'Words', cell: (r) => words(r) }] },
  { title: 'Figures', what: 'figures', columns: [DATE, { key: 'measure', title: 'Figure', cell: (r) => says('figures', r) }, { key: 'quote', title: 'Words', cell: (r) => words(r) }] },
  { title: 'Statements about each other', what: 'statements', columns: [DATE, { key: 'speaker_name', title: 'Who', cell: (r) => html`${r.speaker_name ?? r.speaker} ${r.verb}` }, { key: 'content', title: 'Words', cell: (r) => html`<q lang="en">${words(r, r.content)}</q>` }] },
  { title: 'Contradictions between tellings', what: 'contradictions', columns: [{ key: 'field', title: 'Of' }, { key: 'value', title: 'One says', cell: (r) => words(r, r.value) }, { key: 'other_value', title: 'Another', cell: (r) => words({ ...r, document: r.other_document }, r.other_value, r.other) }] },
  { title: 'Accusations and denials', what: 'denials', columns: [{ key: 'date_start', title: 'Date' }, { key: 'accusation', title: 'Accusation', cell: (r) => words(r, r.accusation) }, { key: 'denial', title: 'Denial', cell: (r) => words(r, r.denial, r.denial_record) }] },
  { title: 'What happened', what: 'timeline', params: { type: 'event' }, limit: 20, columns: [
    DATE, { key: 'type', title: 'Event', cell: (r) => html`<b>${r.type}</b>${r.detail ? ` (${r.detail})` : ''} ${r.codes?.replaceAll(';', ', ')}` },
    { key: 'modality', title: 'Said to be' }, { key: 'tellings', title: 'Told', number: true, cell: (r) => `${amount(r.tellings)} ×` }, { key: 'quote', title: 'Words', cell: (r) => words(r) }] },
];

function Head({ row, at }) {
  return html`<p class="standing">${row.level ? html`<b>${row.level}</b> (${row.level_action} ${row.level_since ?? ''})` : 'No level is on record'}
      · ${row.pacts_in_force} agreements in force · ${row.open_promises} open promises · last contact ${row.last_contact ?? 'unknown'} ${row.last_contact_mode ?? ''}</p>
    <p class="small">${row.records} records in ${row.documents} documents, ${row.first_date} to ${row.last_date}${at ? `, as of ${at}` : ''}</p>`;
}

function Brief({ pair, a, b, at }) {
  const state = useGet('list/relations', { pair, at });
  const trend = useGet('list/trend', { pair, at, limit: 1000 });
  const months = useMemo(
    () => (trend.data?.rows ?? []).map((r) => ({ month: r.month, cooperation: r.verbal_cooperation + r.material_cooperation, conflict: r.verbal_conflict + r.material_conflict })),
    [trend.data],
  );
  if (state.error) return html`<p class="error" role="alert">${state.error.message}</p>`;
  if (!state.data) return html`<p class="waiting" role="status">Loading …</p>`;
  if (!state.data.rows.length) return html`<p>Nothing between ${nameOf(a)} and ${nameOf(b)} is on record.</p>`;
  return html`<${Head} row=${state.data.rows[0]} at=${at} />
    ${months.length > 0 && html`<${Trend} rows=${months} caption=${`Events of cooperation (up) and conflict (down, hatched) between ${nameOf(a)} and ${nameOf(b)}, by month`} />`}
    ${SECTIONS.map((section) => html`<${Section} key=${section.what} pair=${pair} at=${at} ...${section} />`)}`;
}

function Pairs() {
  const state = useGet('list/relations', { limit: 30 });
  if (!state.data) return html`<p class="waiting" role="status">Loading …</p>`;
  const columns = [
    { key: 'a', title: 'Pair', cell: (r) => html`<a href=${`/pair/${r.a}/${r.b}`}>${r.a_name ?? r.a} – ${r.b_name ?? r.b}</a>` },
    { key: 'level', title: 'Level' },
    { key: 'last_date', title: 'Last on record' },
    { key: 'records', title: 'Records', number: true },
    { key: 'cooperation', title: 'Cooperation (+)', number: true },
    { key: 'conflict', title: 'Conflict (−)', number: true },
  ];
  return html`<${Table} columns=${columns} rows=${state.data.rows} caption="Pairs with most records" empty="The store has no pairs yet." />`;
}

export default function Pair({ parts, params }) {
  const rows = useCodes();
  const [a, b] = parts;
  return html`<h1>${a && b ? `${nameOf(a)} and ${nameOf(b)}` : 'Pairs'}</h1>
    <${Choose} a=${a} b=${b} rows=${rows} />
    ${a && b && html`<p class="filters"><label>As of <input type="date" value=${params.at ?? ''} onChange=${(e) => go(withParams({ at: e.target.value }))} /></label> <a href=${`/export?pair=${a},${b}`}>Export these</a></p>`}
    ${a && b ? html`<${Brief} key=${a + b} pair=${`${a},${b}`} a=${a} b=${b} at=${params.at} />` : html`<${Pairs} />`}`;
}
