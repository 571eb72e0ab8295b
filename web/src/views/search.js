// search.js - sentences by their words: /search?q=ambassador&since=&until=&doc=
import { Pending, html, useGet } from '../dom.js';
import { go, withParams } from '../router.js';

/** A snippet's marks, [so], as marks of the page. */
function Snippet({ text }) {
  return text.split(/(\[[^\]]*\])/).map((piece) => (piece.startsWith('[') && piece.endsWith(']') ? html`<b class="hit">${piece.slice(1, -1)}</b>` : piece));
}

function Facets({ rows }) {
  const years = new Map();
  for (const row of rows) years.set(row.published?.slice(0, 4) ?? 'no date', (years.get(row.published?.slice(0, 4) ?? 'no date') ?? 0) + 1);
  return html`<ul class="tabs" aria-label="Years of these sentences">${[...years].sort().map(([year, n]) =>
    html`<li>${/^\d/.test(year) ? html`<a href=${withParams({ since: year, until: year })}>${year} (${n})</a>` : `${year} (${n})`}</li>`)}</ul>`;
}

function Results({ params }) {
  const { q: match, since, until, doc, order } = params;
  const state = useGet('list/search', { match, since, until, doc, newest: order === 'date' ? 1 : '', limit: 50, offset: params.offset });
  if (!state.data) return html`<${Pending} state=${state} />`;
  const { rows, more, offset } = state.data;
  return html`<p role="status">${rows.length ? `Sentences ${offset + 1} to ${offset + rows.length}${more ? ' of more' : ''}` : 'No sentence has these words.'}</p>
    <${Facets} rows=${rows} />
    <ol class="hits" start=${offset + 1}>
      ${rows.map((row) => html`<li>
        <p lang="en"><${Snippet} text=${row.snippet} /></p>
        <p class="small"><a href=${`/document/${encodeURIComponent(row.document)}?sentence=${row.sentence}`}>${row.document}</a> · ${row.published ?? 'no date'} · ${row.records} records</p>
      </li>`)}
    </ol>
    ${more && html`<p><a href=${withParams({ offset: offset + 50 })}>More sentences</a></p>`}`;
}

export default function Search({ params }) {
  const submit = (event) => {
    event.preventDefault();
    go(withParams({ ...Object.fromEntries(new FormData(event.currentTarget)), offset: '' }));
  };
  return html`<h1>Search</h1>
    <form class="filters" role="search" onSubmit=${submit}>
      <label>Words <input name="q" type="search" value=${params.q ?? ''} required /></label>
      <label>Since <input name="since" value=${params.since ?? ''} placeholder="2023-03" /></label>
      <label>Until <input name="until" value=${params.until ?? ''} /></label>
      <label>Document <input name="doc" value=${params.doc ?? ''} /></label>
      <label>Order <select name="order" value=${params.order ?? ''}><option value="">Best first</option><option value="date">Newest first</option></select></label>
      <button type="submit">Search</button>
    </form>
    ${params.q ? html`<${Results} params=${params} />` : html`<p class="small">Words, "a phrase", AND, OR, NOT.</p>`}`;
}
