// steps.js - a measure in a few steps, each with a colour, a texture for what lies on the side of conflict, and words.
import { html } from '../dom.js';
import { MEASURES } from './measures.js';
import { amount } from '../names.js';

const DEPTHS = 5;
/** Edges of the steps of a mean score, on both sides of zero: the same for every period, so that maps can be compared. */
const EDGES = [0.5, 2, 5, 10];
const LEAST = 1e-9;

/** The next of 1, 2, 5, 10, 20, 50, ... below or at a number. */
function round(n) {
  const ten = 10 ** Math.floor(Math.log10(n) + LEAST);
  return ten * [5, 2, 1].find((m) => m * ten <= n + LEAST);
}

/** Upper edges of the steps of counts up to `most`: about evenly wide on a scale of tenfolds, since few states do most. */
function edgesOf(most) {
  const edges = new Set([1]);
  for (let i = 1; i < DEPTHS; i++) edges.add(round(most ** (i / DEPTHS)));
  return [...[...edges].filter((e) => e < most), most].slice(-DEPTHS);
}

const sideOf = (measure) => (measure === MEASURES.conflict ? 'conflict' : measure === MEASURES.cooperation ? 'cooperation' : 'all');

function counts(measure, rows) {
  const edges = edgesOf(Math.max(1, ...rows.map((r) => measure.value(r))));
  const steps = edges.map((to, i) => {
    const from = i ? edges[i - 1] + 1 : 1;
    return { side: sideOf(measure), depth: Math.round(((i + 1) * DEPTHS) / edges.length), to, text: from === to ? amount(to) : `${amount(from)}–${amount(to)}` };
  });
  return measure === MEASURES.events ? steps : [{ side: 'none', depth: 0, to: 0, text: '0' }, ...steps];
}

function signed() {
  const half = EDGES.slice(1).map((edge, i) => ({ from: EDGES[i], edge, depth: [1, 3, 5][i] }));
  return [
    ...[...half].reverse().map((h) => ({ side: 'conflict', depth: h.depth, to: -h.from - LEAST, text: `−${h.edge} to −${h.from}` })),
    { side: 'none', depth: 0, to: EDGES[0], text: 'about 0' },
    ...half.map((h) => ({ side: 'cooperation', depth: h.depth, to: h.edge, text: `+${h.from} to +${h.edge}` })),
  ];
}

/** The steps of a measure over rows, from the lowest: [{side, depth (0 to 5), to (the highest value in it), text}]. */
export const stepsOf = (measure, rows) => (measure.signed ? signed() : counts(measure, rows));

/** The step of a value. */
export const stepOf = (steps, value) => steps.find((s) => value <= s.to) ?? steps.at(-1);

const INKS = { all: '--ink', cooperation: '--cooperation', conflict: '--conflict' };
const share = (depth) => [0, 20, 34, 48, 64, 82][depth];
const mixed = (side, percent) => `color-mix(in srgb, var(${INKS[side]}) ${percent}%, var(--sheet))`;

/** What a step is painted with in an SVG that has <Hatches of=.../>. */
export function fillOf({ side, depth }, of) {
  if (side === 'none') return 'color-mix(in srgb, var(--ink) 15%, var(--sheet))';
  return side === 'conflict' ? `url(#${of}-hatch-${depth})` : mixed(side, share(depth));
}

/** The textures of conflict: the more, the denser. of: for which drawing. */
export function Hatches({ of }) {
  return html`<defs>${[1, 2, 3, 4, 5].map((depth) => html`<pattern id=${`${of}-hatch-${depth}`} class="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
    <rect width="6" height="6" style=${{ fill: mixed('conflict', 4 + 7 * depth) }} /><line x1="0" x2="6" y1="3" y2="3" style=${{ stroke: 'var(--conflict)' }} stroke-width=${0.4 + 0.65 * depth} />
  </pattern>`)}</defs>`;
}

/** Keeps the textures of a drawing as wide as they are on the screen. */
export function keepHatches(svg, px) {
  for (const hatch of svg.querySelectorAll('.hatch')) hatch.setAttribute('patternTransform', `rotate(45) scale(${px})`);
}

/** What the colours mean. */
export function Steps({ steps, title, none }) {
  const key = (step, text) => html`<li><svg width="28" height="16" aria-hidden="true"><rect class="swatch" x="0.5" y="0.5" width="27" height="15" style=${{ fill: step ? fillOf(step, 'key') : 'var(--land)' }} /></svg> ${text}</li>`;
  return html`<svg class="hidden" aria-hidden="true"><${Hatches} of="key" /></svg><ul class="key" aria-label=${`Colours: ${title.toLowerCase()}`}>${steps.map((s) => key(s, s.text))}${key(null, none)}</ul>`;
}
