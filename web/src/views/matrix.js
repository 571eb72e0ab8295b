// matrix.js - who deals with whom, by period and measure: /matrix?measure=conflict&since=2023-01&until=2023-12&n=20
import { Pending, html, useGet, useMemo } from '../dom.js';
import { go, withParams } from '../router.js';
import { Chooser, Legend, measureOf, shade, short, written } from '../parts/measures.js';
import { Folded } from '../parts/folded.js';
import { Table } from '../parts/table.js';
import { nameOf, useCodes } from '../parts/codes.js';
import { useStop } from '../parts/walk.js';

const SIDES = [10, 20, 40, 60];
const USUAL = 20;
const MOST = 1000;
const LISTED = 200;

/** The codes with most events, and the cells between them. */
function layOut(rows, n) {
  const totals = new Map();
  for (const r of rows)
    for (const code of [r.source, r.target]) totals.set(code, (totals.get(code) ?? 0) + r.events);
  const codes = [...totals].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, n).map(([code]) => code);
  const shown = new Set(codes);
  const inside = rows.filter((r) => shown.has(r.source) && shown.has(r.target));
  return { codes, inside, cells: new Map(inside.map((r) => [`${r.source} ${r.target}`, r])) };
}

/** Moves the focus between cells with the arrow keys. */
function move(event) {
  const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
  const cell = event.target.closest('td');
  if (!step || !cell) return;
  event.preventDefault();
  let row = cell.parentElement;
  for (let column = cell.cellIndex; row; ) {
    row = step[0] ? row[step[0] < 0 ? 'previousElementSibling' : 'nextElementSibling'] : row;
    column += step[1];
    const next = row?.cells[column]?.querySelector('a');
    if (next) return next.focus();
    if (!row?.cells[column]) return;
  }
}

function Cells({ rows, measure, n, until }) {
  const { codes, inside, cells } = useMemo(() => layOut(rows, n), [rows, n]);
  const colour = useMemo(() => shade(measure, inside), [inside, measure]);
  const stop = useStop(codes.flatMap((a) => codes.map((b) => `${a} ${b}`)).filter((key) => cells.has(key)));
  const address = (a, b) => `/pair/${a}/${b}${until ? `?at=${until}` : ''}`;
  const cell = (a, b) => {
    const r = cells.get(`${a} ${b}`);
    if (!r) return html`<td class=${a === b ? 'self' : null}></td>`;
    const value = measure.value(r);
    const said = `${nameOf(a)} → ${nameOf(b)}: ${written(measure, value)}`;
    return html`<td style=${{ background: colour(r) }}><a href=${address(a, b)} aria-label=${said} title=${said} ...${stop(`${a} ${b}`)}>${short(measure, value)}</a></td>`;
  };
  return html`<figure class="cells">
    <figcaption><b>${measure.title}</b> <span>the row acts on the column; the ${codes.length} with most events. The arrow keys go from cell to cell.</span></figcaption>
    <${Legend} measure=${measure} rows=${inside} />
    <div class="scroll" role="region" aria-label="Matrix" tabindex="0">
      <table class="matrix" onKeyDown=${move}>
        <caption class="headed"><span class="hidden">${measure.title}: rows act on columns</span></caption>
        <thead><tr><td class="corner"><span aria-hidden="true">acts on →</span></td>${codes.map((c) => html`<th scope="col"><abbr title=${nameOf(c)}>${c}</abbr></th>`)}</tr></thead>
        <tbody>${codes.map((a) => html`<tr><th scope="row" title=${nameOf(a)}><span class="long">${nameOf(a)}</span> <span class="code">${a}</span></th>${codes.map((b) => cell(a, b))}</tr>`)}</tbody>
      </table>
    </div>
  </figure>`;
}

const QUADS = { verbal_cooperation: 'Words of cooperation (+)', material_cooperation: 'Deeds of cooperation (++)', verbal_conflict: 'Words of conflict (−)', material_conflict: 'Deeds of conflict (−−)', events: 'Events' };

/** The same numbers as a list; each leads to its events. */
function Twin({ rows, more, params }) {
  const period = ['since', 'until'].filter((key) => params[key]).map((key) => `&${key}=${params[key]}`).join('');
  const columns = [
    { key: 'pair', title: 'Who → whom', cell: (r) => html`<a href=${`/pair/${r.source}/${r.target}`}>${nameOf(r.source)} → ${nameOf(r.target)}</a>` },
    ...Object.entries(QUADS).map(([key, title]) => ({ key, title, number: true, cell: (r) => (r[key] ? html`<a href=${`/list/events?pair=${r.source},${r.target}${period}`}>${r[key]}</a>` : 0) })),
  ];
  const which = more || rows.length > LISTED ? `The ${LISTED} with most events` : 'All';
  return html`<${Folded} summary="The same as a list">
    <${Table} columns=${columns} rows=${rows.slice(0, LISTED)} caption=${`${which}, each direction by itself; a number leads to the events of the two in the period`} /><//>`;
}

export default function Matrix({ params }) {
  useCodes();
  const state = useGet('list/matrix', { since: params.since, until: params.until, limit: MOST });
  const measure = measureOf(params);
  const n = Math.min(100, Math.max(2, Math.round(Number(params.n)) || USUAL));
  const sizes = [...new Set([...SIDES, n])].sort((a, b) => a - b);
  return html`<h1>Matrix</h1>
    <${Chooser} params=${params}>
      <label>States <select value=${n} onChange=${(e) => go(withParams({ n: e.target.value }))}>${sizes.map((size) => html`<option value=${size}>${size}</option>`)}</select></label>
    <//>
    <${Pending} state=${state} />
    ${state.data && (state.data.rows.length
      ? html`<${Cells} rows=${state.data.rows} measure=${measure} n=${n} until=${params.until} />
        ${state.data.more && html`<p class="small">Drawn from the ${MOST.toLocaleString('en')} directions with most events; what is blank had fewer.</p>`}
        <${Twin} rows=${state.data.rows} more=${state.data.more} params=${params} />`
      : html`<p class="empty">No event between two states is on record${params.since || params.until ? ' in this period' : ''}.</p>`)}`;
}
