// table.js - rows of a list as a table; wide ones scroll inside their own region, which the keyboard can reach.
import { html, useEffect, useRef, useState } from '../dom.js';

/** Whether the table inside an element is wider than it is. */
function useOverflow(place, rows) {
  const [over, set] = useState(false);
  useEffect(() => {
    if (!place.current) return undefined;
    const watch = new ResizeObserver(() => place.current && set(place.current.scrollWidth > place.current.clientWidth));
    watch.observe(place.current);
    watch.observe(place.current.firstElementChild);
    return () => watch.disconnect();
  }, [rows]);
  return over;
}

/**
 * columns: [{key, title, cell?: (row) => content, number?: bool, wide?: bool, width?: '20%', head?: content in place of the
 * title, sorted?: 'ascending' or 'descending'}]; caption: what it shows; headed: a heading above says so already, the
 * caption is for who hears the page; stack: where it is narrow the last column goes below the others, for rows that end in
 * words of a story. The twin of a chart is such a table too.
 */
export function Table({ columns, rows, caption, headed = false, stack = false, empty = 'Nothing.' }) {
  const place = useRef();
  const over = useOverflow(place, rows);
  if (!rows.length) return html`<p class="empty">${empty}</p>`;
  return html`<div class="scroll" ref=${place} ...${over ? { role: 'region', 'aria-label': caption, tabindex: 0 } : {}}>
    <table role="table" class=${stack ? 'stack' : null}>
      <caption class=${headed ? 'headed' : null}><span class=${headed ? 'hidden' : null}>${caption}</span></caption>
      <thead role="rowgroup">
        <tr role="row">${columns.map((c) => html`<th role="columnheader" scope="col" class=${c.number ? 'number' : null} aria-sort=${c.sorted ?? null} style=${c.width ? { width: c.width } : null}>${c.head ?? c.title}</th>`)}</tr>
      </thead>
      <tbody role="rowgroup">
        ${rows.map((row) => html`<tr role="row">
          ${columns.map((c) => html`<td role="cell" class=${c.number ? 'number' : c.wide ? 'wide' : null}>${c.cell ? c.cell(row) : row[c.key]}</td>`)}
        </tr>`)}
      </tbody>
    </table>
  </div>`;
}
