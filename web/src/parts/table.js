// table.js - rows of a list as a table; wide ones scroll inside their own region, which the keyboard can reach.
import { html } from '../dom.js';

/**
 * columns: [{key, title, cell?: (row) => content, number?: bool, wide?: bool, head?: content in place of the title,
 * sorted?: 'ascending' or 'descending'}]; caption: what it shows.
 * The twin of a chart is such a table too.
 */
export function Table({ columns, rows, caption, empty = 'Nothing.' }) {
  if (!rows.length) return html`<p class="empty">${empty}</p>`;
  return html`<div class="scroll" role="region" aria-label=${caption} tabindex="0">
    <table>
      <caption>${caption}</caption>
      <thead>
        <tr>${columns.map((c) => html`<th scope="col" class=${c.number ? 'number' : null} aria-sort=${c.sorted ?? null}>${c.head ?? c.title}</th>`)}</tr>
      </thead>
      <tbody>
        ${rows.map((row) => html`<tr>
          ${columns.map((c) => html`<td class=${c.number ? 'number' : c.wide ? 'wide' : null}>${c.cell ? c.cell(row) : row[c.key]}</td>`)}
        </tr>`)}
      </tbody>
    </table>
  </div>`;
}
