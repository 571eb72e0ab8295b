// chart.js - charts as figures: a caption, the drawing, and the same numbers as a table.
import uPlot from 'uplot';
import { html, useEffect, useMemo, useRef, useState } from '../dom.js';
import { go } from '../router.js';
import { counted } from '../names.js';
import { Folded } from './folded.js';
import { Table } from './table.js';
import { Lines, Ticks, axisOf, monthsOf } from './time.js';

/**
 * A figure with its caption and, below, its table twin. `live`: the drawing has links of its own; else it says nothing
 * to who cannot see it, and the table does.
 */
export function Figure({ title, caption, name, columns, rows, live = false, children }) {
  return html`<figure class=${`chart ${name}`}>
    <figcaption><b>${title}</b> <span>${caption}</span></figcaption>
    <div class="drawing" aria-hidden=${live ? null : 'true'}>${children}</div>
    <${Folded} summary="The same as a table"><${Table} columns=${columns} rows=${rows} caption=${`${title}, as a table`} headed stack=${columns.at(-1).key === 'quote'} /><//>
  </figure>`;
}

const HEIGHT = 160;
const PRINTED = 640;
const WHOLE = [1, 2, 5].flatMap((n) => Array.from({ length: 9 }, (_, i) => n * 10 ** i)).sort((a, b) => a - b);

/** The colours of the page, or those of paper. */
const colour = (name, paper) => getComputedStyle(paper ? document.querySelector('.on-paper') : document.documentElement).getPropertyValue(name).trim();

/** Bars above the line for cooperation, hatched bars below it for conflict: told by side and texture too. */
function hatch(fill) {
  const tile = document.createElement('canvas');
  tile.width = tile.height = 6;
  const pen = tile.getContext('2d');
  pen.strokeStyle = fill;
  pen.lineWidth = 2;
  for (const shift of [-6, 0, 6]) {
    pen.moveTo(shift, 6);
    pen.lineTo(shift + 6, 0);
  }
  pen.stroke();
  return pen.createPattern(tile, 'repeat');
}

/** The line between the two sides. */
function zero(plot, stroke) {
  const y = Math.round(plot.valToPos(0, 'y', true)) + 0.5;
  plot.ctx.strokeStyle = stroke;
  plot.ctx.lineWidth = 1;
  plot.ctx.beginPath();
  plot.ctx.moveTo(plot.bbox.left, y);
  plot.ctx.lineTo(plot.bbox.left + plot.bbox.width, y);
  plot.ctx.stroke();
}

/** "+2", "−2": the side by its sign. */
const compact = new Intl.NumberFormat('en', { notation: 'compact', signDisplay: 'exceptZero' });
const signed = (n) => compact.format(n).replace('-', '−');

const highest = (rows, side) => Math.max(1, ...rows.map((r) => r[side]));

/** Draws into `element`, which is as wide as the axis and its gutter (--gutter in the styles: 36 pixels). */
function draw(element, rows, axis, { width, paper, onMonth }) {
  const starts = rows.map((r) => Date.parse(`${r.month}-01`) / 1000);
  const bars = uPlot.paths.bars({ size: [0.8, 24], align: 1 });
  const line = { stroke: colour('--grid', paper), width: 1 };
  const side = (label, ink, fill) => ({ label, stroke: ink, fill, width: 1, paths: bars, points: { show: false } });
  return new uPlot(
    {
      width,
      height: HEIGHT,
      padding: [8, 8, 8, 0],
      cursor: { drag: { x: false, y: false }, y: false, points: { show: false } },
      legend: { show: false },
      scales: {
        x: { time: false, range: [Date.parse(axis.from) / 1000, Date.parse(axis.to) / 1000 + 86400] },
        y: { range: [-highest(rows, 'conflict'), highest(rows, 'cooperation')] },
      },
      axes: [
        { show: false },
        { size: 36, gap: 6, stroke: colour('--faint', paper), grid: line, ticks: { show: false }, incrs: WHOLE, space: 24, values: (_, ticks) => ticks.map(signed) },
      ],
      series: [
        {},
        side('cooperation', colour('--cooperation', paper), colour('--cooperation', paper)),
        side('conflict', colour('--conflict', paper), () => hatch(colour('--conflict', paper))),
      ],
      hooks: {
        draw: [(plot) => zero(plot, colour('--faint', paper))],
        setCursor: [(plot) => onMonth(rows[plot.cursor.idx] ?? null)],
      },
    },
    [starts, rows.map((r) => r.cooperation || null), rows.map((r) => -r.conflict || null)],
    element,
  );
}

/** A plot that follows the width of its place, the theme, and goes to paper in the colours of paper. */
function usePlot(place, rows, axis, onMonth) {
  useEffect(() => {
    let plot;
    const make = (width, paper) => {
      plot?.destroy();
      plot = draw(place.current, rows, axis, { width, paper, onMonth });
    };
    const onScreen = () => make(place.current.clientWidth, false);
    const onPaper = () => make(PRINTED, true);
    onScreen();
    const watch = new ResizeObserver(([entry]) => Math.abs(entry.contentRect.width - plot.width) > 2 && plot.setSize({ width: entry.contentRect.width, height: HEIGHT }));
    watch.observe(place.current);
    const theme = new MutationObserver(onScreen);
    theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    const dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', onScreen);
    addEventListener('beforeprint', onPaper);
    addEventListener('afterprint', onScreen);
    return () => {
      watch.disconnect();
      theme.disconnect();
      dark.removeEventListener('change', onScreen);
      removeEventListener('beforeprint', onPaper);
      removeEventListener('afterprint', onScreen);
      plot.destroy();
    };
  }, [rows, axis]);
}

/**
 * Cooperation and conflict by month of a period. rows: {month, cooperation, conflict}; list: month => the address of its
 * events, to which a bar and each number of the table lead.
 */
export function Trend({ rows, period, title, caption, list }) {
  const place = useRef();
  const [month, show] = useState(null);
  const axis = useMemo(() => axisOf(period), [period.from, period.to]);
  const all = useMemo(() => {
    const known = new Map(rows.map((r) => [r.month, r]));
    return monthsOf(period).map((m) => known.get(m) ?? { month: m, cooperation: 0, conflict: 0 });
  }, [rows, axis]);
  usePlot(place, all, axis, show);
  const number = (key, name) => ({ key, title: name, number: true, cell: (r) => (r[key] ? html`<a href=${list(r.month)}>${r[key]}</a>` : 0) });
  const columns = [{ key: 'month', title: 'Month' }, number('cooperation', 'Cooperation (+)'), number('conflict', 'Conflict (−)')];
  const told = month && (month.cooperation || month.conflict);
  return html`<${Figure} name="trend" title=${title} caption=${caption} columns=${columns} rows=${all.filter((r) => r.cooperation || r.conflict)}>
    <span class="on-paper"></span>
    <svg class="lines"><${Lines} axis=${axis} /></svg>
    <div class="plot" ref=${place} data-leads=${told ? '' : null} onClick=${() => told && go(list(month.month))}></div>
    <${Ticks} axis=${axis} />
    <p class="readout">${month ? `${month.month}: ${counted(month.cooperation, 'event')} of cooperation, ${month.conflict || 'none'} of conflict` : 'A bar leads to the events of its month.'}</p>
  <//>`;
}

