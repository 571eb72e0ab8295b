// measures.js - what a pair or a country is measured by, its scale of colour, and the fields that choose it.
import { scaleLinear, scaleSqrt } from 'd3-scale';
import { html } from '../dom.js';
import { go, withParams } from '../router.js';
import { amount } from '../names.js';

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

/** Written with its sign where it has two sides. */
export const written = (measure, value) => (measure.signed && value > 0 ? `+${amount(value)}` : amount(value).replace('-', '−'));

/**
 * Colour of a value as a share of ink over the paper: blue for what is above zero, orange for what is below. The number
 * or sign always stands beside it.
 */
export function shade(measure, rows) {
  const most = Math.max(1e-9, ...rows.map((r) => Math.abs(measure.value(r))));
  const scale = measure.signed ? scaleLinear([0, most], [8, 45]) : scaleSqrt([0, most], [8, 45]);
  return (row) => {
    const value = measure.value(row);
    const ink = measure === MEASURES.conflict || value < 0 ? 'var(--conflict)' : 'var(--cooperation)';
    return `color-mix(in srgb, ${ink} ${value ? Math.round(scale(Math.abs(value))) : 0}%, var(--sheet))`;
  };
}

/** Measure and period, kept in the URL; `children`: what else a view lets choose. */
export function Chooser({ params, children }) {
  return html`<p class="filters">
    <label>Measure <select value=${params.measure ?? 'events'} onChange=${(e) => go(withParams({ measure: e.target.value }))}>
      ${Object.entries(MEASURES).map(([name, m]) => html`<option value=${name}>${m.title}</option>`)}</select></label>
    <label>Since <input type="month" value=${params.since ?? ''} onChange=${(e) => go(withParams({ since: e.target.value }))} /></label>
    <label>Until <input type="month" value=${params.until ?? ''} onChange=${(e) => go(withParams({ until: e.target.value }))} /></label>
    ${children}
  </p>`;
}
