// codes.js - names of countries and organisations, and the field in which one is chosen.
import { html, useEffect, useRef, useState } from '../dom.js';
import { get } from '../api.js';

let asked;
let known = [];
let byCode = new Map();

async function all() {
  const rows = [];
  for (let offset = 0, more = true; more; offset += 1000) {
    const page = await get('list/codes', { limit: 1000, offset });
    rows.push(...page.rows);
    more = page.more;
  }
  byCode = new Map(rows.map((row) => [row.code, row.name]));
  known = rows;
  return rows;
}

/** All codes as [{code, name, kind}], asked for once. */
export function useCodes() {
  const [rows, set] = useState(known);
  useEffect(() => {
    asked ??= all();
    asked.then(set, () => {
      asked = undefined;
    });
  }, []);
  return rows;
}

/** "Iran" for IRN, once the names are there. */
export const nameOf = (code) => byCode.get(code) ?? code;

/** What was typed as a code: a code, or a name in any case. */
export function codeOf(typed, rows) {
  const text = typed.trim();
  const upper = text.toUpperCase();
  return rows.find((r) => r.code === upper)?.code ?? rows.find((r) => r.name.toUpperCase() === upper)?.code ?? upper;
}

/** A field for a country or organisation; its form has the CodeList that it takes suggestions from. */
export function CodeField({ label, name, value }) {
  return html`<label>${label}
    <input name=${name} list="codes" required autocomplete="off" defaultValue=${value ?? ''} />
  </label>`;
}

/** Suggestions for the fields of a form that have list="codes": hundreds of names, made when the form is first used. */
export function CodeList({ rows }) {
  const place = useRef();
  const [used, use] = useState(false);
  useEffect(() => {
    const form = place.current.closest('form');
    const on = () => use(true);
    form.addEventListener('focusin', on, { once: true });
    return () => form.removeEventListener('focusin', on);
  }, []);
  return html`<datalist id="codes" ref=${place}>${used && rows.map((r) => html`<option value=${r.name}>${r.code}</option>`)}</datalist>`;
}
