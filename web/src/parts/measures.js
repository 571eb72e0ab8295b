// measures.js - what a pair or a country is measured by, its scale of colour, and the fields that choose it.
import { scaleLinear, scaleSqrt } from 'd3-scale';
import { html } from '../dom.js';
import { go, withParams } from '../router.js';
import { amount } from '../names.js';
import { Period } from './period.js';

const up = (r) => r.verbal_cooperation + r.material_cooperation;
const down = (r) => r.verbal_conflict + r.material_conflict;

/** Each measure: name, value of a row, how it is written. `signed` ones have two sides. */
export const MEASURES = {
  events: { title: 'Events', value: (r) => r.events },
  cooperation: { title: 'Cooperation', value: up },
  conflict: { title: 'Conflict', value: down },
  balance: { title: 'Mean score (−10 to +10)', value: (r) => (r.events ? r.score_sum / r.events : 0), signed: true },
};

export const measureOf = (params) => MEASURES[params.measure] ?? MEASURES.events;

const withSign = (measure, text, value) => (measure.signed && value > 0 ? `+${text}` : text.replace('-', '−'));

/** Written with its sign where it has two sides. */
export const written = (measure, value) => withSign(measure, amount(value), value);

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

/** The same for a narrow place: "+2.5", "12K". */
export const short = (measure, value) => withSign(measure, compact.format(value), value);

/** The highest amount of a measure in some rows, never zero. */
const mostOf = (measure, rows) => Math.max(1e-9, ...rows.map((r) => Math.abs(measure.value(r))));

/** The colour of a value: a share of ink over the paper, blue for what is above zero, orange for what is below. */
function inkOf(measure, most) {
  const scale = (measure.signed ? scaleLinear : scaleSqrt)([0, most], [8, 45]);
  return (value) => {
    const ink = measure === MEASURES.conflict || value < 0 ? 'var(--conflict)' : 'var(--cooperation)';
    return `color-mix(in srgb, ${ink} ${value ? Math.round(scale(Math.abs(value))) : 0}%, var(--sheet))`;
  };
}

/** The colour of a row by a measure, on the scale of some rows. The number or sign always stands beside it. */
export function shade(measure, rows) {
  const ink = inkOf(measure, mostOf(measure, rows));
  return (row) => ink(measure.value(row));
}

/** Values along the scale: whole numbers where the measure counts. */
function valuesOf(measure, most) {
  const values = measure.signed ? [-most, -most / 2, 0, most / 2, most].map((v) => Math.round(v * 10) / 10) : [1, most / 4, most / 2, most].map((v) => Math.max(1, Math.round(v)));
  return [...new Set(values)];
}

/** What the colours mean: some values of the scale in their colour, with their number. */
export function Legend({ measure, rows }) {
  const most = mostOf(measure, rows);
  const ink = inkOf(measure, most);
  return html`<ol class="legend" aria-label=${`Colours of ${measure.title.toLowerCase()}`}>
    ${valuesOf(measure, most).map((value) => html`<li style=${{ background: ink(value) }}>${short(measure, value)}</li>`)}
    <li class="blank">blank: none on record</li>
  </ol>`;
}

/** Measure and period, kept in the URL; `children`: what else a view lets choose. */
export function Chooser({ params, children }) {
  return html`<p class="filters">
    <label>Measure <select value=${params.measure ?? 'events'} onChange=${(e) => go(withParams({ measure: e.target.value }))}>
      ${Object.entries(MEASURES).map(([name, m]) => html`<option value=${name}>${m.title}</option>`)}</select></label>
    <${Period} params=${params} />
    ${children}
    ${(params.since || params.until) && html`<a class="beside" href=${withParams({ since: '', until: '' })}>All days</a>`}
  </p>`;
}
