// network.js - who deals with an actor, and they with each other: /network/CHN?measure=cooperation
import { forceCenter, forceCollide, forceLink, forceManyBody, forceSimulation } from 'd3-force';
import { select } from 'd3-selection';
import { zoom } from 'd3-zoom';
import { Pending, html, useEffect, useGet, useMemo, useRef } from '../dom.js';
import { go } from '../router.js';
import { CodeField, codeOf, nameOf, useCodes } from '../parts/codes.js';
import { Table } from '../parts/table.js';

const MOST_NODES = 500;
const STEPS = 250;

/** Places of the nodes: the actor in the middle, those who deal more with each other closer. The same every time. */
function layOut(rows, actor) {
  const names = [...new Set([actor, ...rows.flatMap((r) => [r.a, r.b])])].slice(0, MOST_NODES);
  const nodes = names.map((id, i) => ({ id, x: 60 * Math.sqrt(i) * Math.cos(2.4 * i), y: 60 * Math.sqrt(i) * Math.sin(2.4 * i) }));
  const known = new Set(names);
  const links = rows.filter((r) => known.has(r.a) && known.has(r.b)).map((r) => ({ source: r.a, target: r.b, row: r }));
  const middle = nodes.find((n) => n.id === actor);
  if (middle) Object.assign(middle, { fx: 0, fy: 0 });
  forceSimulation(nodes)
    .force('link', forceLink(links).id((n) => n.id).distance((l) => 150 / (1 + Math.log10(1 + l.row.records))))
    .force('push', forceManyBody().strength(-220))
    .force('apart', forceCollide(24))
    .force('middle', forceCenter(0, 0))
    .stop()
    .tick(STEPS);
  return { nodes, links };
}

const weight = (row) => 1 + Math.log2(1 + row.records);
/** More conflict than cooperation in the last year on record is drawn dashed, and orange. */
const hostile = (row) => row.conflict > row.cooperation;

function Graph({ rows, actor }) {
  const { nodes, links } = useMemo(() => layOut(rows, actor), [rows, actor]);
  const svg = useRef();
  const inner = useRef();
  const reach = Math.max(200, ...nodes.map((n) => Math.max(Math.abs(n.x), Math.abs(n.y)) + 40));
  useEffect(() => {
    const z = zoom().scaleExtent([0.3, 6]).filter((e) => e.type !== 'wheel' || e.ctrlKey).on('zoom', (e) => inner.current.setAttribute('transform', e.transform));
    select(svg.current).call(z);
    return () => select(svg.current).on('.zoom', null);
  }, [rows]);
  return html`<svg class="network" ref=${svg} viewBox=${`${-reach} ${-reach} ${2 * reach} ${2 * reach}`} role="group" aria-label=${`Network around ${nameOf(actor)}; the same as a list below`}>
    <g ref=${inner}>
      ${links.map((l) => html`<line x1=${l.source.x} y1=${l.source.y} x2=${l.target.x} y2=${l.target.y} class=${hostile(l.row) ? 'conflict' : 'cooperation'} stroke-width=${weight(l.row)} />`)}
      ${nodes.map((n) => html`<a href=${n.id === actor ? null : `/network/${n.id}`} aria-label=${nameOf(n.id)} tabindex="0">
        <title>${nameOf(n.id)}</title><circle cx=${n.x} cy=${n.y} r=${n.id === actor ? 22 : 16} class=${n.id === actor ? 'middle' : null} />
        <text x=${n.x} y=${n.y + 4}>${n.id}</text></a>`)}
    </g>
  </svg>`;
}

export default function Network({ parts, params }) {
  const rows = useCodes();
  const actor = parts[0] ?? '';
  const state = useGet(actor && 'list/network', { actor, limit: 1000, ...params });
  const submit = (event) => {
    event.preventDefault();
    go(`/network/${codeOf(new FormData(event.currentTarget).get('actor'), rows)}`);
  };
  const columns = [
    { key: 'pair', title: 'Pair', cell: (r) => html`<a href=${`/pair/${r.a}/${r.b}`}>${r.a_name ?? r.a} – ${r.b_name ?? r.b}</a>` },
    { key: 'level', title: 'Level' },
    { key: 'records', title: 'Records', number: true },
    { key: 'cooperation', title: 'Cooperation (+), last year', number: true },
    { key: 'conflict', title: 'Conflict (−), last year', number: true },
  ];
  return html`<h1>${actor ? `Network around ${nameOf(actor)}` : 'Network'}</h1>
    <form class="filters" onSubmit=${submit} key=${actor + rows.length}><${CodeField} label="Around" name="actor" value=${actor && nameOf(actor)} rows=${rows} /><button type="submit">Show</button></form>
    ${actor && html`<${Pending} state=${state} />`}
    ${state.data && (state.data.rows.length
      ? html`<figure><figcaption>Thicker lines: more records. Dashed and orange: more conflict than cooperation in the last year on record. Ctrl and wheel to zoom, drag to move.</figcaption>
          <${Graph} rows=${state.data.rows} actor=${actor} />
          <${Table} columns=${columns} rows=${state.data.rows} caption="The same as a list" /></figure>`
      : html`<p>Nobody is on record with ${nameOf(actor)}.</p>`)}`;
}
