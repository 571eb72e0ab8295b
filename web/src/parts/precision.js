// precision.js - how often the records of each type were right, from the reviews that stand.
import { Pending, html, useGet } from '../dom.js';
import { Table } from './table.js';

/** Wilson's score interval for a share, 95 % (Wilson 1927). */
export function wilson(good, n) {
  if (!n) return [0, 1];
  const z = 1.96;
  const p = good / n;
  const middle = (p + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n);
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

const percent = (x) => `${Math.round(100 * x)} %`;

/** The interval as a line from 0 to 100 %, the share as a dot on it; the numbers stand beside it. */
function Interval({ good, n }) {
  const [low, high] = wilson(good, n);
  const x = (share) => 4 + 112 * share;
  return html`<svg class="interval" width="120" height="14" aria-hidden="true">
    <line class="all" x1=${x(0)} x2=${x(1)} y1="7" y2="7" /><line x1=${x(low)} x2=${x(high)} y1="7" y2="7" /><circle cx=${x(good / n)} cy="7" r="3.5" />
  </svg>`;
}

/** Rows of all types of a kind come with their sum, where there are several. */
function withSums(rows) {
  const kinds = [...new Set(rows.map((r) => r.kind))];
  return kinds.flatMap((kind) => {
    const mine = rows.filter((r) => r.kind === kind);
    const sum = (key) => mine.reduce((n, r) => n + r[key], 0);
    return mine.length > 1 ? [{ kind, type: 'all', reviewed: sum('reviewed'), right: sum('right') }, ...mine] : mine;
  });
}

export function Precision() {
  const state = useGet('list/precision', { limit: 1000 });
  if (!state.data) return html`<${Pending} state=${state} />`;
  const columns = [
    { key: 'kind', title: 'Kind' },
    { key: 'type', title: 'Type', cell: (r) => (r.type === 'all' ? html`<b>all</b>` : r.type) },
    { key: 'reviewed', title: 'Judged', number: true },
    { key: 'right', title: 'Right as they were', number: true },
    { key: 'precision', title: 'Precision', number: true, cell: (r) => percent(r.right / r.reviewed) },
    { key: 'interval', title: '95 % interval', number: true, cell: (r) => html`${wilson(r.right, r.reviewed).map(percent).join(' – ')} <${Interval} good=${r.right} n=${r.reviewed} />` },
  ];
  return html`<${Table} columns=${columns} rows=${withSums(state.data.rows)} caption="Precision by type, from the reviews that stand" empty="Nothing has been judged yet." />`;
}
