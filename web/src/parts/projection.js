// projection.js - how the map is flat: for the places of the page and, when it is built, for the shapes of the countries.
// A unit is a hundredth of the width of a pixel where the map is 960 wide, so that whole numbers say where a border runs.
import { geoEqualEarth } from 'd3-geo';

export const WIDTH = 96000;
export const projection = geoEqualEarth().fitWidth(WIDTH, { type: 'Sphere' });
