// strip.js - the events of a pair, a mark each by its day: cooperation above the line and pointing up, conflict below it and
// pointing down, deeds filled and words hollow; what did not happen, or counts for nobody, on the line.
import { html, useEffect, useMemo, useRef, useState } from '../dom.js';
import { QUADS, when } from '../names.js';
import { Figure } from './chart.js';
import { inParts, useGrowing } from './growing.js';
import { Lines, Ticks, axisOf } from './time.js';
import { useStop, walk } from './walk.js';

const MIDDLE = 52;
const HIGH = 44;
const STEP = 11;
const MARK = 12;
const PART = 250;

const HAPPENED = new Set(['actual', 'historical']);

/** Whether an event counts as cooperation or conflict of the two: it happened, and one acts on the other. */
const sideOf = (r) => (HAPPENED.has(r.modality) && (r.forth || r.back) ? QUADS[r.quad]?.side : null) ?? 'neither';

/**
 * Where each mark stands: x in percent, y in pixels from the top. One that would cover another is put further away from the
 * line; the higher the highest pile, the closer they stand. rows in the order of their days.
 */
function pile(rows, axis, width) {
  const apart = (100 * MARK) / width;
  const ends = { cooperation: [], conflict: [], neither: [] };
  const marks = rows.map((row) => {
    const x = axis.at(row.date_start);
    const side = sideOf(row);
    const free = ends[side].findIndex((end) => x - end >= apart);
    const level = free < 0 ? ends[side].length : free;
    ends[side][level] = x;
    return { row, x, side, level };
  });
  const step = Math.min(STEP, HIGH / Math.max(1, ends.cooperation.length, ends.conflict.length));
  const away = { cooperation: -1, conflict: 1, neither: 0 };
  return marks.map((m) => ({ ...m, y: MIDDLE + away[m.side] * (8 + m.level * step) }));
}

/** The width of an element in pixels, as it is now; a usual one until it is known. */
function useWidth(place) {
  const [width, set] = useState(1000);
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => set(Math.max(100, Math.round(entry.contentRect.width))));
    watch.observe(place.current);
    return () => watch.disconnect();
  }, []);
  return width;
}

const SHAPES = { cooperation: 'M0-5 5 4H-5Z', conflict: 'M0 5 5-4H-5Z', neither: 'M-2.5 0a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0' };
const isDeed = (quad) => quad === 2 || quad === 4;

/** The sign of a mark, for the strip and its key. */
export const Shape = ({ side, deed }) => html`<svg class=${`shape ${side}`} data-deed=${deed ? '' : null} viewBox="-6 -6 12 12" width="12" height="12" aria-hidden="true"><path d=${SHAPES[side]} /></svg>`;

/** What a mark stands for, in words. */
const kindOf = (m) => (m.side === 'neither' ? (HAPPENED.has(m.row.modality) ? 'side by side' : m.row.modality) : QUADS[m.row.quad].name);
const told = (m, who) => `${when(m.row)}: ${kindOf(m)}, ${who(m.row)}, ${m.row.type}${m.row.detail ? ` (${m.row.detail})` : ''}: ${m.row.quote}`;

/** The marks, some of them each frame; those of `rows` stay while they are moved. */
function Marks({ marks, rows, who, evidence, show }) {
  const stop = useStop(marks.map((m) => m.row.id));
  const draw = (m) => {
    const { tabindex, onFocus } = stop(m.row.id);
    return html`<a class="event" key=${m.row.id} href=${evidence(m.row)} aria-label=${told(m, who)} style=${`left:${m.x}%;top:${m.y}px`} tabindex=${tabindex}
      onMouseEnter=${() => show(m)} onFocus=${() => (onFocus(), show(m))}>${Shape({ side: m.side, deed: isDeed(m.row.quad) })}</a>`;
  };
  return useGrowing(inParts(marks, PART), rows).map((part) => part.map(draw));
}

function Key() {
  return html`<span class="sense"><${Shape} side="cooperation" /> words and <${Shape} side="cooperation" deed /> deeds of cooperation (+)</span>
    <span class="sense"><${Shape} side="conflict" /> words and <${Shape} side="conflict" deed /> deeds of conflict (−)</span>
    <span class="sense"><${Shape} side="neither" /> not counted: announced, denied, side by side</span>`;
}

/**
 * rows: the pair's `timeline` of events in the period, oldest first; who: row => who acts on whom; evidence: row => the
 * address of its words; rest: the address of all, where these are only the latest; waiting: they are not there yet.
 */
export function Strip({ rows, period, title, caption, who, evidence, rest, waiting }) {
  const axis = useMemo(() => axisOf(period), [period.from, period.to]);
  const place = useRef();
  const width = useWidth(place);
  const marks = useMemo(() => pile(rows.filter((r) => r.date_start >= axis.from && r.date_start <= axis.to), axis, width), [rows, axis, width]);
  const [shown, show] = useState(null);
  const drawn = useMemo(() => html`<${Marks} marks=${marks} rows=${rows} who=${who} evidence=${evidence} show=${show} />`, [marks, who, evidence]);
  const columns = [
    { key: 'date', title: 'Date', cell: (m) => html`<time>${when(m.row)}</time>` },
    { key: 'side', title: 'Side', cell: (m) => html`<${Shape} side=${m.side} deed=${isDeed(m.row.quad)} /> ${kindOf(m)}` },
    { key: 'type', title: 'Event', cell: (m) => html`<b>${m.row.type}</b>${m.row.detail ? ` (${m.row.detail})` : ''}` },
    { key: 'who', title: 'Who', cell: (m) => who(m.row) },
    { key: 'quote', title: 'Words', cell: (m) => html`<a lang="en" href=${evidence(m.row)}>${m.row.quote}</a>` },
  ];
  return html`<${Figure} name="events" title=${title} caption=${html`${caption} <${Key} />`} columns=${columns} rows=${marks} live>
    <svg class="lines" aria-hidden="true"><${Lines} axis=${axis} /><line class="zero" x1="0" x2="100%" y1=${MIDDLE} y2=${MIDDLE} /></svg>
    <div class="plot" ref=${place} style=${{ height: `${2 * MIDDLE}px` }} onKeyDown=${walk} onMouseLeave=${() => show(null)}>
      ${drawn}
      ${!marks.length && !waiting && html`<p class="empty">No events are dated in this period.</p>`}
    </div>
    <${Ticks} axis=${axis} />
    <p class="readout" aria-hidden="true">${shown ? told(shown, who) : marks.length ? 'A mark leads to the words of its event; the arrow keys go from one to the next.' : ''}</p>
    ${rest && marks.length > 0 && html`<p class="small">Only the latest ${marks.length} are drawn, from ${marks[0].row.date_start} on. <a href=${rest}>All events of the period</a></p>`}
  <//>`;
}
