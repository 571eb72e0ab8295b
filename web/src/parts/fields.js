// fields.js - fields of a form for which a browser has no control of its own: actors by name or code, numbers as news
// write them. Each reads what was typed as {value} or {fault: what is wrong with it}.
import { html, useState } from '../dom.js';
import { codes } from '../names.js';
import { nameOf } from './codes.js';

const SCALES = { thousand: 1e3, k: 1e3, million: 1e6, m: 1e6, mn: 1e6, billion: 1e9, bn: 1e9, b: 1e9, trillion: 1e12, tn: 1e12 };

/** "4.3 billion", "4,300,000,000" or "-12" as a number. */
export function readNumber(typed) {
  const text = typed.trim().toLowerCase();
  if (!text) return { value: null };
  const [, digits, word] = /^([-+−]?[\d\s,]*\.?\d+)\s*([a-z]*)$/.exec(text) ?? [];
  const scale = word ? SCALES[word] : 1;
  const value = Number((digits ?? '').replace(/[\s,]/g, '').replace('−', '-'));
  if (!digits || !scale || !Number.isFinite(value)) return { fault: `“${typed.trim()}” is no number. Write 4300000000, 4,300,000,000 or 4.3 billion.` };
  return { value: value * scale };
}

const split = (typed) => typed.split(typed.includes(';') ? ';' : ',').map((part) => part.trim()).filter(Boolean);
const same = (a, b) => a.toLocaleLowerCase('en') === b.toLocaleLowerCase('en');
const called = (row, name) => same(row.name, name) || (row.also ?? '').split(';').some((also) => same(also, name));

/** The code of one that was typed as a code or a name; `had`: codes that the record has already. */
function codeFor(typed, rows, had) {
  const upper = typed.toUpperCase();
  const byCode = rows.find((row) => row.code === upper)?.code ?? had.find((code) => code === upper);
  return byCode ?? rows.find((row) => same(row.name, typed))?.code ?? rows.find((row) => called(row, typed))?.code;
}

function nearest(typed, rows) {
  const start = typed.toLocaleLowerCase('en').slice(0, 3);
  const near = rows.filter((row) => row.name.toLocaleLowerCase('en').startsWith(start) || row.code.startsWith(start.toUpperCase()));
  return near.slice(0, 3).map((row) => `${row.name} (${row.code})`).join(', ');
}

/** "Iran; SAU" as a list of codes. */
export function readActors(typed, rows, had = []) {
  const found = [];
  for (const part of split(typed)) {
    const code = codeFor(part, rows, had);
    if (!code) {
      const near = nearest(part, rows);
      return { fault: `No country or organisation is called “${part}”.${near ? ` Is it ${near}?` : ''}` };
    }
    if (!found.includes(code)) found.push(code);
  }
  return { value: found };
}

const shown = (list) => codes(list).map((code) => nameOf(code)).join('; ');

/** Names that go on from what is being typed, each behind those typed before. */
function suggestions(typed, rows) {
  const at = Math.max(typed.lastIndexOf(';'), typed.lastIndexOf(',')) + 1;
  const last = typed.slice(at).trim().toLocaleLowerCase('en');
  if (last.length < 2) return [];
  const before = at ? `${typed.slice(0, at).trimEnd()} ` : '';
  const fits = rows.filter((row) => row.name.toLocaleLowerCase('en').includes(last) || row.code.toLowerCase().startsWith(last));
  return fits.slice(0, 8).map((row) => ({ value: before + row.name, code: row.code }));
}

/** A text field for actors, several parted by a semicolon; below it who they are taken for. */
export function ActorsInput({ name, value, rows, ...rest }) {
  const [typed, set] = useState(() => shown(value));
  const { value: found } = readActors(typed, rows, codes(value));
  return html`<input name=${name} value=${typed} list=${`names-${name}`} autocomplete="off" onInput=${(event) => set(event.target.value)} ...${rest} />
    <datalist id=${`names-${name}`}>${suggestions(typed, rows).map((s) => html`<option value=${s.value}>${s.code}</option>`)}</datalist>
    <span class="taken">${found?.length ? found.map((code) => `${nameOf(code)} ${code}`).join(' · ') : 'a name or code; several parted by a semicolon'}</span>`;
}
