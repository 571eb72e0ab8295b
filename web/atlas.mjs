// atlas.mjs - the countries of the atlas as shapes on the flat map, by the codes of the record, and points for those too
// small to be seen: worked out once, when the page is built, as no browser need do it again. What the atlas lacks stands
// in src/parts/shapes.json.
import numbers from 'i18n-iso-countries/codes.json';
import { geoPath } from 'd3-geo';
import { feature } from 'topojson-client';
import atlas from 'world-atlas/countries-50m.json';
import { WIDTH, projection } from './src/parts/projection.js';
import shapes from './src/parts/shapes.json';

const NORTH = 84;
const SOUTH = -57; // Antarctica lies below the frame; it can be moved into it

/** Shapes smaller than this (the side of a square of the same area) have a point. */
const SMALL = WIDTH / 240;

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

/** Writes a path in whole numbers, each point by how far it is from the one before: "M12,30l-4 7z". */
class Pen {
  d = '';

  step(x, y) {
    const [dx, dy] = [Math.round(x) - this.x, Math.round(y) - this.y];
    [this.x, this.y] = [this.x + dx, this.y + dy];
    return [dx, dy];
  }

  moveTo(x, y) {
    [this.x, this.y] = [Math.round(x), Math.round(y)];
    this.start = [this.x, this.y];
    this.d += `M${this.x} ${this.y}`;
    this.drawn = false;
  }

  lineTo(x, y) {
    const [dx, dy] = this.step(x, y);
    if (!dx && !dy) return;
    this.d += `${this.drawn ? (dx < 0 ? '' : ' ') : 'l'}${dx}${dy < 0 ? '' : ' '}${dy}`;
    this.drawn = true;
  }

  closePath() {
    this.d += 'z';
    [this.x, this.y] = this.start;
  }
}

function pathOf(shape) {
  const pen = new Pen();
  geoPath(projection, pen)(shape);
  return pen.d;
}

const whole = geoPath(projection);
const rounded = ([x, y]) => [Math.round(x), Math.round(y)];

function countryOf(shape) {
  const code = codeOfShape(shape);
  const [x, y] = rounded(shapes.points[code] ? projection(shapes.points[code]) : whole.centroid(mainland(shape)));
  return { id: code ?? shape.properties.name, code, name: shapes.names[shape.properties.name] ?? shape.properties.name, d: pathOf(shape), x, y, size: Math.sqrt(whole.area(shape)) };
}

/** Two shapes of one code are one country, which stands where the larger is. */
function together(countries) {
  const known = new Map();
  for (const c of countries) {
    const other = known.get(c.id);
    if (!other) known.set(c.id, c);
    else Object.assign(other, c.size > other.size ? c : {}, { d: other.d + c.d, size: Math.hypot(other.size, c.size) });
  }
  for (const [code, at] of Object.entries(shapes.points)) {
    const [x, y] = rounded(projection(at));
    if (!known.has(code)) known.set(code, { id: code, code, name: code, d: null, x, y, size: 0 });
  }
  return [...known.values()].sort((a, b) => b.size - a.size || (a.id < b.id ? -1 : 1));
}

const top = Math.round(projection([0, NORTH])[1]);

/** The frame as x, y, width, height; the whole sphere as corners, its outline; the countries, the largest first. */
export const world = {
  box: [0, top, WIDTH, Math.round(projection([0, SOUTH])[1]) - top],
  sphere: whole.bounds({ type: 'Sphere' }).map(rounded),
  outline: pathOf({ type: 'Sphere' }),
  countries: together(feature(atlas, atlas.objects.countries).features.map(countryOf)).map((c) => ({ ...c, size: Math.round(c.size), small: c.size < SMALL })),
};
