// world.js - the countries of the atlas as shapes on a flat map, by the codes of the record, and points for those too
// small to be seen. What the atlas lacks stands in shapes.json.
import numbers from 'i18n-iso-countries/codes.json';
import { geoEqualEarth, geoPath } from 'd3-geo';
import { feature } from 'topojson-client';
import { html, useEffect, useState } from '../dom.js';
import { inSlices } from './slices.js';
import shapes from './shapes.json';

const WIDTH = 960;
const NORTH = 84;
const SOUTH = -57; // Antarctica lies below the frame; it can be moved into it

export const projection = geoEqualEarth().fitWidth(WIDTH, { type: 'Sphere' });
const path = geoPath(projection);
const top = projection([0, NORTH])[1];

/** The frame, as x, y, width, height; the whole sphere, as corners; its outline. */
export const BOX = [0, top, WIDTH, projection([0, SOUTH])[1] - top];
export const SPHERE = path.bounds({ type: 'Sphere' });
export const OUTLINE = path({ type: 'Sphere' });

/** Shapes smaller than this (the side of a square of the same area, in units of the frame) have a point. */
const SMALL = 4;

const byNumber = new Map(numbers.map(([, alpha3, number]) => [String(number).padStart(3, '0'), alpha3]));

/** The code of a shape, or null. */
function codeOfShape({ id, properties: { name } }) {
  return name in shapes.codes ? shapes.codes[name] : (byNumber.get(String(id).padStart(3, '0')) ?? null);
}

/** About how large a polygon is: degrees of its outer ring, narrower towards the poles. */
function extent([ring]) {
  let sum = 0;
  for (let i = 1; i < ring.length; i++) sum += ring[i - 1][0] * ring[i][1] - ring[i][0] * ring[i - 1][1];
  return Math.abs(sum) * Math.cos((ring[0][1] * Math.PI) / 180);
}

/** The largest of its polygons: the point of France belongs in Europe, not between Europe and Guiana. */
function mainland({ geometry }) {
  if (geometry.type !== 'MultiPolygon') return geometry;
  const sizes = geometry.coordinates.map(extent);
  return { type: 'Polygon', coordinates: geometry.coordinates[sizes.indexOf(Math.max(...sizes))] };
}

function countryOf(shape) {
  const code = codeOfShape(shape);
  const [x, y] = shapes.points[code] ? projection(shapes.points[code]) : path.centroid(mainland(shape));
  return { id: code ?? shape.properties.name, code, name: shapes.names[shape.properties.name] ?? shape.properties.name, d: path(shape), x, y, size: Math.sqrt(path.area(shape)) };
}

/** Two shapes of one code are one country, which stands where the larger is. */
function together(countries) {
  const known = new Map();
  for (const c of countries) {
    const other = known.get(c.id);
    if (!other) known.set(c.id, c);
    else Object.assign(other, c.size > other.size ? c : {}, { d: other.d + c.d, size: Math.hypot(other.size, c.size) });
  }
  for (const [code, at] of Object.entries(shapes.points))
    if (!known.has(code)) known.set(code, { id: code, code, name: code, d: null, x: projection(at)[0], y: projection(at)[1], size: 0 });
  return [...known.values()].sort((a, b) => b.size - a.size || (a.id < b.id ? -1 : 1));
}

async function load() {
  const atlas = await (await fetch('/world.json')).json();
  const countries = [];
  await inSlices(feature(atlas, atlas.objects.countries).features, (shape) => countries.push(countryOf(shape)));
  return together(countries).map((c) => ({ ...c, small: c.size < SMALL }));
}

let world;

/**
 * The countries, the largest first, as {data, error}: [{id, code (null: no record can be of it), name, d (null: the atlas
 * has no shape), x, y, size, small}]. Asked for once.
 */
export function useWorld() {
  const [state, set] = useState({ data: null, error: null });
  useEffect(() => {
    world ??= load();
    world.then(
      (data) => set({ data, error: null }),
      (error) => {
        world = undefined;
        set({ data: null, error });
      },
    );
  }, []);
  return state;
}

/** The note that belongs below every map of states. */
export const Boundaries = () => html`<p class="small">Boundaries and names of areas are those of Natural Earth, at 1:50 million. They are drawn as it has them; the desk takes no position on any of them.</p>`;
