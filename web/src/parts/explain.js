// explain.js - how a sentence was read: what was weighed and why, who the names are, its tree.
import { Pending, html, useEffect, useGet, useRef } from '../dom.js';
import { nameOf } from './codes.js';
import { Table } from './table.js';
import { Tree } from './tree.js';

/** "Iran IRN, GOV"; "Wang Yi, foreign minister, China CHN, GOV". */
const who = (a) =>
  [a.name !== nameOf(a.code) && a.name, a.office, a.code && `${nameOf(a.code)} ${a.code}`, a.sector].filter(Boolean).join(', ');

function Reading({ data: { tokens, mentions, candidates } }) {
  return html`<${Table} caption="What was weighed: words that may tell of something, and what became of each" empty="Nothing in this sentence was weighed." rows=${candidates}
      columns=${[
        { key: 'word', title: 'Word', cell: (r) => (r.word ? html`<span lang="en">${r.word}</span>` : 'the sentence') },
        { key: 'record', title: 'Coded', cell: (r) => (r.record ? html`<b>yes</b>` : 'no') },
        { key: 'why', title: 'Why' },
        { key: 'rule', title: 'Rule', cell: (r) => r.rule && html`<code>${r.rule}</code>` },
      ]} />
    <${Table} caption="Who is who" empty="No names in this sentence." rows=${mentions}
      columns=${[
        { key: 'words', title: 'Words', cell: (r) => html`<span lang="en">${r.words}</span>` },
        { key: 'actors', title: 'Who', cell: (r) => r.actors.map(who).join('; ') || 'unknown' },
        { key: 'why', title: 'Why' },
      ]} />
    ${tokens.length > 0 && html`<${Tree} tokens=${tokens} />`}`;
}

/** Below the paragraph of a sentence; the focus goes there, since it was asked for. `close`: address without it. */
export function Explain({ document, sentence, close }) {
  const state = useGet(`explain/${encodeURIComponent(document)}/${sentence}`);
  const heading = useRef();
  useEffect(() => {
    heading.current.focus({ preventScroll: true });
  }, [sentence]);
  useEffect(() => heading.current.scrollIntoView({ block: 'start' }), [sentence, state.data]);
  return html`<section class="explain" aria-label="How the sentence was read">
    <h3 tabindex="-1" ref=${heading}>How this sentence was read</h3>
    <a class="close" href=${close} data-stay>Close</a>
    ${state.data ? html`<q lang="en">${state.data.text}</q><${Reading} data=${state.data} />` : html`<${Pending} state=${state} />`}
  </section>`;
}
