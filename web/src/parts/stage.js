// stage.js - a drawing that can be moved, made larger and walked through: by mouse, by touch and by keys. It is one stop of
// the Tab key; inside it the arrows go from spot to spot. Wheel and one finger are left to the page until it is made larger.
import { select } from 'd3-selection';
import { zoom, zoomIdentity, zoomTransform } from 'd3-zoom';
import { html, useEffect, useRef } from '../dom.js';

const LARGER = 1.5;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * The spot that one comes to from another in a direction: near, and more ahead than aside. Every spot lies ahead of a
 * neighbour in one of the four directions.
 */
export function nearest(spots, from, [dx, dy]) {
  let best = null;
  let least = Infinity;
  for (const spot of spots) {
    const ahead = (spot.x - from.x) * dx + (spot.y - from.y) * dy;
    const aside = Math.abs((spot.x - from.x) * dy - (spot.y - from.y) * dx);
    const cost = ahead + 2 * aside;
    if (spot === from || ahead <= 0 || aside > ahead * 1.2 || cost >= least) continue;
    best = spot;
    least = cost;
  }
  return best;
}

/** The spot that a key leads to: by direction, or by rank (the first, the last, the next, the one before). */
function goal(spots, from, key) {
  if (ARROWS[key]) return nearest(spots, from, ARROWS[key]);
  const ranked = [...spots].sort((a, b) => a.rank - b.rank);
  const here = ranked.indexOf(from);
  return ranked[{ Home: 0, End: ranked.length - 1, PageDown: here + 1, PageUp: here - 1 }[key]] ?? null;
}

/** Wheel only with Ctrl, one finger only when there is something outside the frame: else the page scrolls. */
function wanted(event) {
  if (event.type === 'wheel') return event.ctrlKey || event.metaKey;
  if (event.type === 'touchstart') return event.touches.length > 1 || zoomTransform(this).k > 1;
  return !event.button && !event.ctrlKey;
}

/**
 * Moving and zooming. --px on the drawing is the length of a pixel of the screen in its units: marks that keep their size
 * are scaled by it. arrange(drawing, px) is called when it changes.
 */
function useZoom({ svg, inner, box, bounds, most, arrange }) {
  const z = useRef();
  const arranged = useRef();
  arranged.current = arrange;
  const draw = useRef();
  useEffect(() => {
    const frame = svg.current;
    let last = 0;
    let asked = 0;
    draw.current = (anew) => {
      cancelAnimationFrame(asked);
      const { x, y, k } = zoomTransform(frame);
      const px = 1 / (k * Math.min(frame.clientWidth / box[2], frame.clientHeight / box[3]));
      inner.current.setAttribute('transform', `translate(${x},${y}) scale(${k})`);
      frame.dataset.zoomed = k > 1;
      if (!Number.isFinite(px) || (px === last && anew !== true)) return;
      last = px;
      inner.current.style.setProperty('--px', px);
      arranged.current?.(inner.current, px);
    };
    z.current = zoom().scaleExtent([1, most]).translateExtent(bounds).duration(0).filter(wanted).on('zoom', () => {
      cancelAnimationFrame(asked);
      asked = requestAnimationFrame(draw.current);
    });
    select(frame).call(z.current).call(z.current.transform, zoomIdentity);
    const watch = new ResizeObserver(draw.current);
    watch.observe(frame);
    return () => {
      cancelAnimationFrame(asked);
      watch.disconnect();
      select(frame).on('.zoom', null);
    };
  }, [box, bounds]);
  useEffect(() => draw.current?.(true));
  const act = (what, ...values) => select(svg.current).call(z.current[what], ...values);
  return {
    by: (factor, at) => act('scaleBy', factor, at && zoomTransform(svg.current).apply([at.x, at.y])),
    reset: () => act('transform', zoomIdentity),
    move: ([dx, dy]) => act('translateBy', (-dx * box[2]) / 8 / zoomTransform(svg.current).k, (-dy * box[3]) / 8 / zoomTransform(svg.current).k),
    /** Moves a spot into the frame, if it is outside. */
    show: ({ x, y }) => {
      const [sx, sy] = zoomTransform(svg.current).apply([x, y]);
      const inside = sx > box[0] && sx < box[0] + box[2] && sy > box[1] && sy < box[1] + box[3];
      if (!inside) act('translateTo', x, y);
    },
  };
}

function Tools({ view }) {
  const button = (name, sign, press, extra) => html`<button type="button" tabindex="-1" aria-label=${name} title=${name} class=${extra} onClick=${press}>${sign}</button>`;
  return html`<div class="tools" role="group" aria-label="Move and zoom">
    ${button('Left', '←', () => view.move([-1, 0]), 'move')}${button('Up', '↑', () => view.move([0, -1]), 'move')}
    ${button('Down', '↓', () => view.move([0, 1]), 'move')}${button('Right', '→', () => view.move([1, 0]), 'move')}
    ${button('Smaller', '−', () => view.by(1 / LARGER))}${button('Larger', '+', () => view.by(LARGER))}${button('Whole', '0', () => view.reset())}
  </div>`;
}

/**
 * spots: [{id, x, y, rank, layer}], each with a link in the drawing (children) that has data-spot=id and tabindex -1; the
 * arrows stay within a layer. An element with data-says is told when it has the focus or the pointer. keys: {key: (spot) =>
 * what to do}. choose(id or null): the spot with the focus or the pointer. start: the id that has the focus first; take: it
 * gets the focus at once.
 */
export function Stage({ name, label, help, box, bounds, most = 16, spots, keys = {}, start, take, arrange, choose, children }) {
  const svg = useRef();
  const inner = useRef();
  const told = useRef();
  const ring = useRef();
  const at = useRef(null);
  const view = useZoom({ svg, inner, box, bounds, most, arrange });
  const linkOf = (id) => svg.current.querySelector(`[data-spot="${CSS.escape(id)}"]`);
  const spotOf = (element) => spots.find((s) => s.id === element?.closest?.('[data-spot]')?.dataset.spot);

  const stop = (spot) => {
    if (at.current !== spot?.id) (at.current && linkOf(at.current))?.setAttribute('tabindex', -1);
    at.current = spot?.id ?? null;
    if (spot) linkOf(spot.id)?.setAttribute('tabindex', 0);
  };
  useEffect(() => {
    const spot = spots.find((s) => s.id === at.current) ?? spots.find((s) => s.id === start) ?? spots[0];
    stop(spot);
    if (take && spot) linkOf(spot.id)?.focus({ preventScroll: true });
  }, [spots]);

  const tell = (element) => {
    const says = element?.closest?.('[data-says]')?.dataset.says;
    if (says && told.current.textContent !== says) told.current.textContent = says;
    choose?.(spotOf(element)?.id ?? null, svg.current);
  };
  const focused = (event) => {
    const spot = spotOf(event.target);
    if (!spot) return;
    stop(spot);
    view.show(spot);
    const link = linkOf(spot.id);
    ring.current.dataset.on = link.matches(':focus-visible');
    ring.current.querySelector('g').setAttribute('transform', `translate(${spot.x},${spot.y})`);
    ring.current.querySelector('path').setAttribute('d', link.querySelector('path')?.getAttribute('d') ?? '');
    tell(link);
  };
  const left = (event) => {
    if (!svg.current || svg.current.contains(event.relatedTarget)) return; // null: the whole picture goes
    ring.current.dataset.on = false;
    choose?.(null, svg.current);
  };
  const pressed = (event) => {
    const spot = spotOf(event.target);
    const { key, shiftKey } = event;
    if (!spot || event.ctrlKey || event.metaKey || event.altKey) return;
    const acts = {
      '+': () => view.by(LARGER, spot),
      '=': () => view.by(LARGER, spot),
      '-': () => view.by(1 / LARGER, spot),
      0: () => view.reset(),
      Escape: () => svg.current.closest('figure').querySelector(':scope > details > summary')?.focus(),
      ...Object.fromEntries(Object.entries(keys).map(([k, act]) => [k, () => act(spot)])),
    };
    const layer = spots.filter((s) => s.layer === spot.layer);
    const to = shiftKey || acts[key] ? null : goal(layer, spot, key);
    if (shiftKey && ARROWS[key]) view.move(ARROWS[key]);
    else if (acts[key]) acts[key]();
    else if (to) linkOf(to.id).focus({ preventScroll: true });
    else if (!ARROWS[key]) return;
    event.preventDefault();
  };
  return html`<div class="stage">
    <svg class=${name} ref=${svg} viewBox=${box.join(' ')} role="group" aria-label=${label} aria-describedby=${`${name}-help`} onKeyDown=${pressed}
      onFocusIn=${focused} onFocusOut=${left} onPointerOver=${(e) => tell(e.target)} onPointerLeave=${() => choose?.(null, svg.current)}>
      <g ref=${inner}>${children}<g class="ring" ref=${ring} aria-hidden="true"><path /><g><circle class="mark" r="13" /></g></g></g>
    </svg>
    <div class="below"><p class="told" role="status" ref=${told}></p><${Tools} view=${view} /></div>
    <details class="help"><summary>Keys</summary><p id=${`${name}-help`}>${help}</p></details>
  </div>`;
}
