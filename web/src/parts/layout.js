// layout.js - places for the actors of a network: the one it is around in the middle, who deals more with each other
// closer. The same data give the same picture: nothing is random, and the number of steps is fixed.
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from 'd3-force';
import { inSlices } from './slices.js';

const STEPS = 240;
const GOLDEN = Math.PI * (3 - Math.sqrt(5));
const MANY = 120;

/**
 * What is drawn: the actor and the `most - 1` with whom it has most events, and the pairs among them.
 * rows: as list/network gives them. {nodes: [{id, events (with the actor), rank}], links: [{a, b, row}]}.
 */
export function graphOf(rows, actor, most) {
  const nodes = new Map([[actor, { id: actor, events: 0, rank: 0 }]]);
  for (const { a, b, events } of rows) {
    if ((a !== actor && b !== actor) || nodes.size >= most) continue;
    const id = a === actor ? b : a;
    nodes.set(id, { id, events, rank: nodes.size });
  }
  const links = rows.filter((row) => nodes.has(row.a) && nodes.has(row.b)).map((row) => ({ a: row.a, b: row.b, row }));
  return { nodes: [...nodes.values()], links };
}

/** Near for many events, on a scale of tenfolds. */
const distance = (events, most) => 150 - 105 * (Math.log1p(events) / Math.log1p(most));

/** The graph with x and y for each node, worked out in short pieces; null when `signal` gives it up. */
export async function settle({ nodes, links }, signal) {
  const placed = nodes.map((n, i) => ({ ...n, x: 30 * Math.sqrt(i) * Math.cos(GOLDEN * i), y: 22 * Math.sqrt(i) * Math.sin(GOLDEN * i) }));
  const [middle] = placed;
  Object.assign(middle, { fx: 0, fy: 0 });
  const most = Math.max(1, ...links.map((l) => l.row.events));
  const own = (l) => l.row.a === middle.id || l.row.b === middle.id;
  const pulls = links.map((l) => ({ source: l.a, target: l.b, row: l.row }));
  const simulation = forceSimulation(placed)
    .force('link', forceLink(pulls).id((n) => n.id).distance((l) => distance(l.row.events, most)).strength((l) => (own(l) ? 0.15 : 0.04)))
    .force('push', forceManyBody().strength(nodes.length > MANY ? -110 : -340).distanceMax(600))
    .force('apart', forceCollide((n) => (nodes.length > MANY ? 17 : 26) + (n.rank === 0 ? 18 : 0)))
    .force('x', forceX(0).strength(0.03))
    .force('y', forceY(0).strength(nodes.length > MANY ? 0.14 : 0.075))
    .stop();
  if (!(await inSlices(Array(STEPS).fill(0), () => simulation.tick(), signal))) return null;
  return { nodes: placed.map(({ id, events, rank, x, y }) => ({ id, events, rank, x: Math.round(x * 10) / 10, y: Math.round(y * 10) / 10 })), links };
}

const LINE = 15;

/**
 * Which name fits: for each node (the one in the middle first, which always has its name; then the most important; with x, y and r in pixels) 'long', 'short' or 'none', so that
 * no name lies on another or on the circle of a more important node. names:
 * (node) => [long, short]; widthOf: (name) => pixels.
 */
export function labelsOf(nodes, names, widthOf) {
  const taken = [];
  const meets = (box) => taken.some((t) => t[0] < box[2] && box[0] < t[2] && t[1] < box[3] && box[1] < t[3]);
  return nodes.map((n, i) => {
    const top = n.y + n.r + 1;
    const boxes = names(n).map((name) => {
      const half = widthOf(name) / 2 + 2;
      return [n.x - half, top, n.x + half, top + LINE];
    });
    taken.push([n.x - n.r, n.y - n.r, n.x + n.r, n.y + n.r]);
    const fits = i === 0 ? 0 : boxes.findIndex((box) => !meets(box));
    if (fits < 0) return 'none';
    taken.push(boxes[fits]);
    return ['long', 'short'][fits];
  });
}
