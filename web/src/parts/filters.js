// filters.js - the fields that narrow a list down, kept in the URL. What there is to choose from comes from the record.
import { html, useGet, useRef } from '../dom.js';
import { go, withParams } from '../router.js';
import { amount } from '../names.js';
import { CodeList, codeOf, nameOf, useCodes } from './codes.js';
import { HAPPENED } from './lists.js';

/** The arguments of a list that narrow it; the rest of the address is order and page. */
export const CONDITIONS = ['actor', 'pair', 'type', 'mode', 'modality', 'confidence', 'since', 'until', 'source', 'place', 'match', 'doc'];

export const conditionsOf = (params) => Object.fromEntries(CONDITIONS.filter((name) => params[name]).map((name) => [name, params[name]]));

/** Sums of the rows by a key, as [key, records]. */
function sums(rows, key) {
  const by = new Map();
  for (const row of rows) if (row[key]) by.set(row[key], (by.get(row[key]) ?? 0) + row.records);
  return [...by].sort((a, b) => (a[0] < b[0] ? -1 : 1));
}

function Choice({ label, name, value, options, all = 'All' }) {
  const known = options.some(([key]) => key === value);
  return html`<label>${label} <select name=${name} value=${value ?? ''}>
    <option value="">${all}</option>
    ${value && !known && html`<option value=${value}>${value}</option>`}
    ${options.map(([key, title]) => html`<option value=${key}>${title ?? key}</option>`)}
  </select></label>`;
}

const withCount = (pairs) => pairs.map(([key, n]) => [key, `${key} (${amount(n)})`]);

/** Type and mode, or kind and status, of what the list has. */
function Labels({ list, params, has }) {
  const state = useGet(list.kind ? 'list/labels' : null, { type: list.kind, limit: 1000 });
  const rows = (state.data?.rows ?? []).filter((r) => !list.of || r.type === list.of);
  const options = list.types ? list.types.map((t) => (Array.isArray(t) ? t : [t])) : list.kind ? (list.of ? sums(rows, 'mode').map(([key]) => [key]) : withCount(sums(rows, 'type'))) : null;
  const type = params.type?.toUpperCase();
  const modes = sums(rows.filter((r) => !type || r.type.toUpperCase() === type), 'mode');
  return html`${has('type') && (options ? html`<${Choice} label=${list.called} name="type" value=${params.type} options=${options} />` : html`<${Text} label=${list.called} name="type" value=${params.type} />`)}
    ${has('mode') && html`<${Choice} label=${list.kind === 'event' ? 'Mode' : 'Act'} name="mode" value=${params.mode} options=${withCount(modes)} />`}
    ${has('modality') && html`<${Choice} label="Happened" name="modality" value=${params.modality} options=${Object.entries(HAPPENED)} all="All that is told" />`}`;
}

const Text = ({ label, name, value, ...more }) => html`<label>${label} <input name=${name} defaultValue=${value ?? ''} key=${value} autocomplete="off" ...${more} /></label>`;

/** The two sides: one is an actor, both are a pair. */
function sides(params) {
  const [a = '', b = ''] = params.pair ? params.pair.split(',') : [params.actor ?? ''];
  return [a, b];
}

function Sides({ params }) {
  const codes = useCodes();
  const [a, b] = sides(params);
  return html`<${Text} label="Country or actor" name="one" value=${a && nameOf(a)} list="codes" />
    <${Text} label="And with" name="other" value=${b && nameOf(b)} list="codes" />
    <${CodeList} rows=${codes} />`;
}

function Sources({ value }) {
  const state = useGet('list/sources', { limit: 500 });
  return html`<${Text} label="Publisher" name="source" value=${value} list="sources" />
    <datalist id="sources">${(state.data?.rows ?? []).map((r) => html`<option value=${r.source}>${amount(r.documents)} documents</option>`)}</datalist>`;
}

const DAY = { pattern: '\\d{4}(-\\d{2}(-\\d{2})?)?', placeholder: '2023-03', title: 'A year, a month or a day: 2023, 2023-03 or 2023-03-10', inputmode: 'numeric' };
const SURE = [['0.5'], ['0.7'], ['0.8'], ['0.9']].map(([share]) => [share, `${Math.round(share * 100)} % or more`]);

const FIELDS = {
  who: Sides,
  confidence: ({ params }) => html`<${Choice} label="Confidence" name="confidence" value=${params.confidence} options=${SURE} all="Any" />`,
  since: ({ params }) => html`<${Text} label="Since" name="since" value=${params.since} ...${DAY} />`,
  until: ({ params }) => html`<${Text} label="Until" name="until" value=${params.until} ...${DAY} />`,
  source: ({ params }) => html`<${Sources} value=${params.source} />`,
  place: ({ params }) => html`<${Text} label="Place" name="place" value=${params.place} placeholder="Riyadh or SAU" />`,
  match: ({ params }) => html`<${Text} label="Words of the sentence" name="match" value=${params.match} />`,
  doc: ({ params }) => html`<${Text} label="Document (name)" name="doc" value=${params.doc} />`,
};
const LABELS = ['type', 'mode', 'modality'];

/** What was typed, as arguments; a field that is not there is left as it is. */
function asked(form, codes) {
  const { one, other, ...rest } = Object.fromEntries(new FormData(form));
  const given = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, value.trim()]));
  if (one === undefined) return given;
  const both = [one, other].filter((side) => side.trim()).map((side) => knownCode(side, codes));
  return { ...given, pair: both.length === 2 ? both.join(',') : '', actor: both.length === 1 ? both[0] : '' };
}

/** A code where it is one, or a name that has one; else part of a name as it was typed. */
function knownCode(typed, codes) {
  const code = codeOf(typed, codes);
  return codes.some((r) => r.code === code) ? code : typed.trim();
}

/** The form. Choices hold at once, text when it is sent; `children` stand behind the fields. */
export function Filters({ list, params, children }) {
  const codes = useCodes();
  const form = useRef();
  const has = (name) => list.filters.includes(name);
  const apply = (event) => {
    event.preventDefault();
    if (form.current.reportValidity()) go(withParams({ ...asked(form.current, codes), offset: '' }));
  };
  return html`<form class="filters" role="search" aria-label="Filters" ref=${form} onSubmit=${apply} onChange=${(e) => e.target.localName === 'select' && apply(e)}>
    ${list.filters.map((name) => (LABELS.includes(name) ? name === 'type' && html`<${Labels} list=${list} params=${params} has=${has} />` : html`<${FIELDS[name]} params=${params} />`))}
    ${children}
  </form>`;
}

/** How many rows there are, once they are counted. */
export function useCount(name, conditions) {
  const most = conditions.match ? 1000 : 1000000;
  const { data } = useGet(name ? `count/${name}` : null, { ...conditions, limit: most });
  return data && data.list === name ? `${amount(data.rows)}${data.more ? ' or more' : ''}` : null;
}
