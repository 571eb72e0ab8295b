// world.js - the shapes of the atlas and the codes of the record. The atlas (Natural Earth) names shapes by ISO numbers
// and leaves some without; states too small to be seen get a square at their capital.
import numbers from 'i18n-iso-countries/codes.json';

const byNumber = new Map(numbers.map(([, alpha3, number]) => [String(number).padStart(3, '0'), alpha3]));

/** Shapes without a number, by the atlas's name: the code that records of their authorities carry. */
const UNNUMBERED = { Kosovo: 'XKX', 'N. Cyprus': 'CYP', Somaliland: 'SOM', 'Siachen Glacier': 'IND' };

/** The code of a shape, or null. */
export const alphaOf = (shape) => byNumber.get(String(shape.id).padStart(3, '0')) ?? UNNUMBERED[shape.properties.name] ?? null;

/** Small states: code, longitude, latitude of the capital. */
export const SMALL = [
  ['AND', 1.52, 42.51], ['ATG', -61.85, 17.12], ['BHR', 50.58, 26.23], ['BRB', -59.62, 13.1], ['COM', 43.26, -11.7],
  ['CPV', -23.51, 14.93], ['DMA', -61.39, 15.3], ['FSM', 158.16, 6.92], ['GRD', -61.75, 12.05], ['KIR', 172.98, 1.33],
  ['KNA', -62.72, 17.3], ['LCA', -60.99, 14.01], ['LIE', 9.52, 47.14], ['MCO', 7.42, 43.73], ['MDV', 73.51, 4.18],
  ['MHL', 171.38, 7.09], ['MLT', 14.51, 35.9], ['MUS', 57.5, -20.16], ['NRU', 166.92, -0.55], ['PLW', 134.62, 7.5],
  ['SGP', 103.85, 1.29], ['SMR', 12.45, 43.94], ['STP', 6.73, 0.34], ['SYC', 55.45, -4.62], ['TON', -175.2, -21.14],
  ['TUV', 179.2, -8.52], ['VAT', 12.45, 41.9], ['VCT', -61.22, 13.16], ['WSM', -171.77, -13.83],
];
