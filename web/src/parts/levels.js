// levels.js - the level of a pair over time: a line that steps from band to band, a band for each level it had.
import { html, useMemo } from '../dom.js';
import { Figure } from './chart.js';
import { Lines, Ticks, axisOf } from './time.js';
import { useStop, walk } from './walk.js';

const BAND = 38;
const LINE = 27;

/** What a pair is left with after something was cut or lowered is called by what was done: "alliance, suspended". */
const CUT = new Set(['severed', 'suspended', 'downgraded']);
export const heldName = (r) => (CUT.has(r.held_action) ? `${r.held_level}, ${r.held_action}` : r.held_level);

/**
 * The spans over which one level was held: [{from, until, name, rank, row}], `until` null for the last. rows: `standings`
 * in the order of time; `row` is the one that brought the level.
 */
export function spansOf(rows) {
  const spans = [];
  for (const row of rows) {
    const name = row.held_level && heldName(row);
    const last = spans.at(-1);
    if (!name || last?.name === name) continue;
    if (last) last.until = row.date;
    if (last?.from === row.date) spans.pop();
    if (spans.at(-1)?.name === name) spans.at(-1).until = null;
    else spans.push({ from: row.date, until: null, name, rank: row.held_rank ?? 0, row });
  }
  return spans;
}

/** The spans that reach into the axis, cut to it. */
const cut = (spans, axis) =>
  spans
    .filter((s) => s.from <= axis.to && (!s.until || s.until > axis.from))
    .map((s) => ({ ...s, x1: Math.max(0, axis.at(s.from)), x2: s.until && s.until < axis.to ? axis.at(s.until) : 100 }));

/** The level names of some spans, the highest first. */
function bandsOf(spans) {
  const ranks = new Map(spans.map((s) => [s.name, s.rank]));
  return [...ranks].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name]) => name);
}

function Steps({ spans, bands, axis }) {
  const y = (span) => bands.indexOf(span.name) * BAND + LINE;
  const line = spans.map((s, i) => `${i ? 'L' : 'M'}${s.x1} ${y(s)}H${s.x2}`).join('');
  return html`<svg class="steps" height=${bands.length * BAND} aria-hidden="true">
    ${bands.map((name, i) => html`<rect class="band" x="0" width="100%" y=${i * BAND} height=${BAND - 2} />`)}
    <${Lines} axis=${axis} />
    <svg viewBox=${`0 0 100 ${bands.length * BAND}`} preserveAspectRatio="none" overflow="visible"><path class="step" d=${line} /></svg>
  </svg>`;
}

/** rows: `standings` of the pair, oldest first; evidence: row => the address of its words. */
export function Levels({ rows, period, title, caption, evidence }) {
  const axis = useMemo(() => axisOf(period), [period.from, period.to]);
  const all = useMemo(() => spansOf(rows), [rows]);
  const spans = useMemo(() => cut(all, axis), [all, axis]);
  const stop = useStop(spans.filter((s) => s.from >= axis.from).map((s) => s.from));
  if (!all.length) return null;
  const bands = bandsOf(spans);
  const columns = [
    { key: 'from', title: 'From', cell: (s) => html`<time>${s.from}</time>` },
    { key: 'until', title: 'Until', cell: (s) => (s.until ? html`<time>${s.until}</time>` : 'still held') },
    { key: 'name', title: 'Level' },
    { key: 'quote', title: 'Words', cell: (s) => html`<a lang="en" href=${evidence(s.row)}>${s.row.quote}</a>` },
  ];
  return html`<${Figure} name="levels" title=${title} caption=${caption} columns=${columns} rows=${all} live>
    ${spans.length ? html`<div class="plot" onKeyDown=${walk}>
      <${Steps} spans=${spans} bands=${bands} axis=${axis} />
      ${bands.map((name, i) => html`<span class="name" aria-hidden="true" title=${name} style=${{ top: `${i * BAND}px` }}>${name}</span>`)}
      ${spans.filter((s) => s.from >= axis.from).map((s) => html`<a class="turn" href=${evidence(s.row)} aria-label=${`${s.from}: ${s.name}`} title=${`${s.from}: ${s.name}`}
        style=${{ left: `${s.x1}%`, top: `${bands.indexOf(s.name) * BAND + LINE}px` }} ...${stop(s.from)}></a>`)}
    </div>` : html`<p class="empty plot">No level is on record up to ${axis.to}.</p>`}
    <${Ticks} axis=${axis} />
  <//>`;
}
