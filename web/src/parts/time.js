// time.js - months, the periods that can be looked at, and the axis that charts one above the other share.
import { html } from '../dom.js';
import { withParams } from '../router.js';

const count = (month) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
const month = (n) => `${String(Math.floor(n / 12)).padStart(4, '0')}-${String((n % 12) + 1).padStart(2, '0')}`;

/** Periods by their name in the URL: how many months, counted back from the last thing on record. */
export const PERIODS = {
  '12m': { title: '12 months', months: 12 },
  '5y': { title: '5 years', months: 60 },
  all: { title: 'Everything', months: Infinity },
};

/**
 * The months to be shown: {name, from, to}. Where none is asked for it is the shortest that holds most of the events.
 * rows: {month, events}; first, last: the months of the first and the last thing on record.
 */
export function periodOf(name, rows, first, last) {
  const total = rows.reduce((n, r) => n + r.events, 0);
  const start = (p) => Math.min(count(last) - 11, Math.max(count(first), count(last) - p.months + 1));
  const holds = (p) => 2 * rows.reduce((n, r) => n + (count(r.month) >= start(p) ? r.events : 0), 0) > total;
  const chosen = PERIODS[name] ? name : Object.keys(PERIODS).find((p) => p === 'all' || holds(PERIODS[p]));
  return { name: chosen, from: month(start(PERIODS[chosen])), to: last };
}

/** Choice of the period: those that are shorter than the whole, and the whole; none where all lies within a year. */
export function Period({ period, first, last }) {
  const span = count(last) - count(first) + 1;
  if (span <= PERIODS['12m'].months) return null;
  const names = Object.keys(PERIODS).filter((name) => name === period.name || name === 'all' || PERIODS[name].months < span);
  return html`<nav class="period" aria-label="Period of the charts">
    <span>Period</span>
    <ul class="tabs">${names.map((name) => html`<li><a href=${withParams({ period: name })} aria-current=${name === period.name ? 'true' : null}>${PERIODS[name].title}</a></li>`)}</ul>
  </nav>`;
}

/** Every month of a period. */
export const monthsOf = ({ from, to }) => Array.from({ length: count(to) - count(from) + 1 }, (_, i) => month(count(from) + i));

/** The last day of a month: 2023-02 gives 2023-02-28. */
export const lastDay = (of) => new Date(Date.UTC(Number(of.slice(0, 4)), Number(of.slice(5, 7)), 0)).toISOString().slice(0, 10);

const STEPS = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200];
const TICKS = 8;

/** Where a day stands on an axis over a period, in percent of its width; ticks: [{at, label}] at round months or years. */
export function axisOf({ from, to }) {
  const start = Date.parse(`${from}-01`);
  const width = Date.parse(lastDay(to)) + 86400000 - start;
  const at = (day) => (100 * (Date.parse(day) - start)) / width;
  const step = STEPS.find((s) => (count(to) - count(from) + 1) / s <= TICKS) ?? STEPS.at(-1);
  const ticks = [];
  for (let n = Math.ceil(count(from) / step) * step; n <= count(to); n += step) ticks.push({ at: at(`${month(n)}-01`), label: step < 12 ? month(n) : month(n).slice(0, 4) });
  return { from: `${from}-01`, to: lastDay(to), at, ticks };
}

/** The ticks of an axis below a drawing. */
export function Ticks({ axis }) {
  return html`<ol class="ticks" aria-hidden="true">${axis.ticks.map((t) => html`<li style=${{ left: `${t.at}%` }}>${t.label}</li>`)}</ol>`;
}

/** The same ticks as faint lines behind it. */
export function Lines({ axis }) {
  return html`${axis.ticks.map((t) => html`<line class="grid" x1=${`${t.at}%`} x2=${`${t.at}%`} y1="0" y2="100%" />`)}`;
}
