// names.js - codes, kinds and dates as people read them.

/** The kinds of record: list, singular, plural. */
export const KINDS = [
  ['events', 'event', 'Events'],
  ['statements', 'statement', 'Statements'],
  ['agreements', 'agreement', 'Agreements'],
  ['levels', 'level', 'Levels'],
  ['figures', 'figure', 'Figures'],
];

/** The four quad classes: name, sign, side. Never told by colour alone. */
export const QUADS = {
  1: { name: 'verbal cooperation', sign: '+', side: 'cooperation' },
  2: { name: 'material cooperation', sign: '++', side: 'cooperation' },
  3: { name: 'verbal conflict', sign: '−', side: 'conflict' },
  4: { name: 'material conflict', sign: '−−', side: 'conflict' },
};

/** "CHN;IRN" as a list of codes. */
export const codes = (text) => (text ? text.split(';').filter(Boolean) : []);

/** "CHN → IRN", "CHN – IRN" for a reciprocal event; `name` gives what a code is called. */
export function direction(actor, recipient, name = (code) => code) {
  const a = codes(actor).map(name).join(', ');
  const b = codes(recipient).map(name).join(', ');
  if (a && b) return `${a} → ${b}`;
  return codes(actor).map(name).join(' – ') || (b ? `→ ${b}` : '');
}

/** A day, month or span of days as short as it is exact: "2023-03-10", "2023-03", "2023", "2023-03-10 – 03-12". */
export function when(record) {
  const { date_start: start, date_end: end, date_precision: precision } = record;
  if (!start) return 'no date';
  if (precision === 'year') return start.slice(0, 4);
  if (precision === 'month') return start.slice(0, 7);
  if (!end || end === start) return start;
  return `${start} – ${end.slice(0, 4) === start.slice(0, 4) ? end.slice(5) : end}`;
}

const number = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });

/** 4300000000 as "4,300,000,000". */
export const amount = (value) => (value === null || value === undefined ? '' : number.format(value));

/** "1 agreement", "2 agreements", "no agreements"; `many` where an s does not do. */
export const counted = (n, one, many = `${one}s`) => `${n ? amount(n) : 'no'} ${n === 1 ? one : many}`;
