// map.js - where things happen, and countries by a measure: /map?measure=conflict&since=&until=&show=places
import { geoEqualEarth, geoPath } from 'd3-geo';
import { select } from 'd3-selection';
import { zoom } from 'd3-zoom';
import { feature } from 'topojson-client';
import { Pending, html, useEffect, useGet, useMemo, useRef, useState } from '../dom.js';
import { go, withParams } from '../router.js';
import { Chooser, measureOf, shade, written } from '../parts/measures.js';
import { Table } from '../parts/table.js';
import { SMALL, alphaOf } from '../parts/world.js';
import { nameOf, useCodes } from '../parts/codes.js';

const WIDTH = 960;
const HEIGHT = 480;
const MOST_PLACES = 500;
const projection = geoEqualEarth().fitSize([WIDTH, HEIGHT], { type: 'Sphere' });
const path = geoPath(projection);
let world;

function useWorld() {
  const [shapes, set] = useState(null);
  useEffect(() => {
    world ??= fetch('/world.json').then((r) => r.json()).then((w) => feature(w, w.objects.countries).features.map((f) => ({ code: alphaOf(f), name: f.properties.name, d: path(f) })));
    world.then(set);
  }, []);
  return shapes;
}

function Country({ code, d, row, measure, colour }) {
  const name = row ? `${nameOf(code)}: ${written(measure, measure.value(row))}` : null;
  const shape = html`<path d=${d} style=${{ fill: row ? colour(row) : null }}>${name && html`<title>${name}</title>`}</path>`;
  return row ? html`<a href=${`/network/${code}`} aria-label=${name}>${shape}</a>` : shape;
}

function Places({ rows }) {
  const most = Math.max(1, ...rows.map((r) => r.events));
  return rows.map((r) => {
    const at = projection([r.longitude, r.latitude]);
    const name = `${r.place ?? 'unnamed'}: ${r.events} events, ${r.cooperation} of cooperation, ${r.conflict} of conflict`;
    const size = 3 + 14 * Math.sqrt(r.events / most);
    return at && html`<a href=${`/list/events?match=${encodeURIComponent(`"${(r.place ?? '').replaceAll('"', '')}"`)}`} aria-label=${name}><title>${name}</title>
      <circle cx=${at[0]} cy=${at[1]} r=${size} class=${r.conflict > r.cooperation ? 'conflict' : 'cooperation'} /></a>`;
  });
}

function Drawing({ countries, places, measure }) {
  const shapes = useWorld();
  const svg = useRef();
  const inner = useRef();
  const byCode = useMemo(() => new Map(countries.map((r) => [r.code, r])), [countries]);
  const colour = useMemo(() => shade(measure, countries), [countries, measure]);
  useEffect(() => {
    if (!shapes) return undefined;
    const z = zoom().scaleExtent([1, 12]).translateExtent([[0, 0], [WIDTH, HEIGHT]]).filter((e) => e.type !== 'wheel' || e.ctrlKey).on('zoom', (e) => inner.current.setAttribute('transform', e.transform));
    select(svg.current).call(z);
    return () => select(svg.current).on('.zoom', null);
  }, [shapes]);
  if (!shapes) return html`<p class="waiting" role="status">Loading the map …</p>`;
  const drawn = new Set(shapes.map((s) => s.code));
  return html`<svg class="map" ref=${svg} viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} role="group" aria-label="Map; the same as tables below">
    <g ref=${inner}>
      ${shapes.map((s) => html`<${Country} ...${s} row=${byCode.get(s.code)} measure=${measure} colour=${colour} />`)}
      ${SMALL.filter(([code]) => byCode.has(code) && !drawn.has(code)).map(([code, lon, lat]) => {
        const [x, y] = projection([lon, lat]);
        const name = `${nameOf(code)}: ${written(measure, measure.value(byCode.get(code)))}`;
        return html`<a href=${`/network/${code}`} aria-label=${name}><title>${name}</title><rect x=${x - 4} y=${y - 4} width="8" height="8" style=${{ fill: colour(byCode.get(code)) }} /></a>`;
      })}
      ${places && html`<${Places} rows=${places} />`}
    </g>
  </svg>`;
}

export default function Map_({ params }) {
  useCodes();
  const period = { since: params.since, until: params.until };
  const showPlaces = params.show !== 'countries';
  const countries = useGet('list/countries', { ...period, limit: 1000 });
  const places = useGet('list/places', { ...period, limit: MOST_PLACES });
  const measure = measureOf(params);
  const countryColumns = [
    { key: 'name', title: 'Country', cell: (r) => html`<a href=${`/network/${r.code}`}>${r.name ?? r.code}</a>` },
    { key: 'measure', title: measure.title, number: true, cell: (r) => written(measure, measure.value(r)) },
    { key: 'events', title: 'Events', number: true },
  ];
  const placeColumns = [
    { key: 'place', title: 'Place' },
    { key: 'place_country', title: 'Country', cell: (r) => nameOf(r.place_country) },
    { key: 'events', title: 'Events', number: true },
    { key: 'cooperation', title: 'Cooperation (+)', number: true },
    { key: 'conflict', title: 'Conflict (−)', number: true },
    { key: 'last_date', title: 'Last' },
  ];
  return html`<h1>Map</h1><${Chooser} params=${params} />
    <p><label><input type="checkbox" checked=${showPlaces} onChange=${(e) => go(withParams({ show: e.target.checked ? '' : 'countries' }))} /> Places of events</label></p>
    <${Pending} state=${countries} />
    ${countries.data && html`<figure>
      <figcaption>Countries by ${measure.title.toLowerCase()}; circles: places of events, larger for more, filled for cooperation, ringed for conflict. Ctrl and wheel to zoom, drag to move.</figcaption>
      <${Drawing} countries=${countries.data.rows} places=${showPlaces ? places.data?.rows : null} measure=${measure} />
      <p class="small">Boundaries are those of Natural Earth; the desk takes no position on them.</p>
      <details><summary>Countries as a table</summary><${Table} columns=${countryColumns} rows=${countries.data.rows} caption="Countries" /></details>
      <details><summary>Places as a table</summary><${Table} columns=${placeColumns} rows=${places.data?.rows ?? []} caption="Places" /></details>
    </figure>`}`;
}
