// network.js - who deals with an actor, and they with each other: /network/CHN?since=&until=&n=60
import { Pending, html, useEffect, useGet, useMemo, useState } from '../dom.js';
import { query } from '../api.js';
import { go, withParams } from '../router.js';
import { CodeField, CodeList, codeOf, nameOf, useCodes } from '../parts/codes.js';
import { Folded } from '../parts/folded.js';
import { inParts, useGrowing } from '../parts/growing.js';
import { graphOf, labelsOf, settle } from '../parts/layout.js';
import { Period } from '../parts/period.js';
import { Stage } from '../parts/stage.js';
import { Table } from '../parts/table.js';
import { amount } from '../names.js';

const SIZES = [20, 60, 120, 250, 500];
const USUAL = 60;
const MOST_ROWS = 1000;
const FEW_LINKS = 150;
const PART = 200;
const MARGIN = 46;
const HELP =
  'In the picture: arrow keys go to the next actor in that direction, Page Down and Page Up to the one with fewer or more events, Enter puts it in the middle, P opens the pair it makes with the one in the middle, Escape leaves. + and − make it larger and smaller, 0 shows all, Shift and arrows move it. A line opens its pair. Wheel with Ctrl, or two fingers, zoom too.';

const events = (n) => `${amount(n)} ${n === 1 ? 'event' : 'events'}`;
/** More conflict than cooperation. */
const hostile = (row) => row.conflict > row.cooperation;
const sides = (row) => `${events(row.events)}, +${amount(row.cooperation)} of cooperation, −${amount(row.conflict)} of conflict`;
const thickness = (n, most) => 1 + 7 * Math.sqrt(n / most);
const pairOf = (a, b, until) => `/pair/${a}/${b}${query({ at: until })}`;

/** The graph in its places, null until they are found. `tall`: for a frame that is higher than wide. */
function usePlaces(graph, tall) {
  const [settled, set] = useState({});
  useEffect(() => {
    const control = new AbortController();
    settle(graph, control.signal).then((places) => places && set({ graph, places }));
    return () => control.abort();
  }, [graph]);
  return useMemo(() => {
    if (settled.graph !== graph) return null;
    const nodes = settled.places.nodes.map((n) => (tall ? { ...n, x: n.y, y: n.x } : n));
    return { nodes, links: settled.places.links };
  }, [settled, graph, tall]);
}

function useTall() {
  const narrow = matchMedia('(max-width: 40rem)');
  const [tall, set] = useState(narrow.matches);
  useEffect(() => {
    const change = () => set(narrow.matches);
    narrow.addEventListener('change', change);
    return () => narrow.removeEventListener('change', change);
  }, []);
  return tall;
}

function frameOf(nodes) {
  const [left, right] = [Math.min, Math.max].map((f) => f(...nodes.map((n) => n.x)));
  const [top, bottom] = [Math.min, Math.max].map((f) => f(...nodes.map((n) => n.y)));
  return [left - MARGIN, top - MARGIN, right - left + 2 * MARGIN, bottom - top + 2 * MARGIN];
}

const radiusOf = (node, most, many) => (node.rank === 0 ? 15 : (many ? 3.5 : 6) + (many ? 7 : 10) * Math.sqrt(node.events / most));

function Line({ link, at, most, period, reach }) {
  const { a, b, row } = link;
  const ends = { x1: at.get(a).x, y1: at.get(a).y, x2: at.get(b).x, y2: at.get(b).y };
  const kind = hostile(row) ? 'conflict' : 'cooperation';
  return html`<a href=${pairOf(a, b, period.until)} tabindex="-1" data-a=${a} data-b=${b} data-says=${`${nameOf(a)} and ${nameOf(b)}: ${sides(row)}`}>
    ${reach && html`<line class="reach" ...${ends} />`}<line class=${kind} ...${ends} stroke-width=${thickness(row.events, most)} /></a>`;
}

/** The sign of conflict in the middle of a line. */
function Sign({ link, at }) {
  const [one, other] = [at.get(link.a), at.get(link.b)];
  return html`<g class="sign" transform=${`translate(${(one.x + other.x) / 2},${(one.y + other.y) / 2})`}><g class="mark"><circle r="7" /><text y="4.5">−</text></g></g>`;
}

function Node({ node, row, actor, r, period, n }) {
  const name = nameOf(node.id);
  const says = node.id === actor ? `${name}, in the middle` : `${name}: ${sides(row)} with ${nameOf(actor)}${row.level ? `; ${row.level}` : ''}`;
  return html`<a href=${`/network/${node.id}${query({ ...period, n })}`} aria-label=${name} tabindex="-1" data-spot=${node.id} data-says=${says} class=${node.id === actor ? 'middle' : null}>
    <g transform=${`translate(${node.x},${node.y})`}><g class="mark"><circle r=${r} /><text class="long" y=${r + 12}>${name}</text><text class="short" y=${r + 12}>${node.id}</text></g></g></a>`;
}

/** Lines of the chosen one in front, the others faint. */
function choose(id, svg) {
  svg.toggleAttribute('data-chosen', id !== null);
  if (id !== null) for (const line of svg.querySelectorAll('a[data-a]')) line.toggleAttribute('data-on', line.dataset.a === id || line.dataset.b === id);
}

let pen;

/** How wide a name is, in the type of the picture. */
function widthOf(name) {
  if (!pen) {
    pen = document.createElement('canvas').getContext('2d');
    pen.font = `500 12px ${getComputedStyle(document.documentElement).getPropertyValue('--sans')}`;
  }
  return pen.measureText(name).width;
}

/** The lines, the thickest on top, a few hundred at a time. */
function Lines({ links, at, most, period }) {
  const few = links.length <= FEW_LINKS;
  const parts = useMemo(() => {
    const lines = [...links].reverse().map((l) => html`<${Line} key=${`${l.a} ${l.b}`} link=${l} at=${at} most=${most} period=${period} reach=${few} />`);
    return inParts(lines, PART).map((part, i) => html`<g key=${i}>${part}</g>`);
  }, [links, at, most, period.since, period.until]);
  return html`<g class=${few ? 'lines' : 'lines many'} aria-hidden="true">${useGrowing(parts)}
    ${few && links.filter((l) => hostile(l.row)).map((l) => html`<${Sign} key=${`${l.a} ${l.b} sign`} link=${l} at=${at} />`)}</g>`;
}

/** Enter was pressed on a node: the focus stays in the picture when it is drawn anew around that one. */
let entered = false;

function Graph({ graph, actor, period, n }) {
  const places = usePlaces(graph, useTall());
  const drawn = useMemo(() => places && { box: frameOf(places.nodes), at: new Map(places.nodes.map((node) => [node.id, node])) }, [places]);
  const bounds = useMemo(() => drawn && [[drawn.box[0], drawn.box[1]], [drawn.box[0] + drawn.box[2], drawn.box[1] + drawn.box[3]]], [drawn]);
  if (!places) return html`<p class="waiting stage-waits" role="status">Arranging ${graph.nodes.length} actors …</p>`;
  const { nodes, links } = places;
  const most = Math.max(1, ...links.map((l) => l.row.events));
  const mostOwn = Math.max(1, ...nodes.map((node) => node.events));
  const withActor = new Map(links.filter((l) => l.a === actor || l.b === actor).map((l) => [l.a === actor ? l.b : l.a, l.row]));
  const radius = (node) => radiusOf(node, mostOwn, nodes.length > 120);
  const arrange = (drawing, px) => {
    const found = labelsOf(nodes.map((node) => ({ id: node.id, x: node.x / px, y: node.y / px, r: radius(node) })), (node) => [nameOf(node.id), node.id], widthOf);
    nodes.forEach((node, i) => (drawing.querySelector(`[data-spot="${CSS.escape(node.id)}"]`).dataset.label = found[i]));
  };
  const take = entered;
  entered = false;
  const pressed = (event) => {
    const spot = event.target.closest('[data-spot]')?.dataset.spot;
    entered = event.key === 'Enter' && spot !== undefined && spot !== actor;
  };
  return html`<div onKeyDown=${pressed}>
    <${Stage} name="network" label=${`Network around ${nameOf(actor)}; the list below has the same`} help=${HELP} box=${drawn.box} bounds=${bounds} spots=${nodes} start=${actor} take=${take}
      keys=${{ p: (node) => node.id !== actor && go(pairOf(actor, node.id, period.until)) }} arrange=${arrange} choose=${choose}>
      <${Lines} links=${links} at=${drawn.at} most=${most} period=${period} />
      ${[...nodes].reverse().map((node) => html`<${Node} key=${node.id} node=${node} row=${withActor.get(node.id)} actor=${actor} r=${radius(node)} period=${period} n=${n} />`)}
    <//></div>`;
}

/** What lines and circles mean. */
function Key({ links, actor }) {
  const most = Math.max(1, ...links.map((l) => l.row.events));
  const widths = [...new Set([1, Math.round(most / 4), most])].filter((n) => n > 0);
  const line = (kind, width, text) => html`<li><svg width="44" height="16" aria-hidden="true"><line class=${kind} x1="2" x2="42" y1="8" y2="8" stroke-width=${width} /></svg> ${text}</li>`;
  return html`<ul class="key" aria-label="Lines and circles">${widths.map((n) => line('cooperation', thickness(n, most), events(n)))}
    ${line('cooperation', 3, '+ solid: cooperation')}${line('conflict', 3, '− dashed: more conflict than cooperation')}
    <li><svg width="34" height="26" aria-hidden="true"><circle cx="7" cy="13" r="5" /><circle cx="22" cy="13" r="10" /></svg> larger: more events with ${nameOf(actor)}</li></ul>`;
}

function Twin({ links, period }) {
  const columns = [
    { key: 'pair', title: 'Pair', cell: (r) => html`<a href=${pairOf(r.a, r.b, period.until)}>${r.a_name ?? r.a} – ${r.b_name ?? r.b}</a>` },
    { key: 'events', title: 'Events', number: true, cell: (r) => html`<a href=${`/list/events${query({ pair: `${r.a},${r.b}`, ...period })}`}>${amount(r.events)}</a>` },
    { key: 'cooperation', title: 'Cooperation (+)', number: true, cell: (r) => amount(r.cooperation) },
    { key: 'conflict', title: 'Conflict (−)', number: true, cell: (r) => amount(r.conflict) },
    { key: 'level', title: 'Level today', cell: (r) => r.level ?? '' },
    { key: 'last_date', title: 'Last record', cell: (r) => html`<time>${r.last_date}</time>` },
  ];
  return html`<${Folded} summary="The same as a list"><${Table} columns=${columns} rows=${links.map((l) => l.row)} caption="Each line of the picture: a name leads to the pair, a number to the events" /><//>`;
}

function Choices({ actor, rows, params, n }) {
  const submit = (event) => {
    event.preventDefault();
    go(`/network/${codeOf(new FormData(event.currentTarget).get('actor'), rows)}${location.search}`);
  };
  return html`<form class="filters" onSubmit=${submit} key=${actor + rows.length}><${CodeField} label="Around" name="actor" value=${actor && nameOf(actor)} />
    <${CodeList} rows=${rows} />
    <${Period} params=${params} />
    <label>At most <select value=${n} onChange=${(e) => go(withParams({ n: Number(e.target.value) === USUAL ? '' : e.target.value }))}>${[...new Set([...SIZES, n])].sort((a, b) => a - b).map((size) => html`<option value=${size}>${size} actors</option>`)}</select></label>
    <button type="submit">Show</button></form>`;
}

/** The network around one actor; another one is another component, so that no picture shows the numbers of two. */
function Around({ actor, params, n }) {
  const period = { since: params.since, until: params.until };
  const state = useGet('list/network', { actor, ...period, limit: MOST_ROWS });
  const rows = state.data?.rows;
  const graph = useMemo(() => rows && graphOf(rows, actor, n), [rows, n]);
  if (!graph) return html`<div class="stage-waits"><${Pending} state=${state} /></div>`;
  const own = rows.filter((r) => r.a === actor || r.b === actor).length;
  const shown = graph.nodes.length - 1;
  const when = params.since || params.until ? ' in this period' : '';
  if (!own) return html`<p class="empty">No event of ${nameOf(actor)} with another is on record${when}.</p>`;
  return html`<figure class="drawn"><figcaption>${shown < own ? `The ${shown} of ${own}` : `The ${own}`} with whom ${nameOf(actor)} has${shown < own ? ' most' : ''} events${when}; ${amount(graph.links.length)} pairs among all of them.
      What two did to each other is counted; what they did as equals, for each.${state.data.more ? ` Of pairs without ${nameOf(actor)} only those with most events are drawn.` : ''}</figcaption>
    <${Key} links=${graph.links} actor=${actor} />
    <${Graph} graph=${graph} actor=${actor} period=${period} n=${params.n} />
    <${Twin} links=${graph.links} period=${period} /></figure>`;
}

export default function Network({ parts, params }) {
  const codes = useCodes();
  const actor = parts[0] ?? '';
  const n = Math.min(500, Math.max(2, Math.round(Number(params.n)) || USUAL));
  return html`<h1>${actor ? `Network around ${nameOf(actor)}` : 'Network'}</h1>
    <${Choices} actor=${actor} rows=${codes} params=${params} n=${n} />
    ${actor && html`<${Around} key=${actor} actor=${actor} params=${params} n=${n} />`}`;
}
