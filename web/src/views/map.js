// map.js - where things happen, and countries by a measure: /map?measure=conflict&since=&until=&show=countries
import { Pending, html, useGet, useMemo } from '../dom.js';
import { query } from '../api.js';
import { go, withParams } from '../router.js';
import { Chooser, measureOf, written } from '../parts/measures.js';
import { Hatches, Steps, fillOf, keepHatches, stepOf, stepsOf } from '../parts/steps.js';
import { Stage } from '../parts/stage.js';
import { Folded } from '../parts/folded.js';
import { Table } from '../parts/table.js';
import { Boundaries, projection, useWorld } from '../parts/world.js';
import { nameOf, useCodes } from '../parts/codes.js';
import { amount } from '../names.js';

const MOST_PLACES = 500;
/** A state narrower than this on the screen, in pixels, is seen by its point. */
const SEEN = 7;
const SHOWS = { '': 'Countries and places', countries: 'Countries', places: 'Places' };
const HELP =
  'In the map: arrow keys go to the next country or place, Page Down and Page Up to the one with fewer or more, P from countries to places and back, Enter opens its events, Escape leaves. + and − make it larger and smaller, 0 shows all, Shift and arrows move it. Wheel with Ctrl, or two fingers, zoom too.';

const events = (n) => `${amount(n)} ${n === 1 ? 'event' : 'events'}`;
const sides = (r, up, down) => `+${amount(up)} of cooperation, −${amount(down)} of conflict`;
const up = (r) => r.verbal_cooperation + r.material_cooperation;
const down = (r) => r.verbal_conflict + r.material_conflict;

function saysOf(country, row, measure) {
  if (!row) return `${nameOf(country.code) ?? country.name}: nothing on record${country.code ? '' : ' (no code of its own)'}`;
  const value = measure.title === 'Events' ? '' : `${measure.title} ${written(measure, measure.value(row))}. `;
  return `${nameOf(row.code)}: ${value}${events(row.events)}, ${sides(row, up(row), down(row))}`;
}

/** Where the events of a country or of a place are listed, in the period. */
const eventsOf = (condition, period) => `/list/events${query({ ...condition, ...period })}`;
const placeOf = (r) => [r.place, r.place_country].filter(Boolean).join(', ');

function Country({ country, row, measure, steps, period }) {
  const says = saysOf(country, row, measure);
  if (!row) return country.d && html`<path class="land" d=${country.d} data-says=${says} />`;
  const style = { fill: fillOf(stepOf(steps, measure.value(row)), 'map') };
  return html`<a href=${eventsOf({ actor: row.code }, period)} aria-label=${nameOf(row.code)} tabindex="-1" data-spot=${country.id} data-says=${says}>
    ${country.d && html`<path d=${country.d} style=${style} />`}
    ${country.small && html`<g class="point" transform=${`translate(${country.x},${country.y})`} data-size=${country.size}><rect class="mark" x="-5" y="-5" width="10" height="10" style=${style} /></g>`}
  </a>`;
}

/** The area tells the number; one event is still seen. */
const radius = (n, most) => Math.max(3.5, 16 * Math.sqrt(n / Math.max(most, 16)));

function Place({ spot, most, period }) {
  const { row } = spot;
  const name = row.place ?? nameOf(row.place_country) ?? 'unnamed place';
  const says = `${name}${row.place ? `, ${nameOf(row.place_country) ?? ''}` : ''}: ${events(row.events)} there, ${sides(row, row.cooperation, row.conflict)}`;
  return html`<a href=${eventsOf({ place: placeOf(row) }, period)} aria-label=${name} tabindex="-1" data-spot=${spot.id} data-says=${says}>
    <g transform=${`translate(${spot.x},${spot.y})`}><circle class=${`mark ${row.conflict > row.cooperation ? 'conflict' : 'cooperation'}`} r=${radius(row.events, most)} /></g></a>`;
}

/** The points of small states go when the map is so large that the state itself is seen; textures keep their width. */
function arrange(drawing, px) {
  for (const point of drawing.querySelectorAll('.point')) point.dataset.seen = point.dataset.size / px > SEEN;
  keepHatches(drawing.ownerSVGElement, px);
}

function useSpots(shapes, countries, places) {
  return useMemo(() => {
    const rank = new Map((countries ?? []).map((r, i) => [r.code, i]));
    const lands = shapes.filter((c) => rank.has(c.code)).map((c) => ({ id: c.id, x: c.x, y: c.y, rank: rank.get(c.code), layer: 'country' }));
    const points = (places ?? []).flatMap((row, i) => {
      const at = projection([row.longitude, row.latitude]);
      return at ? [{ id: `place ${i}`, x: at[0], y: at[1], rank: i, layer: 'place', row }] : [];
    });
    return { lands, points, spots: [...lands.sort((a, b) => a.rank - b.rank), ...points] };
  }, [shapes, countries, places]);
}

function Drawing({ world, countries, places, measure, steps, period, codes }) {
  const { points, spots } = useSpots(world.countries, countries, places);
  const lands = useMemo(() => {
    const byCode = new Map((countries ?? []).map((r) => [r.code, r]));
    return world.countries.map((c) => html`<${Country} key=${c.id} country=${c} row=${byCode.get(c.code)} measure=${measure} steps=${steps} period=${period} />`);
  }, [world, countries, steps, period.since, period.until, codes]);
  const circles = useMemo(() => {
    const most = Math.max(1, ...points.map((p) => p.row.events));
    return points.map((spot) => html`<${Place} key=${spot.id} spot=${spot} most=${most} period=${period} />`);
  }, [points, period.since, period.until, codes]);
  const other = (spot) => {
    const to = spots.filter((s) => s.layer !== spot.layer).sort((a, b) => Math.hypot(a.x - spot.x, a.y - spot.y) - Math.hypot(b.x - spot.x, b.y - spot.y))[0];
    if (to) document.querySelector(`[data-spot="${CSS.escape(to.id)}"]`).focus({ preventScroll: true });
  };
  return html`<${Stage} name="map" label="Map; the tables below have the same" help=${HELP} box=${world.box} bounds=${world.sphere} most=${40} spots=${spots} keys=${{ p: other }} arrange=${arrange}>
    <${Hatches} of="map" />
    <path class="sea" d=${world.outline} />
    ${lands}
    ${circles}
  <//>`;
}

/** What the circles mean. */
function Circles({ places }) {
  const most = Math.max(1, ...places.map((r) => r.events));
  const sizes = [...new Set([1, Math.round(most / 4), most])].filter((n) => n > 0);
  const key = (kind, r, text) => html`<li><svg width=${2 * r + 4} height=${2 * r + 4} aria-hidden="true"><circle class=${kind} cx=${r + 2} cy=${r + 2} r=${r} /></svg> ${text}</li>`;
  return html`<ul class="key" aria-label="Circles: events at a place">
    ${sizes.map((n) => key('cooperation', radius(n, most), `${events(n)} there`))}${key('cooperation', 6, '+ filled: cooperation')}${key('conflict', 6, '− ringed: mostly conflict')}</ul>`;
}

function Twins({ countries, places, measure, period, drawn }) {
  const number = (key, title, value) => ({ key, title, number: true, cell: value });
  const countryColumns = [
    { key: 'name', title: 'Country', cell: (r) => html`<a href=${`/network/${r.code}${query(period)}`}>${r.name ?? r.code}</a>` },
    ...(measure.signed ? [number('measure', measure.title, (r) => written(measure, measure.value(r)))] : []),
    number('events', 'Events', (r) => html`<a href=${eventsOf({ actor: r.code }, period)}>${amount(r.events)}</a>`),
    number('cooperation', 'Cooperation (+)', (r) => amount(up(r))),
    number('conflict', 'Conflict (−)', (r) => amount(down(r))),
    { key: 'drawn', title: 'On the map', cell: (r) => (drawn.has(r.code) ? 'yes' : 'no, an organisation') },
  ];
  const placeColumns = [
    { key: 'place', title: 'Place', cell: (r) => r.place ?? 'unnamed' },
    { key: 'place_country', title: 'Country', cell: (r) => nameOf(r.place_country) },
    number('events', 'Events', (r) => html`<a href=${eventsOf({ place: placeOf(r) }, period)}>${amount(r.events)}</a>`),
    number('cooperation', 'Cooperation (+)', (r) => amount(r.cooperation)),
    number('conflict', 'Conflict (−)', (r) => amount(r.conflict)),
    { key: 'last_date', title: 'Last', cell: (r) => html`<time>${r.last_date}</time>` },
  ];
  return html`${countries && html`<${Folded} name="countries" summary="Countries as a table"><${Table} columns=${countryColumns} rows=${countries} caption="Countries and organisations: a name leads to the network around it, a number to the events" /><//>`}
    ${places && html`<${Folded} name="places" summary="Places as a table"><${Table} columns=${placeColumns} rows=${places} caption="Places of events: a number leads to the events there" /><//>`}`;
}

export default function Map_({ params }) {
  const codes = useCodes();
  const atlas = useWorld();
  const world = atlas.data;
  const period = { since: params.since, until: params.until };
  const show = params.show in SHOWS ? params.show : '';
  const asked = useGet('list/countries', { ...period, limit: 1000 });
  const found = useGet(show !== 'countries' && 'list/places', { ...period, limit: MOST_PLACES });
  const measure = measureOf(params);
  const countries = show === 'places' ? null : asked.data?.rows;
  const places = show === 'countries' ? null : found.data?.rows;
  const drawn = useMemo(() => new Set((world?.countries ?? []).map((c) => c.code)), [world]);
  const steps = useMemo(() => stepsOf(measure, (countries ?? []).filter((r) => drawn.has(r.code))), [measure, countries, drawn]);
  return html`<h1>Map</h1><${Chooser} params=${params}>
      <label>Show <select value=${show} onChange=${(e) => go(withParams({ show: e.target.value }))}>${Object.entries(SHOWS).map(([value, title]) => html`<option value=${value}>${title}</option>`)}</select></label>
    <//>
    <${Pending} state=${asked} />
    ${asked.data && html`<figure class="drawn">
      <figcaption>${countries && html`<b>Countries by ${measure.title === 'Events' ? 'events' : measure.title.toLowerCase()}</b>, of what each does and what is done to it; squares: states too small to be seen. `}${places && html`<b>Places</b> of events as circles.`}</figcaption>
      ${countries && html`<${Steps} steps=${steps} title=${measure.title} none="nothing on record" />`}
      ${places?.length > 0 && html`<${Circles} places=${places} />`}
      ${world
        ? html`<${Drawing} world=${world} countries=${countries} places=${places} measure=${measure} steps=${steps} period=${period} codes=${codes} />`
        : html`<div class="stage-waits"><${Pending} state=${atlas} /></div>`}
      ${found.data?.more && places && html`<p class="small">Of the places the ${MOST_PLACES} with most events.</p>`}
      <${Boundaries} />
      <${Twins} countries=${countries} places=${places} measure=${measure} period=${period} drawn=${drawn} />
    </figure>`}`;
}
