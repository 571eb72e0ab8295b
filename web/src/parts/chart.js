// chart.js - charts as figures: a caption, the drawing, and the same numbers as a table.
import uPlot from 'uplot';
import { html, useEffect, useRef } from '../dom.js';
import { Table } from './table.js';

/** A figure with its caption and, below, its table twin. */
export function Figure({ caption, columns, rows, children }) {
  return html`<figure>
    <figcaption>${caption}</figcaption>
    <div aria-hidden="true">${children}</div>
    <details><summary>The same as a table</summary><${Table} columns=${columns} rows=${rows} caption=${caption} /></details>
  </figure>`;
}

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

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

function draw(element, months, up, down) {
  const axis = { stroke: colour('--faint'), grid: { stroke: colour('--line') }, ticks: { stroke: colour('--line') } };
  const bars = uPlot.paths.bars({ size: [0.7, 24] });
  return new uPlot(
    {
      width: element.clientWidth,
      height: 200,
      cursor: { drag: { x: false, y: false } },
      legend: { show: false },
      scales: { x: { time: true } },
      axes: [axis, { ...axis, values: (_, ticks) => ticks.map(Math.abs) }],
      series: [
        {},
        { label: 'cooperation', stroke: colour('--cooperation'), fill: colour('--cooperation'), paths: bars },
        { label: 'conflict', stroke: colour('--conflict'), fill: () => hatch(colour('--conflict')), paths: bars },
      ],
    },
    [months.map((m) => Date.UTC(+m.slice(0, 4), +m.slice(5, 7) - 1) / 1000), up, down.map((n) => -n)],
    element,
  );
}

/** Cooperation and conflict by month: rows of {month, cooperation, conflict}. */
export function Trend({ rows, caption }) {
  const place = useRef();
  useEffect(() => {
    if (!rows.length) return undefined;
    let plot;
    const make = () => {
      plot?.destroy();
      plot = draw(place.current, rows.map((r) => r.month), rows.map((r) => r.cooperation), rows.map((r) => r.conflict));
    };
    make();
    const watch = new ResizeObserver(([entry]) => Math.abs(entry.contentRect.width - plot.width) > 2 && plot.setSize({ width: entry.contentRect.width, height: 200 }));
    watch.observe(place.current);
    const theme = new MutationObserver(make);
    theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => {
      watch.disconnect();
      theme.disconnect();
      plot.destroy();
    };
  }, [rows]);
  const columns = [
    { key: 'month', title: 'Month' },
    { key: 'cooperation', title: 'Cooperation (+)', number: true },
    { key: 'conflict', title: 'Conflict (−)', number: true },
  ];
  return html`<${Figure} caption=${caption} columns=${columns} rows=${rows}><div ref=${place}></div><//>`;
}
