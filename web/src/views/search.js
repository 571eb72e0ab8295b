// search.js - sentences by their words, and what narrows them:
// /search?q=ambassador&since=&until=&doc=&actor=CHN&kind=level&source=&order=date&offset=
import { Pending, html, useGet } from '../dom.js';
import { go, withParams } from '../router.js';
import { KINDS, amount } from '../names.js';
import { nameOf, useCodes } from '../parts/codes.js';
import { documentName } from '../parts/lists.js';

const ROWS = 50;
const LOOKS_AT = 5000;
const kindTitle = (kind) => KINDS.find(([, one]) => one === kind)?.[2] ?? kind;

/** A snippet's marks, [so], as marks of the page. */
function Snippet({ text }) {
  return text.split(/(\[[^\]]*\])/).map((piece) => (piece.startsWith('[') && piece.endsWith(']') ? html`<mark class="hit">${piece.slice(1, -1)}</mark>` : piece));
}

const address = (hit) => `/document/${encodeURIComponent(hit.document)}?sentence=${hit.sentence}`;

function Hit({ hit }) {
  return html`<li>
    <p><a href=${address(hit)} lang=${hit.title ? 'en' : null} title=${hit.document}>${hit.title ?? documentName(hit.document)}</a></p>
    <p class="snippet" lang="en"><${Snippet} text=${hit.snippet} /></p>
    <p class="small"><time>${hit.published ?? 'no date'}</time>${hit.source && ` · ${hit.source}`} · ${hit.records === 1 ? '1 record' : hit.records ? `${hit.records} records` : 'no record'}</p>
  </li>`;
}

/** What a row of a facet adds to the address, and what it is called. */
const FACETS = [
  ['country', 'Countries and organisations', (v) => ({ actor: v }), (r) => r.name ?? r.value, (p) => p.actor],
  ['year', 'Year of publication', (v) => ({ since: v, until: v }), (r) => r.value, (p) => p.since === p.until && p.since],
  ['source', 'Publisher', (v) => ({ source: v }), (r) => r.value, (p) => p.source],
  ['kind', 'With a record of the kind', (v) => ({ kind: v }), (r) => kindTitle(r.value), (p) => p.kind],
];
const FIRST = 8;

function Facet({ facet, rows, params }) {
  const [name, title, change, call, chosen] = facet;
  const mine = rows.filter((r) => r.facet === name);
  if (!mine.length) return null;
  const item = (r) => html`<li><a href=${withParams({ ...change(r.value), offset: '' })} aria-current=${chosen(params) === r.value ? 'true' : null}>${call(r)}</a> <span class="count">${amount(r.sentences)}</span></li>`;
  return html`<section><h2>${title}</h2>
    <ul>${mine.slice(0, FIRST).map(item)}</ul>
    ${mine.length > FIRST && html`<details><summary>${mine.length - FIRST} more</summary><ul>${mine.slice(FIRST).map(item)}</ul></details>`}
  </section>`;
}

/** What the search is narrowed to, each with a way out of it. */
function Chosen({ params }) {
  const { actor, kind, source, doc, since, until } = params;
  const dates = since && since === until ? since : [since && `since ${since}`, until && `until ${until}`].filter(Boolean).join(', ');
  const all = [
    [actor && nameOf(actor), { actor: '' }],
    [kind && kindTitle(kind), { kind: '' }],
    [source, { source: '' }],
    [doc && documentName(doc), { doc: '' }],
    [dates, { since: '', until: '' }],
  ].filter(([title]) => title);
  return all.length > 0 && html`<ul class="narrowed" aria-label="Narrowed to">${all.map(([title, without]) =>
    html`<li>${title} <a href=${withParams({ ...without, offset: '' })} aria-label=${`Not only ${title}`}>×</a></li>`)}</ul>`;
}

function Facets({ asked, params }) {
  const state = useGet('list/facets', { ...asked, limit: 200 });
  const rows = state.data?.rows ?? [];
  const words = rows.find((r) => r.facet === 'words')?.sentences;
  return html`<aside class="facets" aria-label="Narrow down" aria-busy=${state.waiting}>
    ${rows.length > 0 && html`<details open=${innerWidth > 832}><summary>Narrow down</summary>
      ${words > LOOKS_AT && html`<p class="small">${amount(words)} sentences have the words. Looked at and counted are the ${amount(LOOKS_AT)} read last${asked.since || asked.until ? ' of these dates' : ''}.</p>`}
      ${FACETS.map((facet) => html`<${Facet} facet=${facet} rows=${rows} params=${params} />`)}
    </details>`}
  </aside>`;
}

function Results({ params }) {
  const { q: match, since, until, doc, actor, kind, source, order, offset: from } = params;
  const asked = { match, since, until, doc, actor, source, type: kind };
  const state = useGet('list/search', { ...asked, newest: order === 'date' ? 1 : '', limit: ROWS, offset: from });
  if (state.error) return html`<${Pending} state=${state} /><${Chosen} params=${params} /><${Help} open />`;
  if (!state.data) return html`<${Pending} state=${state} />`;
  const { rows, more, offset } = state.data;
  const count = rows.length ? `Sentences ${amount(offset + 1)} to ${amount(offset + rows.length)}${more ? ' of more' : ''}, ${order === 'date' ? 'the newest' : 'the best'} first` : 'No sentence has these words.';
  return html`<${Chosen} params=${params} />
    <div class="found">
      <div>
        <p role="status">${count}</p>
        <ol class="hits" start=${offset + 1}>${rows.map((hit) => html`<${Hit} hit=${hit} />`)}</ol>
        <p class="pages">${offset > 0 && html`<a href=${withParams({ offset: Math.max(0, offset - ROWS) || '' })}>Earlier sentences</a>`}
          ${more && html` <a href=${withParams({ offset: offset + ROWS })}>More sentences</a>`}</p>
      </div>
      <${Facets} asked=${asked} params=${params} />
    </div>`;
}

const SYNTAX = [
  ['embassy Tehran', 'both words, anywhere in the sentence, in any case'],
  ['"strategic partnership"', 'these words in a row'],
  ['ambassad*', 'words that begin so'],
  ['embassy OR consulate', 'one of them'],
  ['border NOT crossing', 'the first without the second'],
  ['NEAR(talks Geneva, 5)', 'not more than five words apart'],
];

function Help({ open }) {
  return html`<details class="help" open=${open}><summary>How to ask</summary>
    <dl>${SYNTAX.map(([words, meaning]) => html`<div><dt><code>${words}</code></dt><dd>${meaning}</dd></div>`)}</dl>
    <p class="small">AND, OR, NOT and NEAR are written in capitals; round brackets group. Quotation marks come in pairs.</p>
  </details>`;
}

export default function Search({ params }) {
  useCodes();
  const submit = (event) => {
    event.preventDefault();
    go(withParams({ ...Object.fromEntries(new FormData(event.currentTarget)), offset: '' }));
  };
  const day = { pattern: '\\d{4}(-\\d{2}(-\\d{2})?)?', title: 'A year, a month or a day: 2023, 2023-03 or 2023-03-10', placeholder: '2023-03' };
  return html`<h1>Search</h1>
    <form class="filters search" role="search" onSubmit=${submit}>
      <label class="sought">Words <input name="q" type="search" defaultValue=${params.q ?? ''} key=${params.q} required /></label>
      <label>Published since <input name="since" defaultValue=${params.since ?? ''} key=${params.since} ...${day} /></label>
      <label>until <input name="until" defaultValue=${params.until ?? ''} key=${params.until} ...${day} /></label>
      <label>Order <select name="order" value=${params.order ?? ''} onChange=${(e) => params.q && go(withParams({ order: e.target.value, offset: '' }))}><option value="">Best first</option><option value="date">Newest first</option></select></label>
      <button type="submit">Search</button>
    </form>
    ${params.q ? html`<${Results} params=${params} />` : html`<${Help} open />`}`;
}
