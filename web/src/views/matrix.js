// matrix.js - who deals with whom, by period and measure: /matrix?measure=conflict&since=2023-01&until=2023-12&n=20
import { Pending, html, useGet, useMemo } from '../dom.js';
import { Chooser, measureOf, shade, written } from '../parts/measures.js';
import { Table } from '../parts/table.js';
import { nameOf, useCodes } from '../parts/codes.js';

const SIDES = 20;

/** The codes with most events, and the cells between them. */
function layOut(rows, n) {
  const totals = new Map();
  for (const r of rows)
    for (const code of [r.source, r.target]) totals.set(code, (totals.get(code) ?? 0) + r.events);
  const codes = [...totals].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, n).map(([code]) => code);
  return { codes, cells: new Map(rows.map((r) => [`${r.source} ${r.target}`, r])) };
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

function Cells({ rows, measure, n }) {
  const { codes, cells } = useMemo(() => layOut(rows, n), [rows, n]);
  const colour = useMemo(() => shade(measure, rows), [rows, measure]);
  return html`<div class="scroll" role="region" aria-label="Matrix" tabindex="0">
    <table class="matrix" onKeyDown=${move}>
      <caption>${measure.title}: rows act on columns; the ${codes.length} with most events</caption>
      <thead><tr><td></td>${codes.map((c) => html`<th scope="col"><abbr title=${nameOf(c)}>${c}</abbr></th>`)}</tr></thead>
      <tbody>${codes.map((a) => html`<tr><th scope="row"><abbr title=${nameOf(a)}>${a}</abbr></th>
        ${codes.map((b) => {
          const r = cells.get(`${a} ${b}`);
          return r
            ? html`<td style=${{ background: colour(r) }}><a href=${`/pair/${a}/${b}`} title=${`${nameOf(a)} → ${nameOf(b)}: ${written(measure, measure.value(r))}`}>${written(measure, measure.value(r))}</a></td>`
            : html`<td class=${a === b ? 'self' : null}></td>`;
        })}</tr>`)}</tbody>
    </table>
  </div>`;
}

export default function Matrix({ params }) {
  useCodes();
  const state = useGet('list/matrix', { since: params.since, until: params.until, limit: 1000 });
  const measure = measureOf(params);
  const columns = [
    { key: 'pair', title: 'Who → whom', cell: (r) => html`<a href=${`/pair/${r.source}/${r.target}`}>${nameOf(r.source)} → ${nameOf(r.target)}</a>` },
    ...['verbal_cooperation', 'material_cooperation', 'verbal_conflict', 'material_conflict', 'events'].map((key) => ({ key, title: key.replace('_', ' '), number: true })),
  ];
  return html`<h1>Matrix</h1><${Chooser} params=${params} />
    <${Pending} state=${state} />
    ${state.data && html`<${Cells} rows=${state.data.rows} measure=${measure} n=${Number(params.n) || SIDES} />
      <details><summary>The same as a list</summary><${Table} columns=${columns} rows=${state.data.rows.slice(0, 200)} caption="Ordered pairs with most events" /></details>`}`;
}
